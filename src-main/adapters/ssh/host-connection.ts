/** Opens one SSH connection: key compared, one login, in time. */
import type { Client, ClientErrorExtensions, ConnectConfig } from 'ssh2';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { HostLogin } from '../../engines/configure/ports.ts';
import { errnoOf, ownShortage, systemReason } from '../http/system-error.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { fingerprintOf, hostKeyObjection } from './host-key.ts';
import { createSingleLogin } from './single-login.ts';

export interface HostAccessOptions {
  /** Where the sheet's address is reached. Throws ADDRESS_NOT_ALLOWED when nothing may be sent there. */
  readonly resolve: (address: string) => { readonly host: string; readonly port: number };
  /** Fingerprints (`SHA256:…`) accepted for the address; empty for a host nobody has looked at yet. */
  readonly acceptedKeys: (address: string) => readonly string[];
  /** Fingerprints accepted before anybody looked, for whichever host shows them; what else is shown is unknown, not changed. */
  readonly acceptedAhead?: readonly string[];
  /** From the first packet to the end of the login; 15 s unless given. */
  readonly connectTimeoutMs?: number;
  /** For one command; 30 s unless given. */
  readonly commandTimeoutMs?: number;
  /** Masks what a host says; without one, only what went in. */
  readonly redactor?: Pick<Redactor, 'quote'> | undefined;
}

const defaultConnectTimeoutMs = 15_000;

type ConnectError = Error & Partial<ClientErrorExtensions>;

function connectError(address: string, cause: ConnectError): AppError {
  const data = { address, reason: errnoOf(cause) };
  const shortage = ownShortage(cause);
  if (shortage !== null) {
    return new AppError(shortage.code, shortage.text, { data, cause });
  }
  if (cause.level === 'client-timeout' || errnoOf(cause) === 'ETIMEDOUT') {
    return new AppError(
      'CONNECT_TIMEOUT',
      {
        zh: `与主机 ${address} 建立 SSH 连接超时。请确认主机已开机，且本机能访问到它。`,
        en: `The SSH connection to host ${address} timed out. Check that the host is powered on and reachable from this computer.`,
      },
      { data, cause },
    );
  }
  if (/no matching|no common/i.test(cause.message)) {
    return new AppError('HANDSHAKE_FAILED', noCommonAlgorithm(address, cause.message), { data, cause });
  }
  return new AppError('CONNECT_FAILED', notConnected(address, systemReason(cause), errnoOf(cause)), {
    data,
    cause,
  });
}

const noWay = ['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'];

/** The laptop's own network is named only where the error says that there is no way. */
function notConnected(address: string, reason: Text, errno: string | null): Text {
  const hint = noWay.includes(errno ?? '')
    ? {
        zh: '请确认主机已开机，并检查本机的地址和 VLAN。',
        en: "Check that the host is powered on, and this computer's address and VLAN.",
      }
    : { zh: '请确认主机的 SSH 服务已开启。', en: 'Check that the SSH service on the host is running.' };
  return {
    zh: `无法通过 SSH 连接主机 ${address}：${reason.zh}。${hint.zh}`,
    en: `Cannot connect to host ${address} over SSH: ${reason.en}. ${hint.en}`,
  };
}

/** `said` names what kind of algorithm the two sides have none of in common. */
const noCommonAlgorithm = (address: string, said: string): Text => ({
  zh: `无法通过 SSH 连接主机 ${address}：网络是通的，但双方没有共同支持的加密算法（${said}）。请在主机的 sshd_config 中启用较新的算法。`,
  en: `Cannot connect to host ${address} over SSH: the network works, but the two sides share no algorithm (${said}). Enable newer algorithms in sshd_config on the host.`,
});

function secondFactor(address: string, user: string): AppError {
  return new AppError(
    'LOGIN_REFUSED',
    {
      zh: `主机 ${address} 接受了 ${user} 的密码，但还要求第二因素验证，本程序无法提供。请为该账号关闭第二因素，或换用其他账号。`,
      en: `Host ${address} accepted the password of ${user} but requires a second factor, which Sitewright cannot provide. Turn it off for this account, or use another account.`,
    },
    { data: { address, user } },
  );
}

function closedByHost(address: string): AppError {
  const reason = { zh: '主机关闭了连接', en: 'the host closed the connection' };
  return new AppError('CONNECT_FAILED', notConnected(address, reason, null), {
    data: { address, reason: null },
  });
}

function passwordExpired(address: string, user: string): AppError {
  return new AppError(
    'LOGIN_REFUSED',
    {
      zh: `主机 ${address} 上 ${user} 的密码已过期，须先在主机控制台修改。`,
      en: `The password of ${user} on host ${address} has expired. Change it on the host console first.`,
    },
    { data: { address } },
  );
}

/** `refused` is an answer, not an error: it decides which password is tried next, or that none is. */
type Opened = { readonly kind: 'ok'; readonly client: Client } | { readonly kind: 'refused' };

interface Opening {
  readonly address: string;
  readonly signal: AbortSignal;
  /** Looks at the key; what it throws ends the connection before anything else is sent. */
  readonly onHostKey: (fingerprint: string) => void;
  readonly login: HostLogin | null;
}

function listen(
  client: Client,
  { address, onHostKey, login }: Opening,
  settled: PromiseWithResolvers<Opened>,
): Partial<ConnectConfig> {
  const single = createSingleLogin(login?.user ?? '', login?.password ?? '');
  // Without an own login nothing goes out: looking at the key ends the connection.
  client.once('ready', () =>
    settled.resolve(single.isOffered() ? { kind: 'ok', client } : { kind: 'refused' }),
  );
  client.on('error', (error: ConnectError) => settled.reject(connectError(address, error)));
  client.once('close', () => settled.reject(closedByHost(address)));
  client.once('change password', () => settled.reject(passwordExpired(address, login?.user ?? '')));
  return {
    username: login?.user ?? '',
    hostVerifier: (key: Buffer) => {
      try {
        onHostKey(fingerprintOf(key));
        return true;
      } catch (error) {
        settled.reject(error);
        return false;
      }
    },
    authHandler: (methodsLeft, partialSuccess, next) => {
      if (partialSuccess && single.isOffered()) {
        settled.reject(secondFactor(address, login?.user ?? ''));
        return;
      }
      const method = login === null ? null : single.next(methodsLeft);
      if (method === null) {
        settled.resolve({ kind: 'refused' });
      } else {
        next(method);
      }
    },
  };
}

async function open(opening: Opening, options: HostAccessOptions): Promise<Opened> {
  const { address, signal } = opening;
  const place = options.resolve(address);
  const { default: ssh2 } = await import('ssh2');
  const canceled = (): AppError =>
    new AppError('CANCELED', {
      zh: `连接主机 ${address} 已取消。`,
      en: `Connecting to host ${address} was canceled.`,
    });
  if (signal.aborted) {
    throw canceled();
  }
  const client = new ssh2.Client();
  const settled = Promise.withResolvers<Opened>();
  const onAbort = (): void => settled.reject(canceled());
  signal.addEventListener('abort', onAbort, { once: true });
  const parts = listen(client, opening, settled);
  let isKept = false;
  try {
    client.connect({ ...place, ...parts, readyTimeout: options.connectTimeoutMs ?? defaultConnectTimeoutMs });
    const opened = await settled.promise;
    isKept = opened.kind === 'ok';
    return opened;
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!isKept) {
      client.destroy();
    }
  }
}

/** Throws SSH_KEY_UNKNOWN, SSH_KEY_CHANGED, CONNECT_FAILED, CONNECT_TIMEOUT, HANDSHAKE_FAILED, CANCELED or ADDRESS_NOT_ALLOWED. The caller ends the client. */
export function openHost(login: HostLogin, options: HostAccessOptions, signal: AbortSignal): Promise<Opened> {
  const onHostKey = (fingerprint: string): void => {
    const objection = hostKeyObjection(
      { address: login.address, fingerprint },
      options.acceptedKeys(login.address),
      options.acceptedAhead,
    );
    if (objection !== null) {
      throw objection;
    }
  };
  return open({ address: login.address, signal, onHostKey, login }, options);
}

/** The key the host shows, without a login. Throws as `openHost` does, but for the key. */
export async function readHostKey(
  address: string,
  options: HostAccessOptions,
  signal: AbortSignal,
): Promise<string> {
  const shown: string[] = [];
  const onHostKey = (fingerprint: string): void => void shown.push(fingerprint);
  await open({ address, signal, onHostKey, login: null }, options);
  const [fingerprint] = shown;
  if (fingerprint !== undefined) {
    return fingerprint;
  }
  throw new AppError(
    'CONNECT_FAILED',
    {
      zh: `主机 ${address} 没有出示 SSH 主机密钥。请确认 SSH 已开启。`,
      en: `Host ${address} did not present an SSH host key. Check that SSH is enabled.`,
    },
    { data: { address } },
  );
}
