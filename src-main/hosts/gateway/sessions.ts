import { createHash, randomBytes } from 'node:crypto';
import type { KeptSessions } from './kept-sessions.ts';
import { isWithinLife } from './session-life.ts';

/** How a browser gets in without ever seeing the token: a code that works once is changed for a cookie. */
export interface Sessions {
  /** A code that works once, for ten minutes. */
  newCode(): string;
  /** The secret of a new session, or null for a code that is wrong, used or too old. */
  open(code: string): string | null;
  /** Within its age: a session ends half a day after it was opened, used or not. */
  isOpen(secret: string): boolean;
}

const codeLifeMs = 10 * 60_000;
const mostCodes = 16;
const mostSessions = 64;

/** Looked up by digest: how long a lookup takes then says nothing about the secret. */
const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64');

function forgetOldest(kept: Map<string, number>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) {
      return;
    }
    kept.delete(key);
  }
}

/** Sessions live as long as the process, or as they are kept, at most 64 of them; the oldest gives way. */
export function createSessions(clock: { now(): number }, kept: KeptSessions | null = null): Sessions {
  const codes = new Map<string, number>();
  const sessions = new Map(kept?.load());
  return {
    newCode() {
      const code = randomBytes(24).toString('base64url');
      codes.set(digest(code), clock.now());
      forgetOldest(codes, mostCodes);
      return code;
    },
    open(code) {
      const madeAt = codes.get(digest(code));
      codes.delete(digest(code));
      if (madeAt === undefined || clock.now() - madeAt > codeLifeMs) {
        return null;
      }
      const secret = randomBytes(32).toString('base64url');
      sessions.set(digest(secret), clock.now());
      forgetOldest(sessions, mostSessions);
      kept?.save(sessions);
      return secret;
    },
    isOpen(secret) {
      const openedAt = sessions.get(digest(secret));
      return openedAt !== undefined && isWithinLife(openedAt, clock.now());
    },
  };
}
