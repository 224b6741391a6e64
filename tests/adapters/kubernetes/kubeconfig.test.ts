import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { contextOf, isUsable, parseKubeconfig } from '../../../src-main/adapters/kubernetes/kubeconfig.ts';
import type { KubeconfigContext } from '../../../src-main/adapters/kubernetes/kubeconfig-context.ts';
import type { KubeconfigPlace } from '../../../src-main/adapters/kubernetes/kubeconfig-paths.ts';

const place: KubeconfigPlace = {
  name: '/home/eng/.kube/config',
  folder: '/home/eng/.kube',
  platform: 'linux',
};
const onWindows: KubeconfigPlace = {
  name: String.raw`C:\Users\eng\.kube\config`,
  folder: String.raw`C:\Users\eng\.kube`,
  platform: 'win32',
};
const pasted: KubeconfigPlace = { name: 'pasted text', folder: null, platform: 'linux' };

const base64 = (text: string): string => Buffer.from(text).toString('base64');

interface Parts {
  readonly cluster?: object;
  readonly user?: object;
  readonly more?: object;
}

const textOf = ({ cluster = {}, user = {}, more = {} }: Parts = {}): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'site',
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'site', context: { cluster: 'c', user: 'u' } }],
    ...more,
  });

async function contextIn(parts: Parts, at = place): Promise<KubeconfigContext> {
  return contextOf(await parseKubeconfig(textOf(parts), at), null, at);
}

describe('a kubeconfig', () => {
  it('says how its context reaches the cluster, and as whom', async () => {
    const context = await contextIn({
      cluster: { 'certificate-authority-data': base64('CA'), 'tls-server-name': 'api.site' },
      user: { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
    });
    expect(context).toMatchObject({
      name: 'site',
      server: 'https://10.0.0.1:6443',
      tlsServerName: 'api.site',
      namespace: 'default',
      isInsecure: false,
      needs: [],
    });
    expect(context.certificateAuthority).toEqual({ data: Buffer.from('CA') });
    expect(context.credentials.clientKey).toEqual({ data: Buffer.from('KEY') });
  });

  it('may hold contexts that cannot be used beside those that can', async () => {
    const more = {
      contexts: [
        { name: 'good', context: { cluster: 'c', user: 'u', namespace: 'prod' } },
        { name: 'lost', context: { cluster: 'gone', user: 'u' } },
        { name: 'nobody', context: { cluster: 'c', user: 'gone' } },
      ],
    };
    const { contexts } = await parseKubeconfig(textOf({ more }), place);
    expect(contexts.map((each) => (isUsable(each) ? each.namespace : each.unusable.message))).toEqual([
      'prod',
      expect.stringContaining('context lost names cluster gone'),
      expect.stringContaining('context nobody names user gone'),
    ]);
  });

  it('that names no current context has its only one, else the names to choose from are told', async () => {
    const one = await parseKubeconfig(textOf({ more: { 'current-context': '' } }), place);
    expect(contextOf(one, null, place).name).toBe('site');
    const context = { cluster: 'c', user: 'u' };
    const more = {
      'current-context': '',
      contexts: [
        { name: 'a', context },
        { name: 'b', context },
      ],
    };
    const two = await parseKubeconfig(textOf({ more }), place);
    expect(() => contextOf(two, null, place)).toThrow('Choose one of: a, b.');
    expect(() => contextOf(two, 'c', place)).toThrow('has no context c');
  });
});

describe('what a kubeconfig would have this computer do', () => {
  it('is told, and nothing of it is done: a plugin with its path, arguments and names of its environment', async () => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './bin/login',
      args: ['--now'],
      env: [{ name: 'SECRET', value: 'Hush-4711' }],
      installHint: 'brew install login',
    };
    const { needs } = await contextIn({ user: { exec } });
    expect(needs).toEqual([
      {
        kind: 'exec',
        command: '/home/eng/.kube/bin/login',
        args: ['--now'],
        environment: ['SECRET'],
        installHint: 'brew install login',
      },
    ]);
    expect(JSON.stringify(needs)).not.toContain('Hush');
    const byName = await contextIn({ user: { exec: { ...exec, command: 'aws' } } });
    expect(byName.needs).toMatchObject([{ kind: 'exec', command: 'aws' }]);
  });

  it('includes a provider, a certificate that is not checked, and a proxy without its password', async () => {
    const { needs } = await contextIn({
      cluster: { 'insecure-skip-tls-verify': true, 'proxy-url': 'http://eng:Hush-4711@proxy:3128' },
      user: { 'auth-provider': { name: 'oidc', config: { 'id-token': 'Hush-4712' } } },
    });
    expect(needs).toEqual([
      { kind: 'auth-provider', name: 'oidc' },
      { kind: 'insecure' },
      { kind: 'proxy', url: 'http://proxy:3128/' },
    ]);
  });

  it.each([
    ['beside it', 'ca.pem', '/home/eng/.kube/ca.pem', true],
    ['below it', 'keys/ca.pem', '/home/eng/.kube/keys/ca.pem', true],
    ['above it', '../ca.pem', '/home/eng/ca.pem', false],
    ['elsewhere', '/etc/ca.pem', '/etc/ca.pem', false],
    ['in a folder whose name begins the same', '../.kube2/ca.pem', '/home/eng/.kube2/ca.pem', false],
  ])('includes a file %s', async (...[, named, path, isBeside]) => {
    const { needs } = await contextIn({ cluster: { 'certificate-authority': named } });
    expect(needs).toEqual([{ kind: 'files', files: [{ field: 'certificate-authority', path, isBeside }] }]);
  });

  it.each([
    ['another computer', String.raw`\\evil\share\ca.pem`, String.raw`\\evil\share\ca.pem`, false],
    ['another computer, with slashes', '//evil/share/ca.pem', String.raw`\\evil\share\ca.pem`, false],
    ['another drive', String.raw`D:\ca.pem`, String.raw`D:\ca.pem`, false],
    ['its own folder', 'ca.pem', String.raw`C:\Users\eng\.kube\ca.pem`, true],
    ['its own folder, in full', 'c:/users/ENG/.kube/ca.pem', String.raw`c:\users\ENG\.kube\ca.pem`, true],
  ])('includes a file of Windows on %s', async (...[, named, path, isBeside]) => {
    const { needs } = await contextIn({ cluster: { 'certificate-authority': named } }, onWindows);
    expect(needs).toMatchObject([{ files: [{ path, isBeside }] }]);
  });

  it('is less where the text holds the data too: that is what counts', async () => {
    const { needs } = await contextIn({
      cluster: { 'certificate-authority': '/etc/ca.pem', 'certificate-authority-data': base64('CA') },
    });
    expect(needs).toEqual([]);
  });
});

describe('a kubeconfig that somebody wrote to do harm, or by mistake', () => {
  const manyAliases = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
  it.each<[string, string, string]>([
    ['is too large', `# ${'x'.repeat(2 * 1024 * 1024)}`, 'more than 2097152 bytes'],
    ['is one circle', 'clusters: &a [*a]', 'not YAML that can be used'],
    ['has a circle in a field that nobody reads', 'extra: &a {more: *a}', 'not YAML that can be used'],
    ['grows without end', manyAliases, 'not YAML that can be used'],
    ['is no YAML', 'clusters: [\n', 'is not valid YAML'],
    ['is two documents', `${textOf()}---\n${textOf()}`, 'is not valid YAML'],
    ['is a list', '- a\n- b', 'does not hold a kubeconfig'],
    ['is empty', '', 'does not hold a kubeconfig'],
    ['is of another kind', textOf({ more: { kind: 'Secret' } }), 'field kind has no valid value'],
    ['has a number for a token', textOf({ user: { token: 4711 } }), 'field users.0.user.token'],
    [
      'has a plugin without a command',
      textOf({ user: { exec: { apiVersion: 'v1', command: '' } } }),
      'exec.command',
    ],
    [
      'has one name twice',
      textOf({
        more: {
          users: [
            { name: 'u', user: {} },
            { name: 'u', user: {} },
          ],
        },
      }),
      'users has u twice',
    ],
  ])('that %s is refused', async (_what, text, said) => {
    await expect(parseKubeconfig(text, place)).rejects.toMatchObject({
      code: 'KUBECONFIG_INVALID',
      message: expect.stringContaining(said) as string,
    });
  });

  it.each<[string, Parts, string]>([
    ['plain http', { cluster: { server: 'http://10.0.0.1:8080' } }, 'uses plain HTTP'],
    ['another protocol', { cluster: { server: 'file:///etc/passwd' } }, 'server is not an https URL'],
    ['no URL', { cluster: { server: '10.0.0.1' } }, 'server is not an https URL'],
    ['a password in the address', { cluster: { server: 'https://a:b@10.0.0.1' } }, 'a user name, a password'],
    [
      'a certificate that is no Base64',
      { cluster: { 'certificate-authority-data': '%%%' } },
      'is not Base64',
    ],
  ])('with %s has a context that says why it cannot be used', async (_what, parts, said) => {
    await expect(contextIn(parts)).rejects.toThrow(said);
  });

  it.each([
    ['a relative file', { cluster: { 'certificate-authority': 'ca.pem' } }],
    ['a relative plugin', { user: { exec: { apiVersion: 'v1', command: './login' } } }],
    ['a token in a relative file', { user: { tokenFile: 'token' } }],
  ])('with %s is refused where it is text without a folder', async (_what, parts) => {
    await expect(contextIn(parts, pasted)).rejects.toMatchObject({ code: 'KUBECONFIG_INVALID' });
  });

  it.each([String.raw`\temp\ca.pem`, 'C:ca.pem'])(
    'with the file %s, which means another one in each folder of Windows, is refused',
    async (named) => {
      const parts = { cluster: { 'certificate-authority': named } };
      await expect(contextIn(parts, onWindows)).rejects.toMatchObject({ code: 'KUBECONFIG_INVALID' });
    },
  );

  it('is never quoted: what stands in it may be a credential', async () => {
    const text = 'users: [{name: u, user: {token: Hush-4711\n';
    await expect(parseKubeconfig(text, place)).rejects.toMatchObject({
      message: expect.not.stringContaining('Hush') as string,
    });
  });
});
