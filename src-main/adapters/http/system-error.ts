/** Words for what the operating system and the HTTP library report, so that no message shows a bare errno. */
import { shortageOf, type AppError } from '../../contract/errors.ts';
import { asPhrase } from '../../contract/quoted.ts';
import { verbatim, type Text } from '../../contract/text.ts';

const reasons: Readonly<Record<string, Text>> = {
  ECONNREFUSED: { zh: '对端拒绝连接', en: 'connection refused' },
  ECONNRESET: { zh: '对端重置了连接', en: 'connection reset by the other side' },
  EHOSTUNREACH: { zh: '没有到该主机的路由', en: 'no route to this host' },
  ENETUNREACH: { zh: '没有到该网络的路由', en: 'no route to this network' },
  ENETDOWN: { zh: '本机网络未连通', en: 'the network of this computer is down' },
  ENOTFOUND: { zh: '域名无法解析', en: 'the name cannot be resolved' },
  EAI_AGAIN: { zh: '域名暂时无法解析', en: 'the name cannot be resolved at the moment' },
  EADDRNOTAVAIL: { zh: '本机没有可用的源地址', en: 'this computer has no usable source address' },
  EPIPE: { zh: '对端关闭了连接', en: 'connection closed by the other side' },
  ERR_SSL_WRONG_VERSION_NUMBER: { zh: '对端应答的不是 TLS', en: 'the response is not TLS' },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { zh: '对端应答的不是 TLS', en: 'the response is not TLS' },
  ERR_SSL_HTTP_REQUEST: { zh: '对端应答的不是 TLS', en: 'the response is not TLS' },
  UND_ERR_SOCKET: { zh: '对端关闭了连接', en: 'connection closed by the other side' },
};

/** The error's own code, also from inside the several errors of a host with several addresses. */
export function errnoOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) {
    return null;
  }
  if ('code' in error && typeof error.code === 'string') {
    return error.code;
  }
  if (error instanceof AggregateError) {
    return errnoOf(error.errors[0]);
  }
  return 'cause' in error ? errnoOf(error.cause) : null;
}

/**
 * Where this computer could not make the connection for want of files, memory or buffers: nothing of that is the other
 * side's doing. Every connector asks this before it blames the peer.
 */
export const ownShortage = (error: unknown): AppError | null => shortageOf(errnoOf(error), error);

const notTls = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/;
/** TLS was spoken, and the two sides found nothing that both can do. */
const noCommonTls =
  /HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER|NO_CIPHERS|NO_PROTOCOLS|TOO_SMALL|WRONG_SIGNATURE_TYPE|NO_SUITABLE|INSUFFICIENT_SECURITY|LEGACY_RENEGOTIATION|WRONG_SSL_VERSION/;
const noWay = ['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'];

/** The other side answered, and what it can do will not change by asking again. */
export const isHandshakeRefused = (errno: string): boolean => notTls.test(errno) || noCommonTls.test(errno);

/**
 * What OpenSSL says (`tlsv1 alert protocol version`), of an error whose message is a line of its own log with places in its
 * source; null for any other error.
 */
function reasonOfOpenssl(error: unknown): string | null {
  if (!(error instanceof Error)) {
    return null;
  }
  if ('library' in error && 'reason' in error && typeof error.reason === 'string') {
    return error.reason;
  }
  const [, reason] = /\berror:[0-9a-f]{8}:[^:]*:[^:]*:([^:]+)/i.exec(error.message) ?? [];
  return reason ?? reasonOfOpenssl(error.cause);
}

/** What to look at when there is no connection: only what the reported cause suggests. */
export function connectHint(errno: string): Text {
  if (notTls.test(errno)) {
    return {
      zh: '该端口不是 TLS，地址可能要以 http:// 开头。',
      en: 'This port does not use TLS; the address may need to start with http://.',
    };
  }
  if (noCommonTls.test(errno)) {
    return {
      zh: '网络是通的，但双方没有共同支持的 TLS 版本或加密套件。请在集群上启用 TLS 1.2 或更高版本。',
      en: 'The network works, but the two sides share no TLS version or cipher suite. Enable TLS 1.2 or later on the cluster.',
    };
  }
  if (errno === 'ECONNREFUSED') {
    return {
      zh: '该地址有设备应答，但端口没有开放。请核对地址和端口，并确认服务已启动。',
      en: 'A device responds at this address, but the port is closed. Check the address and the port, and that the service is running.',
    };
  }
  if (errno === 'ENOTFOUND' || errno === 'EAI_AGAIN') {
    return {
      zh: '请核对域名，或改用 IP 地址。',
      en: 'Check the name, or use an IP address.',
    };
  }
  if (noWay.includes(errno)) {
    return {
      zh: '请检查网线、本机地址和 VLAN，并核对集群地址。',
      en: "Check the cable, this computer's address and VLAN, and the cluster address.",
    };
  }
  return { zh: '请核对地址和端口。', en: 'Check the address and the port.' };
}

/** A short phrase without a period; what nobody has put into words here stays as it was reported. */
export function systemReason(error: Error): Text {
  if (error.name === 'TimeoutError') {
    return { zh: '等待应答超时', en: 'timed out waiting for a response' };
  }
  const errno = errnoOf(error);
  const known = reasons[errno ?? ''];
  if (known !== undefined) {
    return known;
  }
  const words = (reasonOfOpenssl(error) ?? error.message).replaceAll(/\s+/g, ' ').trim();
  const reported = words === '' ? errno : words;
  return reported === null ? { zh: '原因不明', en: 'unknown reason' } : verbatim(asPhrase(reported));
}
