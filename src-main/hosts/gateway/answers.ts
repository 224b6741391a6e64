import type { ServerResponse } from 'node:http';
import { pageHeaders } from '../page/page-policy.ts';
import { toWireError } from '../../api/wire/wire-errors.ts';
import { AppError, httpStatusOf, toErrorRecord } from '../../contract/errors.ts';
import { localized, type Language } from '../../contract/text.ts';
import type { ErrorAnswer, RequestRoute } from './route.ts';

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

/** In the gateway's own form: `error` for scripts in one language, `json` whole for clients of the RPC library. */
const ownErrorAnswer = (error: AppError, language: Language): ErrorAnswer => ({
  status: httpStatusOf(error.code),
  body: { error: localized(toErrorRecord(error), language), json: toWireError(error).toJSON() },
});

/** As its row tells an error; a row that fails at it does not keep the client from an answer. */
export function errorAnswer(
  error: AppError,
  language: Language,
  errorBody: RequestRoute['errorBody'] = ownErrorAnswer,
): ErrorAnswer {
  try {
    return errorBody(error, language);
  } catch {
    return ownErrorAnswer(error, language);
  }
}

export function answerError(response: ServerResponse, error: AppError, { status, body }: ErrorAnswer): void {
  if (error.code === 'TOKEN_INVALID') {
    response.setHeader('WWW-Authenticate', 'Bearer');
  }
  answerJson(response, status, body);
}

/** The path is not repeated: it is somebody else's text. */
export const nothingThere = (): AppError =>
  new AppError('PATH_NOT_FOUND', {
    zh: '该地址下没有内容；请检查网址。',
    en: 'Nothing exists at this address. Check the URL.',
  });
