import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import type { z } from 'zod';
import type { AppClient } from '../../api/wire/client.ts';
import type { AppError } from '../../contract/errors.ts';
import type { Language } from '../../contract/text.ts';
import { readBody } from './json-body.ts';
import type { PathParams } from './route-pattern.ts';

/** A request that was let in. */
export interface Exchange {
  readonly request: IncomingMessage;
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly params: PathParams;
  readonly query: URLSearchParams;
  /** That the request prefers, for plain sentences. */
  readonly language: Language;
  /** The application, in the name of who is at the gateway. */
  readonly client: () => AppClient;
  /** Aborted when whoever asked has gone: what only waits for the answer may end. */
  readonly signal: AbortSignal;
}

export interface ErrorAnswer {
  readonly status: number;
  readonly body: object;
}

interface RouteBase {
  readonly method: string;
  /** Segments as they are sent; `:name` is any one of them, `*` at the end all that follow: `/api/v1/nodes/:node/retry`. */
  readonly pattern: string;
  /** How every error at this address is told, refusals of who may not call too; the default is the gateway's own form. */
  readonly errorBody?: (error: AppError, language: Language) => ErrorAnswer;
}

export interface RequestRoute extends RouteBase {
  /** Answers. What it throws is told by `errorBody`. */
  readonly handle: (exchange: Exchange, response: ServerResponse) => void | Promise<void>;
}

interface BodyRoute<S extends z.ZodType> extends RouteBase {
  /** Of the JSON in the body, undefined for none. What does not fit is refused with INPUT_INVALID, naming the fields. */
  readonly body: S;
  readonly handle: (
    exchange: Exchange & { readonly body: z.output<S> },
    response: ServerResponse,
  ) => void | Promise<void>;
}

/** A row that is reached with a body of this shape only. */
export const withBody = <S extends z.ZodType>({
  body: schema,
  handle,
  ...row
}: BodyRoute<S>): RequestRoute => ({
  ...row,
  async handle(exchange, response) {
    const body = await readBody(exchange.request, schema);
    await handle({ ...exchange, body }, response);
  },
});

export interface SocketRoute extends RouteBase {
  /** Serves a WebSocket that was opened. `isOpen` is false when the session that opened it has ended since. */
  readonly socket: (exchange: Exchange, opened: WebSocket, isOpen: () => boolean) => void;
}

/** One address that the gateway serves. Nobody reaches it without the token or a session. */
export type Route = RequestRoute | SocketRoute;

/** `caller` needs the token or a session, `frame` is the same for a document in a frame of our page. */
export type Admitted = 'caller' | 'frame' | 'anybody';

/** A row of the gateway itself: only these may be open to more than who may call. */
export type OwnRoute = Route & { readonly admission: Admitted };
