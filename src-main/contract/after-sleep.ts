/** What a run asks, and shows, after the machine slept under it: the facts of its question `slept`. */
import type { Question } from './run.ts';
import { isText, type Text } from './text.ts';

/** Milliseconds since the epoch, UTC. */
export type Sleep = {
  readonly from: number;
  readonly until: number;
};

export const sleptCode = 'slept';

/** One of the looks, taken in order: each only when those before it agree. */
export type SleepLookRow = {
  readonly key: string;
  readonly title: Text;
  readonly state: 'pending' | 'looking' | 'agrees' | 'notNeeded' | 'differs';
  readonly found: Text | null;
  readonly at: number | null;
  readonly tookMs: number | null;
};

export type SleepFacts = {
  readonly slept: Sleep;
  readonly looks: readonly SleepLookRow[];
  /** Steps that were under way, and what going on begins with: a look, the stored intent, or a question. */
  readonly during: readonly { readonly step: string; readonly then: 'probe' | 'redo' | 'ask' }[];
};

/** For a page, which has no schemas: by their form as far as it shows them. */
function areSleepFacts(facts: Readonly<Record<string, unknown>>): facts is SleepFacts {
  const { slept, looks, during } = facts as Partial<SleepFacts>;
  return (
    typeof slept?.from === 'number' &&
    typeof slept.until === 'number' &&
    Array.isArray(looks) &&
    looks.every((row: Partial<SleepLookRow> | null) => isText(row?.title)) &&
    Array.isArray(during)
  );
}

/** Null for any other question, and for facts that cannot be read. */
export function sleepFactsOf(question: Pick<Question, 'code' | 'facts'> | null): SleepFacts | null {
  const facts = question?.code === sleptCode ? (question.facts ?? {}) : {};
  return areSleepFacts(facts) ? facts : null;
}

/** Everything is as it was before the machine slept. */
export const allAgree = ({ looks }: Pick<SleepFacts, 'looks'>): boolean =>
  looks.every(({ state }) => state === 'agrees' || state === 'notNeeded');

const longestPauseMs = 2 * 60_000;

/** A clock that was set, or a machine that was paused: when all agrees, the run goes on by itself. */
export const isMerePause = ({ from, until }: Sleep): boolean => until - from <= longestPauseMs;

/** How long the machine slept, as people say it. */
export function sleptFor(ms: number): Text {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) {
    return { zh: `${seconds} 秒`, en: `${seconds} s` };
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    return { zh: `${minutes} 分钟`, en: `${minutes} min` };
  }
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return { zh: `${hours} 小时 ${rest} 分钟`, en: `${hours} h ${rest} min` };
}
