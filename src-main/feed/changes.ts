import type { ChangeBatch, ChangedPage, ChangeRow, Topic } from '../contract/feed.ts';
import { createBell } from './bell.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';
import type { Membership } from './live-lists.ts';
import { checkedRow, createTopics, type FoundTopic, type TopicSource } from './topics.ts';

interface StoreFacts {
  readonly storeId: string;
  readonly revision: number;
  readonly prunedRevision: number;
}

export interface ChangeFeedParts {
  readonly sources: readonly TopicSource[];
  /** Where the store with the durable rows stands now. */
  readonly facts: () => StoreFacts;
  /** Calls the listener after each commit; returns the way to stop. */
  readonly onCommit: (listener: () => void) => () => void;
  readonly instanceId: string;
  readonly clock: { elapsed(): number; pause(durationMs: number, signal: AbortSignal): Promise<void> };
}

export interface ChangeFeed {
  /**
   * Never ends by itself; ends quietly when the signal is aborted. Throws TOPIC_UNKNOWN, and what its source throws for
   * a name that is not there, such as RUN_NOT_FOUND.
   */
  changes(topic: Topic, cursor: string | null, signal: AbortSignal): AsyncGenerator<ChangeBatch, void, void>;
}

/** Rows of a page; one that one transaction wrote is never split. */
const pageRows = 500;
const leastBatchIntervalMs = 100;

interface Follower extends FoundTopic {
  readonly topic: Topic;
  readonly live: Membership | null;
  position: Position | null;
  /** The store's prunedRevision when the last snapshot began: what was pruned by then is not missing from it. */
  prunedBefore: number;
  /** The same for removals that the live rows have forgotten. */
  forgottenBefore: number;
}

interface Pulled {
  readonly batch: ChangeBatch;
  readonly more: boolean;
}

/**
 * Rows with a revision, followed by state: nothing is kept per follower but where it stands, so one that reads slowly
 * gets what is true when it reads next, and no row is ever missed. Which rows there are, the sources say.
 */
export function createChangeFeed(parts: ChangeFeedParts): ChangeFeed {
  const find = createTopics(parts.sources);
  return {
    async *changes(topic, cursor, signal) {
      const { source, name } = find(topic);
      const live = source.live?.(name) ?? null;
      const position = cursor === null ? null : decodeCursor(cursor);
      const follower = { topic, source, name, live, position, prunedBefore: 0, forgottenBefore: 0 };
      try {
        yield* follow(parts, follower, signal);
      } finally {
        live?.leave();
      }
    },
  };
}

async function* follow(
  parts: ChangeFeedParts,
  follower: Follower,
  signal: AbortSignal,
): AsyncGenerator<ChangeBatch, void, void> {
  const { clock, onCommit } = parts;
  const { live } = follower;
  const bell = createBell(signal);
  const ring = (): void => bell.ring();
  const stop = [onCommit(ring), live?.onChange(ring)];
  let caughtUp = false;
  try {
    await untilReady(live, signal);
    while (!signal.aborted) {
      bell.quiet();
      const { batch, more } = pull(parts, follower);
      if (batch.rows.length > 0 || batch.reset || (!caughtUp && batch.complete)) {
        yield batch;
      }
      caughtUp ||= batch.complete;
      const sentAt = clock.elapsed();
      if (!more) {
        await bell.rung();
      }
      if (caughtUp) {
        await restOf(sentAt + leastBatchIntervalMs, clock, signal);
      }
    }
  } finally {
    for (const unsubscribe of stop) {
      unsubscribe?.();
    }
  }
}

/** Waits until the live rows of now are there; an abort ends the wait early. */
async function untilReady(live: Membership | null, signal: AbortSignal): Promise<void> {
  if (live === null) {
    return;
  }
  const gone = Promise.withResolvers<void>();
  const leave = (): void => gone.resolve();
  signal.addEventListener('abort', leave, { once: true });
  try {
    await Promise.race([live.ready, gone.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** Waits for the moment; an abort ends the wait early. */
async function restOf(until: number, clock: ChangeFeedParts['clock'], signal: AbortSignal): Promise<void> {
  const durationMs = until - clock.elapsed();
  if (durationMs <= 0) {
    return;
  }
  try {
    await clock.pause(durationMs, signal);
  } catch (thrown) {
    if (!signal.aborted) {
      throw thrown;
    }
  }
}

/** Reads one page at the follower's position and moves it there. Synchronous: all of it is one moment of the store. */
function pull(parts: ChangeFeedParts, follower: Follower): Pulled {
  const { source, name, live, topic } = follower;
  live?.check();
  const facts = parts.facts();
  const known = follower.position;
  const reset = known === null || !isKnown({ position: known, follower, facts, parts });
  if (reset) {
    follower.prunedBefore = facts.prunedRevision;
    follower.forgottenBefore = live?.rows.forgotten() ?? 0;
  }
  const from = reset ? { revision: 0, sequence: 0 } : known;
  const page = source.read?.(name, from.revision, pageRows) ?? nothingDurable(facts);
  // Live rows follow on the last page, when every row they belong to is there.
  const told = page.more || live === null ? nothingLive(from.sequence) : liveAfter(from.sequence, live);
  const more = page.more || told.more;
  const position: Position = {
    topic,
    storeId: facts.storeId,
    revision: page.revision,
    instanceId: parts.instanceId,
    sequence: told.sequence,
  };
  follower.position = position;
  const rows = [...page.rows, ...told.changes].map((change) => checkedRow(source, change));
  return { batch: { cursor: encodeCursor(position), reset, complete: !more, rows }, more };
}

const nothingDurable = ({ revision }: StoreFacts): ChangedPage => ({ rows: [], revision, more: false });

interface LivePage {
  readonly changes: readonly ChangeRow[];
  readonly more: boolean;
  /** Where who has read it stands. */
  readonly sequence: number;
}

const nothingLive = (sequence: number): LivePage => ({ changes: [], more: false, sequence });

function liveAfter(sequence: number, { rows }: Membership): LivePage {
  const { entries, more } = rows.since(sequence, pageRows);
  const last = more ? entries.at(-1) : undefined;
  return { changes: entries.map(({ change }) => change), more, sequence: last?.sequence ?? rows.head() };
}

interface Standing {
  readonly position: Position;
  readonly follower: Follower;
  readonly facts: StoreFacts;
  readonly parts: ChangeFeedParts;
}

/** Whether everything the follower does not have yet can still be told from where it stands. */
function isKnown(standing: Standing): boolean {
  const { position, follower, facts } = standing;
  if (position.topic !== follower.topic || position.storeId !== facts.storeId) {
    return false;
  }
  if (position.revision > facts.revision) {
    return false;
  }
  if (facts.prunedRevision > Math.max(position.revision, follower.prunedBefore)) {
    return false;
  }
  return follower.live === null || isLiveKnown(standing, follower.live);
}

/** Live rows do not outlive their process; durable ones do. A sequence of 0 is a snapshot under way. */
function isLiveKnown({ position, follower, parts }: Standing, { rows }: Membership): boolean {
  if (position.instanceId !== parts.instanceId || position.sequence > rows.head()) {
    return false;
  }
  return position.sequence === 0 || rows.forgotten() <= Math.max(position.sequence, follower.forgottenBefore);
}
