/** Opens one socket under the rules: address allowed, in time, certificate pinned. Nothing is written to it here. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AppError, isAppError } from '../../contract/errors.ts';
import { requirePinnedCertificate } from './certificate-pin.ts';
import { defaultConnectTimeoutMs, type ConnectionRules, type Target } from './connection-rules.ts';
import { connectHint, errnoOf, isHandshakeRefused, ownShortage, systemReason } from './system-error.ts';

interface OpenConnection {
  readonly socket: Socket;
  /** SHA-256 of the certificate, null over plain http. */
  readonly fingerprint: string | null;
}

function startSocket(target: Target): {
  readonly socket: Socket;
  readonly readyEvent: string;
  readonly fingerprintOf: (rules: ConnectionRules) => string | null;
} {
  const place = { host: target.host, port: target.port, noDelay: true, keepAlive: true };
  if (!target.secure) {
    return { socket: connectTcp(place), readyEvent: 'connect', fingerprintOf: () => null };
  }
  const socket = connectTls({
    ...place,
    // Authorities mean nothing in a machine room; the pin below is the check, and it is never left out.
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
  });
  return {
    socket,
    readyEvent: 'secureConnect',
    fingerprintOf: (rules) => requirePinnedCertificate(socket, target, rules),
  };
}

function connectError(target: Target, cause: Error): AppError {
  if (isAppError(cause)) {
    return cause;
  }
  const shortage = ownShortage(cause);
  if (shortage !== null) {
    return shortage;
  }
  const errno = errnoOf(cause) ?? '';
  if (errno === 'ETIMEDOUT') {
    return timeoutError(target, cause);
  }
  const hint = connectHint(errno);
  const reason = systemReason(cause);
  const isRefused = isHandshakeRefused(errno);
  const systemMessage = isRefused ? cause.message.trim() : undefined;
  const data = { host: target.host, port: target.port, reason: errnoOf(cause), systemMessage };
  return new AppError(
    isRefused ? 'HANDSHAKE_FAILED' : 'CONNECT_FAILED',
    {
      zh: `无法连接 ${target.origin}：${reason.zh}。${hint.zh}`,
      en: `Cannot connect to ${target.origin}: ${reason.en}. ${hint.en}`,
    },
    { data, cause },
  );
}

function timeoutError(target: Target, cause?: Error): AppError {
  return new AppError(
    'CONNECT_TIMEOUT',
    {
      zh: `连接 ${target.origin} 超时。请检查网线、本机地址和 VLAN，并确认节点已开机。`,
      en: `Connecting to ${target.origin} timed out. Check the cable, this computer's address and VLAN, and that the node is powered on.`,
    },
    { data: { host: target.host, port: target.port }, ...(cause === undefined ? {} : { cause }) },
  );
}

/**
 * Throws ADDRESS_NOT_ALLOWED, CONNECT_FAILED, CONNECT_TIMEOUT, HANDSHAKE_FAILED, TLS_UNKNOWN, TLS_CHANGED, CANCELED, or what
 * this computer lacks (OPEN_FILES_EXHAUSTED, MEMORY_EXHAUSTED); the socket is then closed.
 */
export async function openConnection(
  target: Target,
  rules: ConnectionRules,
  signal?: AbortSignal,
): Promise<OpenConnection> {
  rules.allowedHosts(target.host);
  signal?.throwIfAborted();
  const { socket, readyEvent, fingerprintOf } = startSocket(target);
  const settled = Promise.withResolvers<undefined>();
  const timer = setTimeout(
    () => settled.reject(timeoutError(target)),
    rules.connectTimeoutMs ?? defaultConnectTimeoutMs,
  );
  const onAbort = (): void =>
    settled.reject(
      new AppError('CANCELED', {
        zh: `连接 ${target.origin} 已取消。`,
        en: `Connecting to ${target.origin} was canceled.`,
      }),
    );
  const onClose = (): void =>
    settled.reject(
      new AppError('CONNECT_FAILED', {
        zh: `${target.origin} 在连接建立后立即关闭了连接。请核对这是不是集群的地址。`,
        en: `${target.origin} closed the connection immediately. Check that this is the cluster's address.`,
      }),
    );
  const onError = (error: Error): void => settled.reject(connectError(target, error));
  signal?.addEventListener('abort', onAbort, { once: true });
  socket
    .once('error', onError)
    .once('close', onClose)
    .once(readyEvent, () => settled.resolve(undefined));
  try {
    await settled.promise;
    return { socket, fingerprint: fingerprintOf(rules) };
  } catch (error) {
    // A socket that is given up may still fail once more; there is nobody left to tell.
    socket.on('error', () => undefined).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    socket.off('error', onError).off('close', onClose);
  }
}
