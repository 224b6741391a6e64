import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AppError } from '../../contract/errors.ts';
import { loopbackRefusal, type LoopbackRefusal } from '../../contract/loopback-request.ts';
import type { Text } from '../../contract/text.ts';
import { bearerOf, isSameSecret } from '../owner/same-secret.ts';
import type { Sessions } from './sessions.ts';

/** Who may talk to the gateway, decided by headers alone; the same rules for requests and WebSocket upgrades. */
export interface Admission {
  /**
   * Throws ORIGIN_REFUSED for a host name that is not ours, since another site's name may point at this machine, and for
   * another site's page; INPUT_INVALID for a header that stands twice and decides.
   */
  requireOurs(request: Pick<IncomingMessage, 'rawHeaders'>): void;
  /** Throws ORIGIN_REFUSED or TOKEN_INVALID, after `requireOurs`. Every call needs the token, or the cookie together with our own origin. */
  requireCaller(headers: IncomingHttpHeaders): void;
  /**
   * As for a call, for something that our page shows in a frame: a browser names no origin when it opens one, but says
   * by itself which site asked. Only `same-origin` will do; no script can set or change that header.
   */
  requireFrame(headers: IncomingHttpHeaders): void;
  /** False when the session that a connection was opened with has ended since. */
  isStillOpen(headers: IncomingHttpHeaders): boolean;
  readonly cookieName: string;
}

export interface AdmissionParts {
  readonly port: number;
  readonly token: string;
  readonly sessions: Sessions;
}

export function createAdmission({ port, token, sessions }: AdmissionParts): Admission {
  // Cookies know no ports: without the number two gateways of one person would throw each other out.
  const cookieName = `sitewright_${port}`;

  /** Whether the cookie let the request in; otherwise it had to bring the token. */
  const hasSession = (headers: IncomingHttpHeaders): boolean => {
    const secret = cookieOf(headers.cookie, cookieName);
    if (headers.authorization !== undefined || secret === null) {
      requireToken(headers, token);
      return false;
    }
    if (sessions.isOpen(secret)) {
      return true;
    }
    throw refused({
      zh: '此页面的会话已结束；请用新的链接打开。',
      en: 'The session of this page has ended. Open it with a new link.',
    });
  };

  return {
    cookieName,
    requireOurs({ rawHeaders }) {
      const refusal = loopbackRefusal(rawHeaders, { scheme: 'http', port });
      if (refusal !== null) {
        throw notOurs(refusal, port);
      }
    },
    isStillOpen(headers) {
      const secret = headers.authorization === undefined ? cookieOf(headers.cookie, cookieName) : null;
      return secret === null || sessions.isOpen(secret);
    },
    requireCaller(headers) {
      if (!hasSession(headers) || headers.origin !== undefined) {
        return;
      }
      throw new AppError('ORIGIN_REFUSED', {
        zh: '携带 Cookie 的调用必须注明 Origin；脚本请使用令牌。',
        en: 'Calls with a cookie must have an Origin header. Scripts use the token instead.',
      });
    },
    requireFrame(headers) {
      if (!hasSession(headers) || headers['sec-fetch-site'] === 'same-origin') {
        return;
      }
      throw new AppError('ORIGIN_REFUSED', {
        zh: '报告只能在网关自己的页面中查看；脚本请使用令牌。',
        en: "The report can only be viewed on this gateway's own page. Scripts use the token instead.",
      });
    },
  };
}

function notOurs(refusal: LoopbackRefusal, port: number): AppError {
  const address = `http://127.0.0.1:${port}`;
  switch (refusal) {
    case 'repeated':
      return new AppError('INPUT_INVALID', {
        zh: '请求头重复；Host、Origin、Authorization、Cookie 等请求头只能各有一个。',
        en: 'A header is repeated. Send Host, Origin, Authorization and Cookie only once each.',
      });
    case 'host':
      return new AppError('ORIGIN_REFUSED', {
        zh: `网关只在 ${address} 提供服务；请使用该地址。`,
        en: `This gateway serves ${address} only. Use that address.`,
      });
    case 'origin':
      return new AppError('ORIGIN_REFUSED', {
        zh: '其他站点的页面不能调用本网关；请从网关自己的页面操作。',
        en: "Pages from other sites cannot call this gateway. Use the gateway's own page.",
      });
  }
}

function requireToken({ authorization }: IncomingHttpHeaders, token: string): void {
  const given = bearerOf(authorization);
  if (given !== null && isSameSecret(given, token)) {
    return;
  }
  throw refused({
    zh: '该调用需要 serve 打印的令牌；请以「Authorization: Bearer TOKEN」携带。',
    en: 'This call needs the token printed by serve, as "Authorization: Bearer TOKEN".',
  });
}

const refused = (text: Text): AppError => new AppError('TOKEN_INVALID', text);

function cookieOf(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name && value !== undefined) {
      return value;
    }
  }
  return null;
}
