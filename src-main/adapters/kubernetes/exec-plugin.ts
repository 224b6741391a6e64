/** Runs a credential plugin of a kubeconfig as kubernetes.io/docs/reference/config-api/client-authentication.v1 says, once it is allowed. */
import { execFile } from 'node:child_process';
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { parseJson } from '../http/http-client.ts';
import { systemReason } from '../http/system-error.ts';
import type { ExecPlugin } from './kubeconfig-shape.ts';

export interface PluginOrder {
  /** Where the program lies, as it was allowed. */
  readonly path: string;
  readonly plugin: ExecPlugin;
  /** Told to the plugin where it wants to know. */
  readonly cluster: {
    readonly server: string;
    readonly tlsServerName: string | null;
    readonly certificateAuthority: Buffer | null;
    readonly isInsecure: boolean;
  };
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** 30 s unless given: some ask their own server. */
  readonly deadlineMs?: number;
}

export interface PluginCredential {
  readonly token: string | null;
  readonly client: { readonly certificate: Buffer; readonly key: Buffer } | null;
  /** Milliseconds since the epoch; null for one that does not say. */
  readonly expiresAt: number | null;
}

const defaultDeadlineMs = 30_000;
const largestOutputBytes = 1024 * 1024;
const versions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

const credentialSchema = z.object({
  apiVersion: z.string(),
  kind: z.literal('ExecCredential'),
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().nullish(),
  }),
});

/** Throws KUBECONFIG_PROGRAM with the program's own words on its error output, CANCELED when aborted. */
export async function runExecPlugin(order: PluginOrder): Promise<PluginCredential> {
  const { plugin, path } = order;
  if (!versions.includes(plugin.apiVersion)) {
    throw failed(path, {
      zh: `接口版本 ${plugin.apiVersion} 不受支持（支持 ${versions.join('、')}）`,
      en: `its version ${plugin.apiVersion} is not supported (${versions.join(', ')} are)`,
    });
  }
  const said = await run(order);
  const parsed = credentialSchema.safeParse(parseJson(said));
  if (!parsed.success || parsed.data.apiVersion !== plugin.apiVersion) {
    throw failed(path, {
      zh: '输出不是它声明版本的 ExecCredential',
      en: 'its output is not an ExecCredential of its version',
    });
  }
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = parsed.data.status;
  if (token === undefined && (clientCertificateData === undefined || clientKeyData === undefined)) {
    throw failed(path, { zh: '没有给出凭据', en: 'it returned no credentials' });
  }
  return {
    token: token ?? null,
    client:
      clientCertificateData === undefined || clientKeyData === undefined
        ? null
        : { certificate: Buffer.from(clientCertificateData), key: Buffer.from(clientKeyData) },
    expiresAt: timeOf(expirationTimestamp ?? null),
  };
}

function run({ path, plugin, cluster, env, signal, deadlineMs }: PluginOrder): Promise<string> {
  const info = {
    apiVersion: plugin.apiVersion,
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      cluster: plugin.provideClusterInfo === true ? clusterInfo(cluster) : undefined,
    },
  };
  const own = Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value]));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = execFile(
    path,
    [...(plugin.args ?? [])],
    {
      env: { ...env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      timeout: deadlineMs ?? defaultDeadlineMs,
      killSignal: 'SIGKILL',
      maxBuffer: largestOutputBytes,
      windowsHide: true,
      signal,
    },
    (error, stdout, stderr) => {
      if (error === null) {
        resolve(stdout);
      } else if (signal.aborted) {
        reject(
          new AppError('CANCELED', { zh: '凭据插件已取消。', en: 'The credential plugin was canceled.' }),
        );
      } else {
        reject(failed(path, reasonOf(error, stderr), error));
      }
    },
  );
  // A plugin that wants to ask a person is told that there is nobody.
  child.stdin?.end();
  return promise;
}

interface ExecError extends Error {
  readonly killed?: boolean;
  readonly code?: string | number | null;
}

function reasonOf(error: ExecError, stderr: string): Text {
  const [words = ''] = stderr.trim().split('\n').slice(-1);
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return { zh: '输出过大', en: 'its output is too large' };
  }
  if (error.killed === true) {
    return { zh: '没有在限定时间内结束', en: 'it did not end in time' };
  }
  if (typeof error.code !== 'number') {
    return systemReason(error);
  }
  const told = words === '' ? '' : `: ${words}`;
  return { zh: `退出码 ${error.code}${told}`, en: `it ended with exit code ${error.code}${told}` };
}

function clusterInfo(cluster: PluginOrder['cluster']): object {
  const { server, tlsServerName, certificateAuthority, isInsecure } = cluster;
  return {
    server,
    'tls-server-name': tlsServerName ?? undefined,
    'insecure-skip-tls-verify': isInsecure ? true : undefined,
    'certificate-authority-data': certificateAuthority?.toString('base64'),
    config: null,
  };
}

function timeOf(timestamp: string | null): number | null {
  const at = timestamp === null ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(at) ? null : at;
}

function failed(path: string, why: Text, cause?: unknown): AppError {
  const text = {
    zh: `凭据插件 ${path} 未给出凭据：${why.zh}。请在终端里运行它并按其提示处理，然后重试。`,
    en: `Credential plugin ${path} gave no credentials: ${why.en}. Run it in a terminal and follow what it says, then retry.`,
  };
  return new AppError('KUBECONFIG_PROGRAM', text, { data: { program: path }, cause });
}
