import type { ServerResponse } from 'node:http';
import { pageHeaders } from '../page/page-policy.ts';
import { toWireError } from '../../api/wire/wire-errors.ts';
import { type AppError, type ErrorCode, httpStatusOf, toErrorRecord } from '../../contract/errors.ts';
import { localized, type Language } from '../../contract/text.ts';

/** Refusals of HTTP itself, where its clients look for a more exact status than the category's. */
const exactStatus: Partial<Record<ErrorCode, number>> = {
  TOKEN_INVALID: 401,
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_LARGE: 413,
};

export const statusOf = ({ code, category }: AppError): number => exactStatus[code] ?? httpStatusOf[category];

/** On every answer. `nonce`: of the page's own styles, where the answer is the page. */
export function securityHeaders(port: number, nonce: string | null = null): Record<string, string> {
  return pageHeaders({ nonce, connect: [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`] });
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** As every answer and every refused WebSocket carries it: `error` for scripts in one language, `json` whole for clients of the RPC library. */
export const errorBody = (error: AppError, language: Language): object => ({
  error: localized(toErrorRecord(error), language),
  json: toWireError(error).toJSON(),
});

export function answerError(response: ServerResponse, error: AppError, language: Language): void {
  if (error.code === 'TOKEN_INVALID') {
    response.setHeader('WWW-Authenticate', 'Bearer');
  }
  answerJson(response, statusOf(error), errorBody(error, language));
}
