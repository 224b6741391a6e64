import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { stringify } from 'yaml';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import type { Grants } from '../../src-main/api/grants.ts';
import type { ChangeBatch } from '../../src-main/contract/feed.ts';
import { createSelfSigned } from '../../src-main/practice/self-signed.ts';
import { openRuntime, type Runtime, type RuntimeOptions } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';
import {
  answerJson,
  failure,
  startKubernetesStandIn,
  type Answering,
  type KubernetesStandIn,
} from '../support/kubernetes-stand-in.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { createTestCipher } from '../support/test-cipher.ts';

const tls = createSelfSigned('stand-in', '127.0.0.1', new Date());
const token = 'Hush-4711-token';

async function serve(answering: Answering): Promise<KubernetesStandIn> {
  const server = await startKubernetesStandIn(answering, tls);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

interface Home {
  readonly home: string;
  readonly client: AppClient;
  readonly grants: Grants;
}

let opened: Runtime | null = null;

async function open(home = temporaryDirectory(), options: RuntimeOptions = {}): Promise<Home> {
  const runtime = await openRuntime(home, options);
  opened = runtime;
  onTestFinished(() => (opened === runtime ? runtime.close() : undefined));
  const { client, grants } = clientOf(runtime.application, 'engineer');
  return { home, client, grants };
}

async function reopen({ home }: Home, options: RuntimeOptions = {}): Promise<Home> {
  await opened?.close();
  opened = null;
  return open(home, options);
}

const homeText = ({ home }: Home): string =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

const ca = Buffer.from(tls.certificate).toString('base64');
const kubeconfig = (server: string, context: object = {}): string =>
  stringify({
    'current-context': 'site',
    clusters: [{ name: 'c', cluster: { server, 'certificate-authority-data': ca } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'site', context: { cluster: 'c', user: 'u', ...context } }],
  });

const pasted = (text: string, name = 'lab') => ({
  kind: 'kubernetes' as const,
  name,
  isDefault: false,
  kubeconfig: { text },
  allow: [],
  approved: [],
});

const cluster: Answering = ({ path }, response) => {
  if (path === '/version') {
    answerJson(response, 200, { gitVersion: 'v1.36.3' });
  } else if (path.endsWith('selfsubjectaccessreviews')) {
    answerJson(response, 201, { status: { allowed: true } });
  } else {
    answerJson(response, 200, { metadata: { name: 'x', uid: 'uid', resourceVersion: '1' } });
  }
};

describe('a kubeconfig that was pasted', () => {
  it('is in the keystore alone where there is one, and there for the next process', async () => {
    const server = await serve(cluster);
    const cipher = createTestCipher();
    const first = await open(undefined, { cipher });
    const added = await first.client.connections.add(pasted(kubeconfig(server.url)));
    expect(added).toMatchObject({
      file: null,
      context: 'site',
      credentials: 'keystore',
      namespaces: ['default'],
    });
    expect(homeText(first)).not.toContain(token);
    const next = await reopen(first, { cipher });
    expect(await next.client.connections.test({ name: 'lab' })).toMatchObject({ reachable: true });
    expect(server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${token}`);
    // What the file says is no secret in itself: logs stay readable.
    expect(opened?.redact(`server ${server.url} said ${token}`)).toBe(`server ${server.url} said ***`);
  });

  it('is in memory without a keystore, said so, and gone with its process', async () => {
    const server = await serve(cluster);
    const first = await open();
    expect(await first.client.connections.add(pasted(kubeconfig(server.url)))).toMatchObject({
      credentials: 'memory',
    });
    expect(await first.client.connections.test({ name: 'lab' })).toMatchObject({ reachable: true });
    expect(homeText(first)).not.toContain(token);
    const next = await reopen(first);
    expect(await next.client.connections.list({})).toMatchObject([{ credentials: 'missing' }]);
    expect(await next.client.connections.test({ name: 'lab' })).toMatchObject({
      reachable: false,
      problems: [{ code: 'SECRET_UNRESOLVED' }],
    });
  });

  it('leaves nothing behind when it is removed, also by a process without the keystore', async () => {
    const cipher = createTestCipher();
    const first = await open(undefined, { cipher });
    await first.client.connections.add(pasted(kubeconfig('https://127.0.0.1:1')));
    await first.client.connections.add(pasted(kubeconfig('https://127.0.0.1:1'), 'kept'));
    const without = await reopen(first);
    await without.client.connections.remove({ name: 'lab' });
    await without.client.connections.add(pasted(kubeconfig('https://127.0.0.1:2')));
    const again = await reopen(first, { cipher });
    expect(await again.client.connections.list({})).toMatchObject([
      { name: 'kept', credentials: 'keystore' },
      { name: 'lab', credentials: 'missing' },
    ]);
    expect((await again.client.system.facts({})).keystore.counts.connections).toBe(1);
    await again.client.connections.remove({ name: 'kept' });
    expect(existsSync(join(first.home, 'passwords.sealed'))).toBe(false);
  });

  it('is told as gone when the secrets of this computer are cleared', async () => {
    const { client } = await open();
    await client.connections.add(pasted(kubeconfig('https://127.0.0.1:1')));
    expect(await client.system.clearSecrets({})).toMatchObject({ connections: 1 });
    expect(await client.connections.show({ name: 'lab' })).toMatchObject({ credentials: 'missing' });
  });

  it('cannot name files beside itself: it has no folder', async () => {
    const { client } = await open();
    const text = kubeconfig('https://127.0.0.1:1').replace('token: ', 'tokenFile: beside # ');
    await expect(client.connections.add(pasted(text))).rejects.toMatchObject({ code: 'KUBECONFIG_INVALID' });
  });
});

describe('a folder of kubeconfigs', () => {
  it('is read file by file, and what is none says so', async () => {
    const { client, grants } = await open();
    const folder = temporaryDirectory();
    writeFileSync(join(folder, 'config'), kubeconfig('https://127.0.0.1:1'));
    writeFileSync(join(folder, 'another.yaml'), kubeconfig('https://127.0.0.1:2'));
    writeFileSync(join(folder, 'broken.yaml'), 'a: [');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    const beside = grants.grant('read', join(folder, 'another.yaml'));
    const files = await client.connections.offerFolder({ beside });
    expect(
      files.map(({ path, contexts, problem }) => [
        path.slice(folder.length + 1),
        contexts.map(({ server }) => server).join(),
        problem?.code ?? null,
      ]),
    ).toEqual([
      ['config', 'https://127.0.0.1:1', null],
      ['another.yaml', 'https://127.0.0.1:2', null],
      ['broken.yaml', '', 'KUBECONFIG_INVALID'],
      ['link', '', 'FILE_NOT_FOUND'],
    ]);
    const [first] = files;
    const order = { ...pasted(''), kubeconfig: { file: first?.file ?? '' } };
    expect(await client.connections.add(order)).toMatchObject({
      file: join(folder, 'config'),
      credentials: 'file',
    });
  });
});

describe('what a kubeconfig needs', () => {
  it('is allowed as it was shown, and as nothing else', async () => {
    const { client, grants } = await open();
    const path = join(temporaryDirectory(), 'config');
    const insecure = (server: string): void =>
      writeFileSync(
        path,
        kubeconfig(server).replace(/certificate-authority-data: .*/, 'insecure-skip-tls-verify: true'),
      );
    insecure('https://127.0.0.1:1');
    const source = { file: grants.grant('read', path) };
    const [context] = await client.connections.offer(source);
    const approved = context?.needs.map(({ digest }) => digest) ?? [];
    expect(approved).toHaveLength(1);
    const order = { ...pasted(''), kubeconfig: source };
    await expect(client.connections.add({ ...order, approved: ['0'.repeat(64)] })).rejects.toMatchObject({
      code: 'KUBECONFIG_NOT_ALLOWED',
    });
    expect(await client.connections.add({ ...order, approved })).toMatchObject({ allowed: ['insecure'] });
  });
});

describe('a Primus-SaFE server', () => {
  const primus: Answering = ({ path, headers }, response) => {
    if (headers['authorization'] !== `Bearer ${token}`) {
      answerJson(response, 401, {
        errorCode: 'Primus.00009',
        errorMessage: "The user's token is invalid, please login first",
      });
    } else if (path === '/api/v1/nodes') {
      answerJson(response, 200, { totalCount: 3, items: [] });
    } else {
      answerJson(response, 404, failure(404, 'NotFound', 'nothing here'));
    }
  };
  const orderTo = (server: string, changes: object = {}) => ({
    kind: 'primus' as const,
    name: 'safe',
    isDefault: false,
    server,
    token,
    variable: null,
    fingerprint: null,
    allowHttp: false,
    ...changes,
  });

  it('gets the token once its certificate was compared, and tells neither version nor rights', async () => {
    const server = await serve(primus);
    const here = await open();
    const { client } = here;
    await expect(client.connections.add(orderTo(server.url))).rejects.toMatchObject({ code: 'TLS_UNKNOWN' });
    await expect(client.connections.add(orderTo(server.url, { fingerprint: '00' }))).rejects.toMatchObject({
      code: 'TLS_CHANGED',
    });
    const { fingerprint } = await client.connections.certificate({ server: server.url });
    expect(server.requests).toEqual([]);
    expect(await client.connections.add(orderTo(server.url, { fingerprint }))).toMatchObject({
      kind: 'primus',
      server: server.url,
      credentials: 'memory',
    });
    expect(await client.connections.test({ name: 'safe' })).toEqual({
      reachable: true,
      rights: null,
      problems: [],
    });
    expect(server.requests).toMatchObject([{ path: '/api/v1/nodes', query: { limit: '1' } }]);
    expect(homeText(here)).not.toContain(token);
    expect(await client.system.siteKeys({})).toMatchObject([{ site: 'connection/safe' }]);
    await client.connections.remove({ name: 'safe' });
    expect(await client.system.siteKeys({})).toEqual([]);
  });

  it('refuses a token in its own words', async () => {
    const server = await serve(primus);
    const { client } = await open();
    const { fingerprint } = await client.connections.certificate({ server: server.url });
    await client.connections.add(orderTo(server.url, { fingerprint, token: 'Hush-4712-other' }));
    const { problems } = await client.connections.test({ name: 'safe' });
    expect(problems).toMatchObject([{ code: 'LOGIN_REFUSED' }]);
    expect(problems[0]?.message.en).toContain("The user's token is invalid, please login first. The token");
  });

  it('is told where something else answers, and over plain HTTP only when that is allowed', async () => {
    const { client } = await open();
    const other = await serve((_request, response) => answerJson(response, 404, 'no'));
    const { fingerprint } = await client.connections.certificate({ server: other.url });
    await client.connections.add(orderTo(other.url, { fingerprint }));
    expect(await client.connections.test({ name: 'safe' })).toMatchObject({
      problems: [{ code: 'HTTP_BAD_ANSWER' }],
    });
    await using plain = await startKubernetesStandIn(primus);
    await expect(client.connections.add(orderTo(plain.url, { name: 'plain' }))).rejects.toMatchObject({
      code: 'HTTP_NOT_ALLOWED',
    });
    await client.connections.add(orderTo(plain.url, { name: 'plain', allowHttp: true }));
    expect(await client.connections.test({ name: 'plain' })).toMatchObject({ reachable: true });
  });

  it('has its token looked for in the variable that it came from', async () => {
    vi.stubEnv('SITEWRIGHT_TEST_TOKEN', token);
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await serve(primus);
    const first = await open();
    const { fingerprint } = await first.client.connections.certificate({ server: server.url });
    const order = orderTo(server.url, { fingerprint, variable: 'SITEWRIGHT_TEST_TOKEN' });
    expect(await first.client.connections.add(order)).toMatchObject({ credentials: 'environment' });
    const next = await reopen(first);
    expect(await next.client.connections.test({ name: 'safe' })).toMatchObject({ reachable: true });
  });
});

it('the practice site is a cluster like any other', async () => {
  const { client } = await open();
  const added = await client.connections.add({ kind: 'practice', name: 'practice', isDefault: false });
  expect(added.kind).toBe('practice');
  expect(added.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(await client.connections.test({ name: 'practice' })).toMatchObject({ reachable: true });
});

describe('an account of some namespaces', () => {
  it('has its rights said for those, and they can be changed', async () => {
    const server = await serve(({ path, body }, response) => {
      const { namespace } =
        body === ''
          ? {}
          : (JSON.parse(body) as { spec: { resourceAttributes: { namespace?: string } } }).spec
              .resourceAttributes;
      if (path.endsWith('selfsubjectaccessreviews')) {
        answerJson(response, 201, { status: { allowed: namespace === 'team-a' } });
      } else {
        cluster({ path, body, method: 'GET', query: {}, headers: {} }, response);
      }
    });
    const { client } = await open();
    await client.connections.add(pasted(kubeconfig(server.url, { namespace: 'team-a' })));
    const rightTo = async (verb: string, resource: string) =>
      (await client.connections.test({ name: 'lab' })).rights?.find(
        (right) => right.verb === verb && right.resource === resource,
      );
    expect(await rightTo('patch', 'deployments.apps')).toMatchObject({
      allowed: true,
      allowedIn: ['team-a'],
    });
    await client.connections.changeNamespaces({ name: 'lab', namespaces: ['team-a', 'team-b'] });
    expect(await rightTo('patch', 'deployments.apps')).toMatchObject({
      allowed: false,
      allowedIn: ['team-a'],
    });
    expect(await rightTo('patch', 'nodes.amd.com')).toMatchObject({ allowed: false, allowedIn: [] });
  });
});

describe('the topic of connections', () => {
  it('tells every follower what was added, tested, made the default and removed', async () => {
    const server = await serve(cluster);
    const { client } = await open();
    const stop = new AbortController();
    const batches = await client.feed.changes(
      { topic: 'connections', cursor: null },
      { signal: stop.signal },
    );
    const told: string[] = [];
    const ended = (async () => {
      for await (const { rows } of batches as AsyncIterable<ChangeBatch>) {
        for (const { id, row } of rows) {
          const shown = row as { isDefault: boolean; lastTest: { version: string } | null } | null;
          told.push(
            `${id} ${shown === null ? 'gone' : `${String(shown.isDefault)} ${shown.lastTest?.version ?? '-'}`}`,
          );
        }
      }
    })().catch(() => undefined);
    await client.connections.add(pasted(kubeconfig(server.url)));
    await expect.poll(() => told).toEqual(['lab true -']);
    await client.connections.add(pasted(kubeconfig(server.url), 'other'));
    await client.connections.test({ name: 'other' });
    await client.connections.makeDefault({ name: 'other' });
    await expect.poll(() => told.at(-1)).toBe('other true v1.36.3');
    expect(told).toContain('lab false -');
    await client.connections.remove({ name: 'lab' });
    await expect.poll(() => told.at(-1)).toBe('lab gone');
    await client.connections.add(pasted(kubeconfig(server.url)));
    await expect.poll(() => told.at(-1)).toBe('lab false -');
    stop.abort();
    await ended;
  });

  it('tells of a damaged one too', async () => {
    const here = await open();
    await here.client.connections.add(pasted(kubeconfig('https://127.0.0.1:1')));
    await opened?.close();
    opened = null;
    const database = new Database(join(here.home, 'sitewright.db'));
    database.exec(`UPDATE connection SET last_test = '{'`);
    database.close();
    const { client } = await open(here.home);
    expect(await client.connections.list({})).toMatchObject([{ problems: [{ code: 'RECORD_DAMAGED' }] }]);
  });
});
