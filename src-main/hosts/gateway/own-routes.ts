import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { CallContext } from '../../api/context.ts';
import type { AppRouter } from '../../api/router.ts';
import { AppError } from '../../contract/errors.ts';
import { createSocketService } from '../owner/rpc-socket.ts';
import { withNonce, type StaticFile } from '../page/page-files.ts';
import { reportPrefix } from '../page/report-address.ts';
import type { Admission } from './admission.ts';
import { answerJson, nothingThere, securityHeaders } from './answers.ts';
import { answerReport } from './report-frame.ts';
import type { Exchange, OwnRoute } from './route.ts';
import { createRpcHttp, rpcPrefix } from './rpc-http.ts';
import type { Sessions } from './sessions.ts';
import { answerFile } from './static-page.ts';

export interface OwnRouteParts {
  readonly router: AppRouter;
  readonly contextFor: () => CallContext;
  readonly port: number;
  readonly admission: Admission;
  readonly sessions: Sessions;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly newOpenUrl: () => string;
}

/** What the gateway serves by itself: calls, the report in its frame, the way in for a browser, and the shell. */
export function createOwnRoutes(parts: OwnRouteParts): readonly OwnRoute[] {
  const rpc = createRpcHttp(parts.router);
  const serveSocket = createSocketService(parts.router);
  return [
    {
      method: 'POST',
      pattern: `${rpcPrefix}/*`,
      admission: 'caller',
      async handle({ request }, response) {
        if (!(await rpc(request, response, parts.contextFor()))) {
          throw nothingThere();
        }
      },
    },
    {
      method: 'GET',
      pattern: '/api/ws',
      admission: 'caller',
      socket: (_exchange, opened, isOpen) => serveSocket(opened, parts.contextFor(), isOpen),
    },
    {
      method: 'POST',
      pattern: '/api/open-code',
      admission: 'caller',
      handle: (_exchange, response) => answerJson(response, 200, { openUrl: parts.newOpenUrl() }),
    },
    { method: 'GET', pattern: `${reportPrefix}*`, admission: 'frame', handle: answerReport },
    {
      method: 'GET',
      pattern: '/open',
      admission: 'anybody',
      handle: ({ query }, response) => openSession(query, response, parts),
    },
    ...shellRoutes(parts),
  ];
}

/** One row for each file, by its exact path. */
function shellRoutes({ files, port }: OwnRouteParts): readonly OwnRoute[] {
  return [...files].flatMap(([pattern, file]) =>
    ['GET', 'HEAD'].map((method): OwnRoute => ({
      method,
      pattern,
      admission: 'anybody',
      handle({ path }: Exchange, response: ServerResponse) {
        const nonce = randomBytes(16).toString('base64');
        for (const [name, value] of Object.entries(securityHeaders(port, nonce))) {
          response.setHeader(name, value);
        }
        answerFile(response, { path, file: withNonce(file, nonce), withBody: method === 'GET' });
      },
    })),
  );
}

/** Changes the code for a cookie that only calls carry, and leaves no code in the address bar. */
function openSession(
  query: URLSearchParams,
  response: ServerResponse,
  { sessions, admission }: OwnRouteParts,
): void {
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
