import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallContext } from '../../api/context.ts';
import { withNonce, type StaticFile } from '../page/page-files.ts';
import type { AppRouter } from '../../api/router.ts';
import { unforeseenError } from '../../api/wire/wire-errors.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import { acceptedLanguage } from './accept-language.ts';
import type { Admission } from './admission.ts';
import type { Connections } from './connections.ts';
import { answerError, answerJson, securityHeaders } from './answers.ts';
import { reportPrefix } from '../page/report-address.ts';
import { answerReport } from './report-frame.ts';
import { createRpcHttp, rpcPrefix } from './rpc-http.ts';
import type { Sessions } from './sessions.ts';
import { answerFile } from './static-page.ts';

export const socketPath = '/api/ws';
const openPath = '/open';
const codePath = '/api/open-code';

export interface RouteParts {
  readonly router: AppRouter;
  readonly contextFor: () => CallContext;
  readonly port: number;
  readonly admission: Admission;
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly newOpenUrl: () => string;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Without the query, as it was sent. */
  readonly path: string;
}

/** Answers every request: the shell to anybody on this machine, everything below /api to who may call. */
export function createRoutes(
  parts: RouteParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  const headers = securityHeaders(parts.port);
  const route = createRoute(parts);
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) {
      response.setHeader(name, value);
    }
    const [path = ''] = (request.url ?? '').split('?');
    parts.connections.busy(request.socket, response);
    route({ request, response, path }).catch((thrown: unknown) =>
      answerThrown({ parts, request, response }, thrown),
    );
  };
}

function createRoute(parts: RouteParts): (exchange: Exchange) => Promise<void> {
  const rpc = createRpcHttp(parts.router);
  return async (exchange) => {
    const { request, response, path } = exchange;
    parts.admission.requireOurs(request);
    if (path.startsWith(reportPrefix)) {
      parts.admission.requireFrame(request.headers);
      parts.connections.proven(request.socket);
      requireMethod(exchange, ['GET']);
      await answerReport(exchange, parts);
      return;
    }
    if (path.startsWith('/api/')) {
      parts.admission.requireCaller(request.headers);
      parts.connections.proven(request.socket);
    }
    if (path.startsWith(`${rpcPrefix}/`)) {
      requireMethod(exchange, ['POST']);
      if (!(await rpc(request, response, parts.contextFor()))) {
        throw nothingThere();
      }
    } else if (path === codePath) {
      requireMethod(exchange, ['POST']);
      answerJson(response, 200, { openUrl: parts.newOpenUrl() });
    } else if (path === openPath) {
      requireMethod(exchange, ['GET']);
      openSession(exchange, parts);
    } else {
      answerShell(exchange, parts);
    }
  };
}

function requireMethod({ request, response }: Exchange, allowed: readonly string[]): void {
  if (allowed.includes(request.method ?? '')) {
    return;
  }
  response.setHeader('Allow', allowed.join(', '));
  throw new AppError('METHOD_NOT_ALLOWED', {
    zh: `该地址只接受 ${allowed.join('、')} 请求。`,
    en: `This address accepts ${allowed.join(' and ')} requests only.`,
  });
}

function answerShell(exchange: Exchange, { files, port }: RouteParts): void {
  const file = files.get(exchange.path);
  if (file === undefined) {
    throw nothingThere();
  }
  requireMethod(exchange, ['GET', 'HEAD']);
  const nonce = randomBytes(16).toString('base64');
  for (const [name, value] of Object.entries(securityHeaders(port, nonce))) {
    exchange.response.setHeader(name, value);
  }
  answerFile(exchange.response, {
    path: exchange.path,
    file: withNonce(file, nonce),
    withBody: exchange.request.method === 'GET',
  });
}

/** The path is not repeated: it is somebody else's text. */
function nothingThere(): AppError {
  return new AppError('PATH_NOT_FOUND', {
    zh: '该地址下没有内容；请检查网址。',
    en: 'Nothing exists at this address. Check the URL.',
  });
}

/** Changes the code for a cookie that only calls carry, and leaves no code in the address bar. */
function openSession({ request, response }: Exchange, { sessions, admission }: RouteParts): void {
  const query = new URLSearchParams((request.url ?? '').split('?')[1]);
  const secret = sessions.open(query.get('code') ?? '');
  if (secret === null) {
    throw new AppError('TOKEN_INVALID', {
      zh: '该链接已经用过或已过期；请在运行 Sitewright 的机器上重新获取链接。',
      en: 'This link was already used or has expired. Get a new link on the computer that runs Sitewright.',
    });
  }
  response.setHeader('Set-Cookie', `${admission.cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/api`);
  response.writeHead(303, { Location: '/' }).end();
}

interface Failed {
  readonly parts: RouteParts;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function answerThrown({ parts, request, response }: Failed, thrown: unknown): void {
  if (request.destroyed && !request.complete) {
    // The client went away while it was sending; there is nobody to answer.
    response.destroy();
    return;
  }
  const error = isAppError(thrown) ? thrown : unforeseen(parts, thrown);
  if (isRefused(error) || !request.complete) {
    // Nobody who was not let in keeps a connection, and a body that nobody wants is not waited for.
    response.setHeader('Connection', 'close');
    response.once('finish', () => request.socket.destroySoon());
  }
  if (response.headersSent) {
    response.destroy();
  } else {
    answerError(response, error, acceptedLanguage(request.headers['accept-language']));
  }
}

const isRefused = ({ code }: AppError): boolean => code === 'TOKEN_INVALID' || code === 'ORIGIN_REFUSED';

function unforeseen({ contextFor }: RouteParts, thrown: unknown): AppError {
  const reference = randomUUID();
  contextFor().report({ reference, procedure: 'gateway', thrown });
  return unforeseenError(reference);
}
