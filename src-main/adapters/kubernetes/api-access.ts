import { createHash } from 'node:crypto';
import { AppError } from '../../contract/errors.ts';
import type { KubeconfigNeed } from '../../contract/kubeconfig.ts';
import { readPiece } from '../../files/open-file.ts';
import { errnoOf } from '../http/system-error.ts';
import type { ApiAccess } from './api-connection.ts';
import { proxyPasswords } from './context-secrets.ts';
import { runExecPlugin, type PluginCredential } from './exec-plugin.ts';
import type { Credentials, KubeconfigContext, Material } from './kubeconfig-context.ts';
import { findProgram, type Program } from './program.ts';

/** What a context needs, with the program that a plugin is now, and what tells it from any other. */
export interface SeenNeed {
  readonly need: KubeconfigNeed;
  readonly program: Program | null;
  /** Changes with anything of it: a path, an argument, a value of the environment, the file of the program. */
  readonly digest: string;
}

export interface AccessParts {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Knows each credential before it is used. */
  readonly redact: (secret: string) => void;
  readonly isAllowed: (seen: SeenNeed) => boolean;
}

/** A credential is made anew this long before it ends: clocks differ, and a request takes a while. */
const renewedBeforeMs = 60_000;
const largestFileBytes = 1024 * 1024;

/** Looks at what a context needs. The program of a plugin is looked for and read, never run. */
export async function seeNeeds(
  { needs, credentials }: KubeconfigContext,
  parts: Pick<AccessParts, 'platform' | 'env'>,
): Promise<readonly SeenNeed[]> {
  return Promise.all(
    needs.map(async (need): Promise<SeenNeed> => {
      const program = need.kind === 'exec' ? await findProgram(need.command, parts) : null;
      const environment = need.kind === 'exec' ? (credentials.exec?.env ?? []) : [];
      const digest = createHash('sha256')
        .update(JSON.stringify({ need, program, environment }))
        .digest('hex');
      return { need, program, digest };
    }),
  );
}

/** Everything that a connection needs, once all of it is allowed. Throws KUBECONFIG_NOT_ALLOWED naming what is not. */
export async function openAccess(
  context: KubeconfigContext,
  parts: AccessParts,
  signal: AbortSignal,
): Promise<ApiAccess> {
  const { server, tlsServerName, isInsecure, credentials } = context;
  const seen = await requireAllowed(context, parts);
  if (context.proxyUrl !== null && !/^https?:\/\//.test(context.proxyUrl)) {
    throw notSupported(context.name, {
      zh: '不是 http 或 https 的代理（proxy-url）',
      en: 'a proxy that is neither http nor https (proxy-url)',
    });
  }
  for (const secret of proxyPasswords(context.proxyUrl)) {
    parts.redact(secret);
  }
  const certificateAuthority = await bytesOf(context.certificateAuthority);
  const program = seen.find(({ need }) => need.kind === 'exec')?.program ?? null;
  const made = pluginCredentials(context, { program, certificateAuthority, parts });
  const first = made === null ? null : await made(false, signal);
  return {
    server,
    tlsServerName,
    isInsecure,
    certificateAuthority,
    proxyUrl: context.proxyUrl,
    client: first?.client ?? (await clientOf(credentials, parts)),
    authorization: await authorizationOf(context, { parts, made }),
  };
}

async function requireAllowed(context: KubeconfigContext, parts: AccessParts): Promise<readonly SeenNeed[]> {
  const seen = await seeNeeds(context, parts);
  const refused = seen.filter((each) => !parts.isAllowed(each)).map(({ need }) => need.kind);
  if (refused.length === 0) {
    return seen;
  }
  const text = {
    zh: `kubeconfig 的上下文 ${context.name} 需要先得到允许：${refused.join('、')}。请查看它会运行、信任或读取什么，再允许。`,
    en: `Context ${context.name} of the kubeconfig needs to be allowed first: ${refused.join(', ')}. See what it would run, trust or read, then allow it.`,
  };
  throw new AppError('KUBECONFIG_NOT_ALLOWED', text, { data: { needs: refused } });
}

type Made = (isRefused: boolean, signal: AbortSignal) => Promise<PluginCredential>;

interface PluginParts {
  readonly program: Program | null;
  readonly certificateAuthority: Buffer | null;
  readonly parts: AccessParts;
}

/** One plugin at a time for however many requests, again when what it made ends or was refused. */
function pluginCredentials(
  { server, tlsServerName, isInsecure, credentials: { exec } }: KubeconfigContext,
  { program, certificateAuthority, parts }: PluginParts,
): Made | null {
  if (exec === null || program === null) {
    return null;
  }
  let made: PluginCredential | null = null;
  let underWay: Promise<PluginCredential> | null = null;
  const make = async (signal: AbortSignal): Promise<PluginCredential> => {
    const cluster = { server, tlsServerName, certificateAuthority, isInsecure };
    const credential = await runExecPlugin({
      path: program.path,
      plugin: exec,
      cluster,
      env: parts.env,
      signal,
    });
    for (const secret of [credential.token, credential.client?.key.toString('utf8') ?? null]) {
      if (secret !== null) {
        parts.redact(secret);
      }
    }
    made = credential;
    return credential;
  };
  return async (isRefused, signal) => {
    if (made !== null && !isRefused && !isEnding(made, parts.now())) {
      return made;
    }
    underWay ??= make(signal).finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

/** What a plugin says is a time of day, and is compared with one. */
const isEnding = ({ expiresAt }: PluginCredential, atMs: number): boolean =>
  expiresAt !== null && expiresAt <= atMs + renewedBeforeMs;

async function authorizationOf(
  { name, credentials }: KubeconfigContext,
  { parts, made }: { readonly parts: AccessParts; readonly made: Made | null },
): Promise<ApiAccess['authorization']> {
  const { token, tokenPath, basic, authProvider } = credentials;
  const bearer = (secret: string): string => {
    parts.redact(secret);
    return `Bearer ${secret}`;
  };
  if (made !== null) {
    return async (isRefused, signal) => {
      const credential = await made(isRefused, signal);
      return credential.token === null ? null : bearer(credential.token);
    };
  }
  // A file wins over a token beside it, as with kubectl; it is read again, because whoever wrote it renews it.
  if (tokenPath !== null) {
    return async () => bearer((await readBytes(tokenPath)).toString('utf8').trim());
  }
  if (token !== null) {
    const header = bearer(token);
    return async () => header;
  }
  if (basic !== null) {
    parts.redact(basic.password);
    const header = `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`;
    return async () => header;
  }
  if (authProvider !== null) {
    const kept = authProvider.config['id-token'] ?? authProvider.config['access-token'];
    if (kept === undefined) {
      throw notSupported(name, {
        zh: `auth-provider ${authProvider.name}（文件中没有令牌）`,
        en: `auth-provider ${authProvider.name} without a token in the file`,
      });
    }
    const header = bearer(kept);
    return async () => header;
  }
  return async () => null;
}

async function clientOf(
  { clientCertificate, clientKey }: Credentials,
  { redact }: AccessParts,
): Promise<ApiAccess['client']> {
  const [certificate, key] = await Promise.all([bytesOf(clientCertificate), bytesOf(clientKey)]);
  if (certificate === null || key === null) {
    return null;
  }
  redact(key.toString('utf8'));
  return { certificate, key };
}

async function bytesOf(material: Material | null): Promise<Buffer | null> {
  if (material === null) {
    return null;
  }
  return 'data' in material ? material.data : readBytes(material.path);
}

async function readBytes(path: string): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readPiece(path, { atByte: 0, bytes: largestFileBytes + 1 });
  } catch (thrown) {
    if (thrown instanceof AppError) {
      throw thrown;
    }
    throw unreadable(path, errnoOf(thrown) ?? String(thrown), thrown);
  }
  if (bytes.length > largestFileBytes) {
    throw unreadable(path, `more than ${largestFileBytes} bytes`);
  }
  return bytes;
}

function unreadable(path: string, why: string, cause?: unknown): AppError {
  const text = {
    zh: `kubeconfig 所指的文件 ${path} 无法读取（${why}）。请核对路径和权限。`,
    en: `File ${path}, which the kubeconfig names, cannot be read (${why}). Check the path and the permissions.`,
  };
  return new AppError('FILE_UNREADABLE', text, { data: { path }, cause });
}

const notSupported = (name: string, what: { readonly zh: string; readonly en: string }): AppError =>
  new AppError('KUBECONFIG_INVALID', {
    zh: `kubeconfig 的上下文 ${name} 使用了${what.zh}，本工具不支持。请换用其他凭据。`,
    en: `Context ${name} of the kubeconfig uses ${what.en}, which is not supported. Use other credentials.`,
  });
