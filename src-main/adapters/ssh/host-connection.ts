/** Opens one SSH connection: key compared, one login, in time. */
import type { Client, ClientErrorExtensions, ConnectConfig } from 'ssh2';
import { AppError } from '../../contract/errors.ts';
import type { HostLogin } from '../../engines/configure/ports.ts';
import { errnoOf, systemReason } from '../http/system-error.ts';
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
}

const defaultConnectTimeoutMs = 15_000;

type ConnectError = Error & Partial<ClientErrorExtensions>;

function connectError(address: string, cause: ConnectError): AppError {
  const data = { address, reason: errnoOf(cause) };
  if (cause.level === 'client-timeout' || errnoOf(cause) === 'ETIMEDOUT') {
    return new AppError(
      'CONNECT_TIMEOUT',
      `Host ${address} did not complete an SSH connection in time. Check that it is up and reachable from this laptop.`,
      { data, cause },
    );
  }
  return new AppError(
    'CONNECT_FAILED',
    `Cannot connect to host ${address} by SSH: ${systemReason(cause)}. Check that it is up, that SSH is on, and the laptop's own address and VLAN.`,
    { data, cause },
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
  client.once('close', () =>
    settled.reject(connectError(address, new Error('the host closed the connection'))),
  );
  client.once('change password', () => {
    const who = `${login?.user ?? ''} on host ${address}`;
    settled.reject(
      new AppError(
        'LOGIN_REFUSED',
        `The password of ${who} has expired and has to be changed at the host's console first.`,
        { data: { address } },
      ),
    );
  });
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
    authHandler: (methodsLeft, _partialSuccess, next) => {
      const method = login === null ? null : single.next(methodsLeft);
      if (method === null) settled.resolve({ kind: 'refused' });
      else next(method);
    },
  };
}

async function open(opening: Opening, options: HostAccessOptions): Promise<Opened> {
  const { address, signal } = opening;
  const place = options.resolve(address);
  const { default: ssh2 } = await import('ssh2');
  const canceled = (): AppError => new AppError('CANCELED', `Connecting to host ${address} was canceled.`);
  if (signal.aborted) throw canceled();
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
    if (!isKept) client.destroy();
  }
}

/** Throws SSH_KEY_UNKNOWN, SSH_KEY_CHANGED, CONNECT_FAILED, CONNECT_TIMEOUT, CANCELED or ADDRESS_NOT_ALLOWED. The caller ends the client. */
export function openHost(login: HostLogin, options: HostAccessOptions, signal: AbortSignal): Promise<Opened> {
  const onHostKey = (fingerprint: string): void => {
    const objection = hostKeyObjection(
      { address: login.address, fingerprint },
      options.acceptedKeys(login.address),
      options.acceptedAhead,
    );
    if (objection !== null) throw objection;
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
  if (fingerprint !== undefined) return fingerprint;
  throw new AppError('CONNECT_FAILED', `Host ${address} showed no SSH key. Check that SSH is on.`, {
    data: { address },
  });
}
