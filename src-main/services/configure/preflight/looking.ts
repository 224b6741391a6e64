import type { PreflightItem } from '../../../contract/preflight.ts';
import { type ErrorCode, AppError, toErrorRecord } from '../../../contract/errors.ts';
import type { Text } from '../../../contract/text.ts';

type Verdict = PreflightItem['verdict'];

/** What a look found. */
export type Sight = Omit<PreflightItem, 'code' | 'subject'>;

/** What is looked at, under the name of the rule that it would break. */
export interface Looked {
  readonly code: string;
  readonly subject: string;
}

/** Errors that are not the site's fault: a key to be accepted, a question that cannot be asked here, a want of this computer. */
const verdictOfError: Partial<Record<ErrorCode, Verdict>> = {
  TLS_UNKNOWN: 'warning',
  SSH_KEY_UNKNOWN: 'warning',
  ADDRESS_NOT_ALLOWED: 'unknown',
  SESSION_EXPIRED: 'unknown',
  TOKEN_MISSING: 'unknown',
  OPEN_FILES_EXHAUSTED: 'unknown',
  MEMORY_EXHAUSTED: 'unknown',
};

/** The error as a line. `otherwise` is how bad an error is that says nothing about itself. */
export function sightOf(thrown: unknown, otherwise: Verdict = 'error'): Sight {
  const { code: error, message, data } = toErrorRecord(thrown);
  const fingerprint = data['fingerprint'];
  const facts = typeof fingerprint === 'string' ? { error, fingerprint } : { error };
  return { verdict: verdictOfError[error] ?? otherwise, message, facts };
}

/** Throws CANCELED once nobody waits for the preflight any more. */
function requireWanted(signal: AbortSignal): void {
  if (!signal.aborted) {
    return;
  }
  throw new AppError('CANCELED', {
    zh: '现场检查已取消，没有更改任何内容；需要时重新执行。',
    en: 'The site check was canceled; nothing was changed. Run it again if needed.',
  });
}

/** What a question was answered, or the line for why it was not. */
export type Asked<T> =
  { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'failed'; readonly sight: Sight };

/** Throws CANCELED, and nothing else. */
export async function asking<T>(
  signal: AbortSignal,
  ask: () => Promise<T>,
  otherwise: Verdict = 'error',
): Promise<Asked<T>> {
  requireWanted(signal);
  try {
    return { kind: 'answer', value: await ask() };
  } catch (thrown) {
    requireWanted(signal);
    return { kind: 'failed', sight: sightOf(thrown, otherwise) };
  }
}

/** One look at the world; what it throws becomes a line instead of ending the others. */
export async function looking(
  looked: Looked,
  signal: AbortSignal,
  look: () => Promise<Sight>,
): Promise<PreflightItem> {
  const asked = await asking(signal, look);
  return { ...looked, ...(asked.kind === 'answer' ? asked.value : asked.sight) };
}

/** A line for what could not be looked at, so that its absence is not taken for good news. */
export function notLookedAt(looked: Looked, because: Text): PreflightItem {
  return { ...looked, verdict: 'unknown', message: because };
}
