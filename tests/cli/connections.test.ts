import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { stringify } from 'yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSelfSigned } from '../../src-main/practice/self-signed.ts';
import {
  answerJson,
  failure,
  startKubernetesStandIn,
  type KubernetesStandIn,
} from '../support/kubernetes-stand-in.ts';
import { openDesk, type Desk } from './command.ts';

const tls = createSelfSigned('stand-in', '127.0.0.1', new Date());

interface Cluster {
  readonly uid?: string | null;
  readonly allows?: boolean;
}

/** An API server that has a version, a `kube-system` and an opinion on rights. */
async function startCluster({
  uid = 'uid-of-kube-system',
  allows = true,
}: Cluster = {}): Promise<KubernetesStandIn> {
  const server = await startKubernetesStandIn(({ path }, response) => {
    if (path === '/version') {
      answerJson(response, 200, { gitVersion: 'v1.36.3' });
    } else if (path.endsWith('selfsubjectaccessreviews')) {
      answerJson(response, 201, { status: { allowed: allows } });
    } else if (uid === null && path.endsWith('/kube-system')) {
      answerJson(response, 403, failure(403, 'Forbidden', 'namespaces "kube-system" is forbidden'));
    } else {
      answerJson(response, 200, {
        metadata: { name: 'x', uid: uid ?? 'uid-of-default', resourceVersion: '1' },
      });
    }
  }, tls);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

const secret = 'Hush-4711-token';

function writeKubeconfig(
  desk: Desk,
  server: string,
  { user = {}, cluster = {} }: { user?: object; cluster?: object } = {},
): void {
  const ca = Buffer.from(tls.certificate).toString('base64');
  const config = {
    'current-context': 'site',
    clusters: [{ name: 'c', cluster: { server, 'certificate-authority-data': ca, ...cluster } }],
    users: [{ name: 'u', user: { token: secret, ...user } }],
    contexts: [{ name: 'site', context: { cluster: 'c', user: 'u' } }],
  };
  writeFileSync(join(desk.directory, 'config'), stringify(config));
}

/** Everything in the home, as one text. */
const homeText = (home: string): string =>
  existsSync(home)
    ? readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
        .join('\n')
    : '';

const add = ['connections', 'add', 'site', '--kubeconfig', 'config'];

describe('connections', () => {
  it('are added, tested, listed and removed; a credential is nowhere but in the kubeconfig', async () => {
    const cluster = await startCluster();
    const desk = openDesk();
    writeKubeconfig(desk, cluster.url);
    expect(await desk.json(add)).toMatchObject({
      code: 0,
      document: {
        name: 'site',
        kind: 'kubernetes',
        server: cluster.url,
        context: 'site',
        isDefault: true,
        allowed: [],
      },
    });
    expect(cluster.requests).toEqual([]);
    const tested = await desk.json(['connections', 'test', 'site']);
    expect(tested).toMatchObject({
      code: 0,
      document: {
        reachable: true,
        version: 'v1.36.3',
        identity: { value: 'uid-of-kube-system', isWeak: false },
        problems: [],
      },
    });
    expect(cluster.requests[0]?.headers['authorization']).toBe(`Bearer ${secret}`);
    expect(await desk.json(['connections', 'list'])).toMatchObject({
      document: { connections: [{ name: 'site', identity: { value: 'uid-of-kube-system' } }] },
    });
    const said = await desk.run(['connections', 'show', 'site']);
    expect(said.stdout).toContain(`site  ${cluster.url}  site  default`);
    expect(homeText(desk.home)).not.toContain(secret);
    expect((await desk.json(['connections', 'remove', 'site'])).code).toBe(0);
    expect(await desk.json(['connections', 'list'])).toMatchObject({ document: { connections: [] } });
    expect(existsSync(join(desk.directory, 'config'))).toBe(true);
  });

  it.each(['allowed', 'problems', 'identity'])(
    'cost only themselves where their %s is damaged: one says so, and can be removed and added again',
    async (column) => {
      const cluster = await startCluster();
      const desk = openDesk();
      writeKubeconfig(desk, cluster.url);
      await desk.run(add);
      await desk.run(['connections', 'add', 'other', '--kubeconfig', 'config']);
      const database = new Database(join(desk.home, 'sitewright.db'));
      database.exec(`UPDATE connection SET ${column} = '{' WHERE name = 'site'`);
      database.close();
      expect(await desk.json(['connections', 'list'])).toMatchObject({
        code: 0,
        document: {
          connections: [
            { name: 'other', problems: [] },
            { name: 'site', server: cluster.url, isDefault: true, problems: [{ code: 'RECORD_DAMAGED' }] },
          ],
        },
      });
      for (const command of ['show', 'test']) {
        const refused = await desk.run(['connections', command, 'site']);
        expect(refused.stderr).toContain('record of connection site is damaged');
        expect(refused.code).not.toBe(0);
      }
      expect((await desk.json(['connections', 'test', 'other'])).code).toBe(0);
      expect((await desk.json(add)).document).toMatchObject({ error: { code: 'CONNECTION_EXISTS' } });
      expect((await desk.json(['connections', 'remove', 'site'])).code).toBe(0);
      expect((await desk.json(add)).code).toBe(0);
    },
  );

  it('say which cluster they lead to by less, where kube-system cannot be read, and which rights are missing', async () => {
    const cluster = await startCluster({ uid: null, allows: false });
    const desk = openDesk();
    writeKubeconfig(desk, cluster.url);
    await desk.run(add);
    const { document } = await desk.json(['connections', 'test', 'site']);
    expect(document).toMatchObject({ identity: { isWeak: true } });
    expect((document as { rights: { allowed: boolean }[] }).rights.every(({ allowed }) => !allowed)).toBe(
      true,
    );
  });

  it('are refused when they lead to another cluster than before', async () => {
    const [one, other] = [await startCluster(), await startCluster({ uid: 'another-uid' })];
    const desk = openDesk();
    writeKubeconfig(desk, one.url);
    await desk.run(add);
    await desk.run(['connections', 'test', 'site']);
    writeKubeconfig(desk, other.url);
    const again = await desk.json(['connections', 'test', 'site']);
    expect(again).toMatchObject({ code: 6, document: { problems: [{ code: 'IDENTITY_MISMATCH' }] } });
    expect(await desk.json(['connections', 'show', 'site'])).toMatchObject({
      document: { identity: { value: 'uid-of-kube-system' }, problems: [{ code: 'IDENTITY_MISMATCH' }] },
    });
  });

  it('say what went wrong with the one that cannot be reached', async () => {
    const desk = openDesk();
    writeKubeconfig(desk, 'https://127.0.0.1:1');
    await desk.run(add);
    const { code, document } = await desk.json(['connections', 'test', 'site']);
    expect(code).toBe(6);
    expect(document).toMatchObject({ reachable: false, problems: [{ code: 'CONNECT_FAILED' }] });
  });
});

describe('the default connection', () => {
  it('is the first one, until another is made it', async () => {
    const desk = openDesk();
    writeKubeconfig(desk, 'https://127.0.0.1:1');
    await desk.run(add);
    await desk.run(['connections', 'add', 'other', '--kubeconfig', 'config', '-n', 'team-a', '-n', 'team-b']);
    expect(await desk.json(['connections', 'default', 'OTHER'])).toMatchObject({
      code: 0,
      document: { name: 'other', isDefault: true, namespaces: ['team-a', 'team-b'] },
    });
    expect(await desk.json(['connections', 'namespaces', 'other', 'team-c'])).toMatchObject({
      document: { namespaces: ['team-c'] },
    });
    expect(await desk.json(['connections', 'list'])).toMatchObject({
      document: { connections: [{ isDefault: true }, { isDefault: false }] },
    });
    expect((await desk.run(['connections', 'default', 'nobody'])).code).toBe(3);
    expect((await desk.run(['connections', 'namespaces', 'other', 'No_Such'])).code).toBe(2);
  });
});

describe('a connection to Primus-SaFE', () => {
  const primus = ['connections', 'add', 'safe', '--primus'];
  const given = ['--token', 'env:SAFE_TOKEN'];

  it('shows the certificate first, and takes its token from the environment', async () => {
    await using server = await startKubernetesStandIn(({ headers }, response) => {
      const isIn = headers['authorization'] === `Bearer ${secret}`;
      answerJson(response, isIn ? 200 : 401, isIn ? { totalCount: 0, items: [] } : { errorMessage: 'no' });
    }, tls);
    const desk = openDesk();
    const environment = { SAFE_TOKEN: secret };
    const order = [...primus, server.url, ...given];
    const { code, document } = await desk.json(order, environment);
    expect([code, document]).toMatchObject([5, { error: { code: 'TLS_UNKNOWN' } }]);
    const { fingerprint } = (document as { error: { data: { fingerprint: string } } }).error.data;
    expect(server.requests).toEqual([]);
    expect(await desk.json([...order, '--accept-fingerprint', fingerprint], environment)).toMatchObject({
      code: 0,
      document: { kind: 'primus', context: null, credentials: 'environment', variable: 'SAFE_TOKEN' },
    });
    const test = ['connections', 'test', 'safe'];
    expect(await desk.json(test, environment)).toMatchObject({
      code: 0,
      document: { reachable: true, rights: null },
    });
    expect(await desk.json(test)).toMatchObject({
      code: 6,
      document: { problems: [{ code: 'SECRET_UNRESOLVED' }] },
    });
    expect(homeText(desk.home)).not.toContain(secret);
  });

  it.each([
    ['two kinds at once', [...primus, 'https://a', ...given, '--practice']],
    ['no token', [...primus, 'https://a']],
    ['a token as a word', [...primus, 'https://a', '--token', secret]],
    ['an option of another kind', [...primus, 'https://a', ...given, '--context', 'x']],
  ])('%s is refused', async (_what, line) => {
    const refused = await openDesk().run(line, { SAFE_TOKEN: secret });
    expect(refused.code).toBe(2);
    expect(refused.stderr).not.toContain(secret);
  });
});

describe('a kubeconfig that needs something', () => {
  const mark = 'plugin-was-here';
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-e', `require('fs').writeFileSync('${mark}', '')`],
  };

  it('is refused with what it would do, and does nothing of it', async () => {
    const cluster = await startCluster();
    const desk = openDesk();
    writeKubeconfig(desk, cluster.url, { user: { exec }, cluster: { 'insecure-skip-tls-verify': true } });
    const refused = await desk.run(add);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain(process.execPath);
    expect(refused.stderr).toContain('--allow exec --allow insecure');
    const half = await desk.run([...add, '--allow', 'insecure']);
    expect(half.stderr).toContain('add --allow exec.');
    expect([existsSync(join(desk.directory, mark)), cluster.requests]).toEqual([false, []]);
    expect(await desk.json(['connections', 'list'])).toMatchObject({ document: { connections: [] } });
  });

  it('is allowed as it was seen: another argument is another thing', async () => {
    const cluster = await startCluster();
    const desk = openDesk();
    const says = { apiVersion: exec.apiVersion, kind: 'ExecCredential', status: { token: 'made-token' } };
    const prints = (more: string): object => ({
      ...exec,
      args: ['-e', `console.log('${JSON.stringify(says)}')`, more],
    });
    writeKubeconfig(desk, cluster.url, { user: { exec: prints('a') } });
    expect((await desk.run([...add, '--allow', 'exec'])).code).toBe(0);
    expect((await desk.json(['connections', 'test', 'site'])).code).toBe(0);
    expect(cluster.requests[0]?.headers['authorization']).toBe('Bearer made-token');
    expect(homeText(desk.home)).not.toContain('made-token');
    writeKubeconfig(desk, cluster.url, { user: { exec: prints('b') } });
    expect(await desk.json(['connections', 'test', 'site'])).toMatchObject({
      code: 6,
      document: { reachable: false, problems: [{ code: 'KUBECONFIG_NOT_ALLOWED' }] },
    });
  });

  it.each([
    ['a word that allows nothing', [...add, '--allow', 'everything'], '--allow must be one of'],
    ['no kubeconfig', ['connections', 'add', 'site'], '--kubeconfig'],
    ['a name that no address can have', ['connections', 'add', 'a/b', '--kubeconfig', 'config'], 'name'],
    ['a kubeconfig that is not there', ['connections', 'add', 'site', '--kubeconfig', 'gone'], 'gone'],
  ])('%s is refused', async (_what, words, said) => {
    const desk = openDesk();
    writeKubeconfig(desk, 'https://127.0.0.1:1');
    const refused = await desk.run(words);
    expect([2, 3]).toContain(refused.code);
    expect(refused.stderr).toContain(said);
  });

  it('of the same name is not replaced', async () => {
    const desk = openDesk();
    writeKubeconfig(desk, 'https://127.0.0.1:1');
    await desk.run(add);
    const again = await desk.run(['connections', 'add', 'SITE', '--kubeconfig', 'config']);
    expect([again.code, again.stderr]).toEqual([
      4,
      expect.stringContaining('There is a connection SITE already'),
    ]);
  });
});
