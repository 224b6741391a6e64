import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAccess, seeNeeds, type AccessParts } from '../../../src-main/adapters/kubernetes/api-access.ts';
import type { ApiAccess } from '../../../src-main/adapters/kubernetes/api-connection.ts';
import { contextOf, parseKubeconfig } from '../../../src-main/adapters/kubernetes/kubeconfig.ts';
import type { KubeconfigContext } from '../../../src-main/adapters/kubernetes/kubeconfig-context.ts';
import { findProgram } from '../../../src-main/adapters/kubernetes/program.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const signal = new AbortController().signal;
const version = 'client.authentication.k8s.io/v1';
const elsewhere = process.platform === 'win32' ? String.raw`C:\no\such` : '/no/such';
let folder: string;
let secrets: string[];

beforeEach(() => {
  folder = temporaryDirectory();
  secrets = [];
});

async function contextWith(user: object, cluster: object = {}): Promise<KubeconfigContext> {
  const text = stringify({
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'site', context: { cluster: 'c', user: 'u' } }],
  });
  const place = { name: join(folder, 'config'), folder, platform: process.platform };
  return contextOf(await parseKubeconfig(text, place), null, place);
}

const partsWith = (changes: Partial<AccessParts> = {}): AccessParts => ({
  platform: process.platform,
  env: process.env,
  now: () => Date.parse('2026-11-29T00:00:00Z'),
  redact: (secret) => void secrets.push(secret),
  isAllowed: () => true,
  ...changes,
});

/** A plugin that leaves a mark each time it is run; `code` prints what it has to say. */
function plugin(code: string, more: object = {}): object {
  const path = join(folder, 'plugin.mjs');
  const mark = JSON.stringify(join(folder, 'ran'));
  writeFileSync(path, `import { appendFileSync } from 'node:fs';\nappendFileSync(${mark}, '.');\n${code}`);
  return { exec: { apiVersion: version, command: process.execPath, args: [path], ...more } };
}

const runs = (): number =>
  existsSync(join(folder, 'ran')) ? readFileSync(join(folder, 'ran'), 'utf8').length : 0;

const says = (status: object): string =>
  `console.log(JSON.stringify(${JSON.stringify({ apiVersion: version, kind: 'ExecCredential', status })}));`;

const open = async (user: object, changes: Partial<AccessParts> = {}): Promise<ApiAccess> =>
  openAccess(await contextWith(user), partsWith(changes), signal);

describe('what a person has not allowed', () => {
  it.each<[string, object, object]>([
    ['a plugin', namedPlugin({}), {}],
    ['a provider', { 'auth-provider': { name: 'oidc', config: { 'id-token': 'x' } } }, {}],
    ['an unchecked certificate', {}, { 'insecure-skip-tls-verify': true }],
    ['a proxy', {}, { 'proxy-url': 'http://proxy:3128' }],
    ['a file elsewhere', {}, { 'certificate-authority': elsewhere }],
    ['a token in a file', { tokenFile: elsewhere }, {}],
  ])('is not done: %s', async (_what, user, cluster) => {
    const context = await contextWith(user, cluster);
    await expect(openAccess(context, partsWith({ isAllowed: () => false }), signal)).rejects.toMatchObject({
      code: 'KUBECONFIG_NOT_ALLOWED',
      data: { needs: context.needs.map(({ kind }) => kind) },
    });
    expect(runs()).toBe(0);
  });

  it('is another thing once its program, an argument or a value of its environment is another one', async () => {
    const program = join(folder, process.platform === 'win32' ? 'login.exe' : 'login');
    writeFileSync(program, 'first');
    chmodSync(program, 0o755);
    const digestOf = async (more: object = {}): Promise<string | undefined> => {
      const context = await contextWith({ exec: { apiVersion: version, command: program, ...more } });
      return (await seeNeeds(context, partsWith()))[0]?.digest;
    };
    const first = await digestOf();
    expect(await digestOf()).toBe(first);
    const others = [
      await digestOf({ args: ['--all'] }),
      await digestOf({ env: [{ name: 'A', value: '1' }] }),
      await digestOf({ env: [{ name: 'A', value: '2' }] }),
    ];
    writeFileSync(program, 'second');
    expect(new Set([first, ...others, await digestOf()]).size).toBe(5);
  });
});

/** A plugin as a kubeconfig names it, wherever the test stands. */
function namedPlugin(more: object): object {
  return { exec: { apiVersion: version, command: process.execPath, args: ['-e', ''], ...more } };
}

describe('a plugin that is allowed', () => {
  it('is run once for however many requests, and its token is known to who masks', async () => {
    const access = await open(plugin(says({ token: 'Hush-4711' })));
    const headers = await Promise.all(Array.from({ length: 10 }, () => access.authorization(false, signal)));
    expect(new Set(headers)).toEqual(new Set(['Bearer Hush-4711']));
    expect(runs()).toBe(1);
    expect(secrets).toContain('Hush-4711');
  });

  it('is run again when its token ends or was refused, once for all that ask', async () => {
    const ended = await open(plugin(says({ token: 'a', expirationTimestamp: '2026-11-29T00:00:30Z' })));
    await ended.authorization(false, signal);
    expect(runs()).toBe(2);
    const good = await open(plugin(says({ token: 'a', expirationTimestamp: '2026-11-29T01:00:00Z' })));
    expect(runs()).toBe(3);
    await good.authorization(false, signal);
    expect(runs()).toBe(3);
    await Promise.all([good.authorization(true, signal), good.authorization(true, signal)]);
    expect(runs()).toBe(4);
  });

  it('is told the cluster where it wants to know, and has the environment of the file', async () => {
    const code = `const { spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
      const token = [spec.cluster.server, spec.interactive, process.env.SITE].join(' ');
      console.log(JSON.stringify({ apiVersion: '${version}', kind: 'ExecCredential', status: { token } }));`;
    const access = await open(
      plugin(code, { provideClusterInfo: true, env: [{ name: 'SITE', value: 'north' }] }),
    );
    expect(await access.authorization(false, signal)).toBe('Bearer https://10.0.0.1:6443 false north');
  });

  it('may return a certificate instead', async () => {
    const status = { clientCertificateData: 'CERT', clientKeyData: 'KEY' };
    const access = await open(plugin(says(status)));
    expect(access.client).toEqual({ certificate: Buffer.from('CERT'), key: Buffer.from('KEY') });
    expect(await access.authorization(false, signal)).toBeNull();
    expect(secrets).toContain('KEY');
  });

  it.each<[string, string, string]>([
    [
      'ends with its own words',
      `console.error('Please log in first'); process.exit(3);`,
      'exit code 3: Please log in first',
    ],
    ['says nothing', '', 'not an ExecCredential'],
    [
      'speaks another version',
      says({ token: 'x' }).replace('/v1', '/v1beta1'),
      'not an ExecCredential of its version',
    ],
    ['returns nothing', says({}), 'no credentials'],
    ['talks without end', `process.stdout.write('x'.repeat(3 * 1024 * 1024));`, 'too large'],
  ])('that %s is an error that says so', async (_what, code, said) => {
    await expect(open(plugin(code))).rejects.toMatchObject({
      code: 'KUBECONFIG_PROGRAM',
      message: expect.stringContaining(said) as string,
    });
  });

  it('of a version nobody knows is not run', async () => {
    await expect(open(plugin('', { apiVersion: 'client.authentication.k8s.io/v1alpha1' }))).rejects.toThrow(
      'is not supported',
    );
    expect(runs()).toBe(0);
  });
});

describe('the program of a plugin', () => {
  const name = 'sitewright-login';

  it('is looked for in PATH, and never where this process stands', async () => {
    const file = process.platform === 'win32' ? `${name}.exe` : name;
    writeFileSync(join(folder, file), 'x');
    chmodSync(join(folder, file), 0o755);
    const found = await findProgram(name, { platform: process.platform, env: { PATH: folder } });
    expect(found.path).toBe(join(folder, file));
    for (const path of ['', '.', 'relative']) {
      await expect(
        findProgram(name, { platform: process.platform, env: { PATH: path } }),
      ).rejects.toMatchObject({
        code: 'KUBECONFIG_PROGRAM',
      });
    }
  });
});

describe('credentials that are no plugin', () => {
  it('are a token, a name with a password, or nothing', async () => {
    const headerOf = async (user: object): Promise<string | null> =>
      (await open(user)).authorization(false, signal);
    expect(await headerOf({ token: 'Hush-1' })).toBe('Bearer Hush-1');
    expect(await headerOf({ username: 'a', password: 'Hush-2' })).toBe(
      `Basic ${Buffer.from('a:Hush-2').toString('base64')}`,
    );
    expect(await headerOf({ 'auth-provider': { name: 'oidc', config: { 'id-token': 'Hush-3' } } })).toBe(
      'Bearer Hush-3',
    );
    expect(await headerOf({})).toBeNull();
    expect(secrets).toEqual(['Hush-1', 'Hush-2', 'Hush-3']);
  });

  it('in a file are read anew for each request: whoever wrote them renews them', async () => {
    const path = join(folder, 'token');
    writeFileSync(path, 'first\n');
    const access = await open({ tokenFile: path });
    expect(await access.authorization(false, signal)).toBe('Bearer first');
    writeFileSync(path, 'second\n');
    expect(await access.authorization(false, signal)).toBe('Bearer second');
  });

  it('in a file that is not there say which', async () => {
    const context = await contextWith({}, { 'certificate-authority': join(folder, 'ca.pem') });
    await expect(openAccess(context, partsWith(), signal)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      data: { path: join(folder, 'ca.pem') },
    });
  });
});
