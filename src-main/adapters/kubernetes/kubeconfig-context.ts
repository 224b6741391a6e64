import { AppError } from '../../contract/errors.ts';
import type { KubeconfigNeed } from '../../contract/kubeconfig.ts';
import { invalidKubeconfig as invalid, pathIn, type KubeconfigPlace } from './kubeconfig-paths.ts';
import type { ExecPlugin, KubeconfigCluster, KubeconfigUser } from './kubeconfig-shape.ts';

/** Bytes that the file itself holds, or the file that holds them. */
export type Material = { readonly data: Buffer } | { readonly path: string };

/** How one context of a kubeconfig reaches its cluster, and as whom. */
export interface KubeconfigContext {
  readonly name: string;
  readonly clusterName: string;
  /** `https://host[:port][/path]`, without a slash at its end. */
  readonly server: string;
  readonly tlsServerName: string | null;
  readonly certificateAuthority: Material | null;
  readonly isInsecure: boolean;
  readonly proxyUrl: string | null;
  readonly namespace: string;
  readonly credentials: Credentials;
  /** In the order of their kinds; empty where the text says everything. */
  readonly needs: readonly KubeconfigNeed[];
}

export interface Credentials {
  readonly token: string | null;
  readonly tokenPath: string | null;
  readonly basic: { readonly username: string; readonly password: string } | null;
  readonly clientCertificate: Material | null;
  readonly clientKey: Material | null;
  readonly exec: (ExecPlugin & { readonly command: string }) | null;
  readonly authProvider: { readonly name: string; readonly config: Readonly<Record<string, string>> } | null;
}

type Settings = Omit<KubeconfigContext, 'name' | 'clusterName' | 'namespace'>;
type NamedFile = Extract<KubeconfigNeed, { readonly kind: 'files' }>['files'][number];

/** Fields that are missing, null and empty mean the same in a kubeconfig. */
export const orNull = <T>(field: T | null | undefined): T | null =>
  field === undefined || field === null || field === '' ? null : field;

/** What a cluster and a user of the file come to together. Throws KUBECONFIG_INVALID and HTTP_NOT_ALLOWED. */
export function contextSettings(
  cluster: KubeconfigCluster,
  user: KubeconfigUser,
  place: KubeconfigPlace,
): Settings {
  const material = materialIn(place);
  const isInsecure = cluster['insecure-skip-tls-verify'] === true;
  const settings = {
    server: serverOf(cluster.server, place),
    tlsServerName: orNull(cluster['tls-server-name']),
    certificateAuthority: isInsecure ? null : material.of(cluster, 'certificate-authority'),
    isInsecure,
    proxyUrl: orNull(cluster['proxy-url']),
    credentials: credentialsOf(user, place, material),
  };
  return { ...settings, needs: needsOf(settings, material.files) };
}

interface MaterialReader {
  /** Those that were named so far. */
  readonly files: readonly NamedFile[];
  /** The data of a field, else the file that it names; data wins, as with kubectl. */
  of<Field extends string>(
    holder: { readonly [Name in Field | `${Field}-data`]?: string | undefined },
    field: Field,
  ): Material | null;
  path(field: string, named: string): string;
}

function materialIn(place: KubeconfigPlace): MaterialReader {
  const files: NamedFile[] = [];
  const path = (field: string, named: string): string => {
    const found = pathIn(place, named);
    if (found === null) {
      throw noFolder(field, named, place);
    }
    files.push({ field, ...found });
    return found.path;
  };
  return {
    files,
    path,
    of(holder, field) {
      const data: string | null = orNull<string>(holder[`${field}-data`]);
      const named: string | null = orNull<string>(holder[field]);
      if (data !== null) {
        return { data: decoded(`${field}-data`, data, place) };
      }
      return named === null ? null : { path: path(field, named) };
    },
  };
}

function credentialsOf(user: KubeconfigUser, place: KubeconfigPlace, material: MaterialReader): Credentials {
  const tokenFile = orNull(user.tokenFile);
  const username = orNull(user.username);
  const exec = orNull(user.exec);
  const provider = orNull(user['auth-provider']);
  return {
    token: orNull(user.token),
    tokenPath: tokenFile === null ? null : material.path('tokenFile', tokenFile),
    basic: username === null ? null : { username, password: user.password ?? '' },
    clientCertificate: material.of(user, 'client-certificate'),
    clientKey: material.of(user, 'client-key'),
    exec: exec === null ? null : { ...exec, command: commandOf(exec, place) },
    authProvider: provider === null ? null : { name: provider.name, config: provider.config ?? {} },
  };
}

function needsOf(
  { isInsecure, proxyUrl, credentials: { exec, authProvider } }: Omit<Settings, 'needs'>,
  files: readonly NamedFile[],
): readonly KubeconfigNeed[] {
  const needs: KubeconfigNeed[] = [];
  if (exec !== null) {
    needs.push({
      kind: 'exec',
      command: exec.command,
      args: [...(exec.args ?? [])],
      environment: (exec.env ?? []).map(({ name }) => name),
      installHint: exec.installHint ?? null,
    });
  }
  if (authProvider !== null) {
    needs.push({ kind: 'auth-provider', name: authProvider.name });
  }
  if (isInsecure) {
    needs.push({ kind: 'insecure' });
  }
  if (proxyUrl !== null) {
    needs.push({ kind: 'proxy', url: withoutPassword(proxyUrl) });
  }
  if (files.length > 0) {
    needs.push({ kind: 'files', files: [...files] });
  }
  return needs;
}

function withoutPassword(proxyUrl: string): string {
  const url = URL.parse(proxyUrl);
  if (url === null) {
    return proxyUrl.replace(/\/\/.*@/, '//');
  }
  url.username = '';
  url.password = '';
  return url.href;
}

/** A bare name is looked for by the system; one with a separator is a path from the folder of the file. */
function commandOf({ command }: ExecPlugin, place: KubeconfigPlace): string {
  if (!/[\\/]/.test(command)) {
    return command;
  }
  const found = pathIn(place, command);
  if (found === null) {
    throw noFolder('exec.command', command, place);
  }
  return found.path;
}

const noFolder = (field: string, named: string, place: KubeconfigPlace): AppError =>
  invalid(place, {
    zh: `${field} 写的是不完整的路径 ${named}，无法确定所在的文件夹；请从文件导入，或写绝对路径`,
    en: `${field} names the path ${named}, which is not complete and has no folder. Import it from its file, or use an absolute path`,
  });

function serverOf(server: string, place: KubeconfigPlace): string {
  const url = URL.parse(server);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw invalid(place, { zh: 'server 不是 https 地址', en: 'server is not an https URL' });
  }
  if (url.protocol === 'http:') {
    throw new AppError('HTTP_NOT_ALLOWED', {
      zh: `${place.name} 中的 server ${url.origin} 使用明文 HTTP，凭据会在网络上明文传输。请改用 https 地址。`,
      en: `Server ${url.origin} in ${place.name} uses plain HTTP, which sends credentials unencrypted. Use its https address.`,
    });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw invalid(place, {
      zh: 'server 中带有用户名、密码或查询参数',
      en: 'server has a user name, a password or a query in it',
    });
  }
  return url.href.replace(/\/$/, '');
}

function decoded(field: string, data: string, place: KubeconfigPlace): Buffer {
  const compact = data.replaceAll(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) {
    throw invalid(place, { zh: `${field} 不是 Base64`, en: `${field} is not Base64` });
  }
  return Buffer.from(compact, 'base64');
}
