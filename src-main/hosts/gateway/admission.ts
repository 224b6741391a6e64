import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../contract/errors.ts';
import { bearerOf, isSameSecret } from '../owner/same-secret.ts';
import type { Sessions } from './sessions.ts';

/** Who may talk to the gateway, decided by headers alone; the same rules for requests and WebSocket upgrades. */
export interface Admission {
  /** Throws ORIGIN_REFUSED for a host name that is not ours: another site's name may point at this machine. */
  requireHost(headers: IncomingHttpHeaders): void;
  /** Throws ORIGIN_REFUSED or TOKEN_INVALID. Every call needs the token, or the cookie together with our own origin. */
  requireCaller(headers: IncomingHttpHeaders): void;
  readonly cookieName: string;
}

export interface AdmissionParts {
  readonly port: number;
  readonly token: string;
  readonly sessions: Sessions;
}

export function createAdmission({ port, token, sessions }: AdmissionParts): Admission {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  // Cookies know no ports: without the number two gateways of one person would throw each other out.
  const cookieName = `sitewright_${port}`;

  const requireHost = ({ host }: IncomingHttpHeaders): void => {
    if (host !== undefined && hosts.includes(host)) return;
    throw new AppError(
      'ORIGIN_REFUSED',
      `this gateway answers under http://${hosts[0] ?? ''} only; use that address`,
    );
  };
  const requireOrigin = ({ origin }: IncomingHttpHeaders): void => {
    if (origin === undefined || origins.includes(origin)) return;
    throw new AppError('ORIGIN_REFUSED', 'pages of other sites may not call this gateway');
  };

  return {
    cookieName,
    requireHost,
    requireCaller(headers) {
      requireHost(headers);
      requireOrigin(headers);
      const secret = cookieOf(headers.cookie, cookieName);
      if (headers.authorization !== undefined || secret === null) {
        requireToken(headers, token);
        return;
      }
      if (!sessions.isOpen(secret))
        throw refused('the session of this page has ended; open it with a new link');
      if (headers.origin === undefined) {
        throw new AppError(
          'ORIGIN_REFUSED',
          'a call with the cookie must name its origin; scripts use the token',
        );
      }
    },
  };
}

function requireToken({ authorization }: IncomingHttpHeaders, token: string): void {
  const given = bearerOf(authorization);
  if (given !== null && isSameSecret(given, token)) return;
  throw refused('this call needs the token that "serve" printed, as "Authorization: Bearer TOKEN"');
}

const refused = (message: string): AppError => new AppError('TOKEN_INVALID', message);

function cookieOf(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name && value !== undefined) return value;
  }
  return null;
}
