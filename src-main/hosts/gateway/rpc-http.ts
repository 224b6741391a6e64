import type { IncomingMessage, ServerResponse } from 'node:http';
import { ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import type { CallContext } from '../../api/context.ts';
import type { AppRouter } from '../../api/router.ts';
import { refuseUnreadable } from '../../api/wire/transport.ts';
import { recordOf } from '../../api/wire/wire-errors.ts';
import { localized, type Language } from '../../contract/text.ts';
import { acceptedLanguage } from './accept-language.ts';
import { z } from 'zod';
import { readBody } from './json-body.ts';

export const rpcPrefix = '/api/rpc';

/** What the library takes is for the library to say; a call without arguments may have no body. */
const callSchema = z.looseObject({}).default({});

interface RpcAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Errors are answered in one form everywhere: `error` in one language beside what the RPC library's clients read. */
function withError<T extends RpcAnswer>(response: T, language: Language): T {
  const { status, body } = response;
  if (status < 400 || typeof body !== 'object' || body === null || !('json' in body)) {
    return response;
  }
  const { code, message, data } = body.json as { code: string; message: string; data: unknown };
  const record = recordOf(new ORPCError(code, { status, message, data }));
  return record === null ? response : { ...response, body: { ...body, error: localized(record, language) } };
}

/** Answers one call over HTTP, streams as server-sent events; false when the path leads elsewhere once it is read. Throws what is wrong with the body. */
export function createRpcHttp(
  router: AppRouter,
): (request: IncomingMessage, response: ServerResponse, context: CallContext) => Promise<boolean> {
  const handler = new RPCHandler(router, {
    interceptors: [refuseUnreadable],
    rootInterceptors: [
      async (call) => {
        const result = await call.next();
        if (!result.matched) {
          return result;
        }
        const accepted = call.request.headers['accept-language'];
        const language = acceptedLanguage(typeof accepted === 'string' ? accepted : accepted?.join(','));
        return { ...result, response: withError(result.response, language) };
      },
    ],
  });
  return async (request, response, context) => {
    const body = await readBody(request, callSchema);
    // Read here, within our limits; the library takes it from the request.
    const read = Object.assign(request, { body });
    const { matched } = await handler.handle(read, response, { prefix: rpcPrefix, context });
    return matched;
  };
}
