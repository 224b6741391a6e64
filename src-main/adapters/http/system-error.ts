/** Words for what the operating system and the HTTP library report, so that no message shows a bare errno. */
import { verbatim } from '../../contract/text.ts';
import type { Text } from '../../contract/text.ts';

const reasons: Readonly<Record<string, Text>> = {
  ECONNREFUSED: { zh: '对端拒绝连接', en: 'the connection was refused' },
  ECONNRESET: { zh: '对端重置了连接', en: 'the other side reset the connection' },
  EHOSTUNREACH: { zh: '没有到该主机的路由', en: 'there is no route to that host' },
  ENETUNREACH: { zh: '没有到该网络的路由', en: 'there is no route to that network' },
  ENETDOWN: { zh: '本机网络未连通', en: 'the network is down' },
  ENOTFOUND: { zh: '域名无法解析', en: 'the name cannot be resolved' },
  EAI_AGAIN: { zh: '域名暂时无法解析', en: 'the name cannot be resolved at the moment' },
  EADDRNOTAVAIL: { zh: '本机没有可用的源地址', en: 'this machine has no address to reach it from' },
  EPIPE: { zh: '对端关闭了连接', en: 'the other side closed the connection' },
  UND_ERR_SOCKET: { zh: '对端关闭了连接', en: 'the other side closed the connection' },
};

/** The error's own code, also from inside the several errors of a host with several addresses. */
export function errnoOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return errnoOf(error.errors[0]);
  return 'cause' in error ? errnoOf(error.cause) : null;
}

/** A short phrase without a period; what nobody has put into words here stays as it was reported. */
export function systemReason(error: Error): Text {
  if (error.name === 'TimeoutError') return { zh: '等待应答超时', en: 'no answer came in time' };
  const errno = errnoOf(error);
  const known = reasons[errno ?? ''];
  if (known !== undefined) return known;
  const reported = error.message === '' ? errno : error.message;
  return reported === null ? { zh: '原因不明', en: 'for no stated reason' } : verbatim(reported);
}
