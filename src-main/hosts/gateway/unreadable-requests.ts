import type { Duplex } from 'node:stream';
import { AppError } from '../../contract/errors.ts';
import { refuseUpgrade } from '../owner/refusal.ts';
import { errorAnswer, securityHeaders } from './answers.ts';
import type { Connections } from './connections.ts';

/** What Node's parser answers by itself, without a body. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers bytes that are no request in the form of every refusal, and hangs up. */
export function refuseUnreadable(
  port: number,
  connections: Connections,
): (thrown: Error & { code?: string }, socket: Duplex) => void {
  return (thrown, socket) => {
    // Whoever has gone hears nothing, and an answer that has begun is not followed by another one.
    if (!socket.writable || connections.isBusy(socket)) {
      socket.destroy();
      return;
    }
    const reason = thrown.code ?? thrown.message;
    // Which language is preferred has not been read.
    const { status, body } = errorAnswer(unreadable(reason, thrown), 'en');
    refuseUpgrade(socket, { status: statuses[reason] ?? status, body, headers: securityHeaders(port) });
  };
}

const unreadable = (reason: string, cause: Error): AppError =>
  new AppError(
    'INPUT_INVALID',
    {
      zh: `无法识别为 HTTP 请求（${reason}）；请用 HTTP/1.1 发送完整的请求。`,
      en: `This is not a valid HTTP request (${reason}). Send a complete request with HTTP/1.1.`,
    },
    { data: { reason }, cause },
  );
