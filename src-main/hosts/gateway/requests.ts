import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallContext } from '../../api/context.ts';
import type { AppClient } from '../../api/wire/client.ts';
import { unforeseenError } from '../../api/wire/wire-errors.ts';
import { isAppError, type AppError } from '../../contract/errors.ts';
import type { Admission } from './admission.ts';
import { answerError, errorAnswer, nothingThere, securityHeaders } from './answers.ts';
import type { Connections } from './connections.ts';
import { admit, findRoute, requireMethod, type Found, type RouteTable } from './route-table.ts';
import type { RequestRoute } from './route.ts';

export interface RequestParts {
  readonly table: RouteTable;
  readonly contextFor: () => CallContext;
  readonly client: () => AppClient;
  readonly port: number;
  readonly admission: Admission;
  readonly connections: Connections;
}

/** Answers every request by its row: who asks is looked at first, whatever the path is. */
export function createRequests(
  parts: RequestParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  const headers = securityHeaders(parts.port);
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) {
      response.setHeader(name, value);
    }
    parts.connections.busy(request.socket, response);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const found = findRoute(parts.table.requests, request, { client: parts.client, signal: gone.signal });
    answer(found, response, parts).catch((thrown: unknown) =>
      answerThrown(found, response, { parts, thrown }),
    );
  };
}

async function answer(
  found: Found<RequestRoute>,
  response: ServerResponse,
  { admission, connections }: RequestParts,
): Promise<void> {
  const { exchange, route } = found;
  if (admit(found, admission) !== 'anybody') {
    connections.proven(exchange.request.socket);
  }
  if (route === null) {
    throw nothingThere();
  }
  requireMethod(found);
  await route.handle(exchange, response);
}

interface Failed {
  readonly parts: RequestParts;
  readonly thrown: unknown;
}

function answerThrown(found: Found<RequestRoute>, response: ServerResponse, { parts, thrown }: Failed): void {
  const { request, language } = found.exchange;
  if (request.destroyed && !request.complete) {
    // The client went away while it was sending; there is nobody to answer.
    response.destroy();
    return;
  }
  const error = isAppError(thrown) ? thrown : unforeseen(parts, thrown);
  if (error.code === 'METHOD_NOT_ALLOWED') {
    response.setHeader('Allow', found.allowed.join(', '));
  }
  if (isRefused(error) || !request.complete) {
    // Nobody who was not let in keeps a connection, and a body that nobody wants is not waited for.
    response.setHeader('Connection', 'close');
    response.once('finish', () => request.socket.destroySoon());
  }
  if (response.headersSent) {
    response.destroy();
  } else {
    answerError(response, error, errorAnswer(error, language, found.route?.errorBody));
  }
}

const isRefused = ({ code }: AppError): boolean => code === 'TOKEN_INVALID' || code === 'ORIGIN_REFUSED';

function unforeseen({ contextFor }: RequestParts, thrown: unknown): AppError {
  const reference = randomUUID();
  contextFor().report({ reference, procedure: 'gateway', thrown });
  return unforeseenError(reference);
}
