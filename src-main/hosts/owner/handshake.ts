import type { IncomingHttpHeaders } from 'node:http';
import type { Caller, CallerKind } from '../../api/context.ts';
import { protocol } from '../../api/wire/protocol.ts';
import { AppError } from '../../contract/errors.ts';
import { bearerOf, isSameSecret } from './same-secret.ts';

/** On whose behalf a process attaches. `owner-socket` is a command line; the others hold pages and may name no paths. */
export type AttachedKind = Exclude<CallerKind, 'in-process'>;

const names = {
  protocol: 'x-sitewright-protocol',
  kind: 'x-sitewright-caller',
  by: 'x-sitewright-by',
  heir: 'x-sitewright-heir',
} as const;

/** Who attaches, and whether that process takes the home over once the owner has left it. */
export interface Attaching extends Caller {
  readonly isHeir: boolean;
}

export function handshakeHeaders(token: string, attaching: Attaching): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    [names.protocol]: String(protocol),
    [names.kind]: attaching.kind,
    [names.by]: encodeURIComponent(attaching.by),
    [names.heir]: String(attaching.isHeir),
  };
}

/** Whether the process that attaches needs this owner no longer than this owner wants to stay. */
export const isHeir = (headers: IncomingHttpHeaders): boolean => textOf(headers[names.heir]) === 'true';

const textOf = (header: string | string[] | undefined): string => (typeof header === 'string' ? header : '');

/** Who attaches, once token and protocol fit. Throws TOKEN_INVALID or PROTOCOL_MISMATCH. */
export function requireHandshake(headers: IncomingHttpHeaders, token: string): Caller {
  const given = bearerOf(headers.authorization);
  if (given === null || !isSameSecret(given, token)) {
    throw new AppError('TOKEN_INVALID', {
      zh: '令牌不属于当前占用数据目录的进程；请重新读取数据目录中的 owner.json。',
      en: 'The token does not belong to the process that owns the data folder. Read owner.json in the data folder again.',
    });
  }
  requireProtocol(Number(textOf(headers[names.protocol])), protocol);
  return { kind: kindOf(textOf(headers[names.kind])), by: personOf(textOf(headers[names.by])) };
}

export function requireProtocol(attaching: number, owner: number): void {
  if (attaching === owner) {
    return;
  }
  const text = {
    zh: `占用数据目录的进程使用协议 ${owner}，当前 Sitewright 使用协议 ${attaching}；请关闭对方，或使用同一版本。`,
    en: `The process that owns the data folder uses protocol ${owner}; this Sitewright uses protocol ${attaching}. Close the other one, or use the same version.`,
  };
  throw new AppError('PROTOCOL_MISMATCH', text, { data: { attaching, owner } });
}

/** Anything unknown gets the fewest rights. */
function kindOf(text: string): AttachedKind {
  return text === 'owner-socket' || text === 'gateway' ? text : 'desktop';
}

function personOf(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, 200);
  } catch {
    return '';
  }
}
