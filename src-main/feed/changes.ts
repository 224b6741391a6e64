import type { ChangeBatch, ChangeRow, Topic } from '../contract/feed.ts';
import type { Progress, RunRow, StepRow } from '../contract/run.ts';
import { createBell } from './bell.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';
import { createLiveProgress, type LiveProgress } from './live-progress.ts';

/** What the feed reads of the store. Each call answers one consistent moment. */
export interface ChangeReader {
  facts(): { readonly storeId: string; readonly revision: number; readonly prunedRevision: number };
  /** Rows newer than the revision, up to a revision border; `runId` null is the index. */
  changedSince(
    revision: number,
    runId: string | null,
    limit: number,
  ): {
    readonly runs: readonly RunRow[];
    readonly steps: readonly StepRow[];
    readonly removed: readonly { readonly collection: string; readonly id: string }[];
    readonly revision: number;
    readonly more: boolean;
  };
  /** Throws RUN_NOT_FOUND. */
  runRow(id: string): RunRow;
}

export interface ChangeFeedParts {
  readonly reader: ChangeReader;
  /** Calls the listener after each commit; answers the way to stop. */
  readonly onCommit: (listener: () => void) => () => void;
  readonly instanceId: string;
  readonly clock: { elapsed(): number; pause(durationMs: number, signal: AbortSignal): Promise<void> };
}

export interface ChangeFeed {
  /** Never ends by itself; ends quietly when the signal is aborted. Throws RUN_NOT_FOUND for a run that is not there. */
  changes(topic: Topic, cursor: string | null, signal: AbortSignal): AsyncGenerator<ChangeBatch, void, void>;
  /** The step's live progress; null takes it back. That of a step that no longer runs is taken back by the feed. */
  progress(runId: string, step: string, progress: Progress | null): void;
}

/** Rows of a page; one that one transaction wrote is never split. */
const pageRows = 500;
const leastBatchIntervalMs = 100;

interface Follower {
  readonly topic: Topic;
  readonly runId: string | null;
  position: Position | null;
  /** The store's prunedRevision when the last snapshot began: what was pruned by then is not missing from it. */
  prunedBefore: number;
}

interface Pulled {
  readonly batch: ChangeBatch;
  readonly more: boolean;
}

/**
 * Rows with a revision, followed by state: nothing is kept per follower but where it stands, so one that reads slowly
 * gets what is true when it reads next, and no row is ever missed.
 */
export function createChangeFeed(parts: ChangeFeedParts): ChangeFeed {
  const live = createLiveProgress();
  return {
    progress: (runId, step, progress) => live.report(runId, step, progress),
    changes: (topic, cursor, signal) => follow({ parts, live }, followerOf(topic, cursor), signal),
  };
}

interface Sources {
  readonly parts: ChangeFeedParts;
  readonly live: LiveProgress;
}

function followerOf(topic: Topic, cursor: string | null): Follower {
  const runId = topic === 'index' ? null : topic.slice('run:'.length);
  return { topic, runId, position: cursor === null ? null : decodeCursor(cursor), prunedBefore: 0 };
}

async function* follow(
  sources: Sources,
  follower: Follower,
  signal: AbortSignal,
): AsyncGenerator<ChangeBatch, void, void> {
  const { clock, onCommit } = sources.parts;
  const bell = createBell(signal);
  const stop = [onCommit(() => bell.ring()), sources.live.onReport(() => bell.ring())];
  let caughtUp = false;
  try {
    while (!signal.aborted) {
      bell.quiet();
      const { batch, more } = pull(sources, follower);
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
      unsubscribe();
    }
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
function pull({ parts, live }: Sources, follower: Follower): Pulled {
  const facts = parts.reader.facts();
  const known = follower.position;
  const reset =
    known === null || !isKnown({ position: known, follower, facts, live, instanceId: parts.instanceId });
  if (reset) {
    if (follower.runId !== null) {
      parts.reader.runRow(follower.runId);
    }
    follower.prunedBefore = facts.prunedRevision;
  }
  const from = reset ? { revision: 0, sequence: 0 } : known;
  const page = parts.reader.changedSince(from.revision, follower.runId, pageRows);
  const durable = [
    ...page.runs.map(runChange),
    ...page.steps.map(stepChange),
    ...page.removed.flatMap(removal),
  ];
  takeBackEnded(page.steps, live);
  // Live values follow on the last page, when every step they belong to is there.
  const volatile =
    page.more || follower.runId === null ? [] : liveChanges(live, follower.runId, from.sequence);
  const position: Position = {
    topic: follower.topic,
    storeId: facts.storeId,
    revision: page.revision,
    instanceId: parts.instanceId,
    sequence: page.more ? from.sequence : live.head(),
  };
  follower.position = position;
  const batch = {
    cursor: encodeCursor(position),
    reset,
    complete: !page.more,
    rows: [...durable, ...volatile],
  };
  return { batch, more: page.more };
}

interface Standing {
  readonly position: Position;
  readonly follower: Follower;
  readonly facts: ReturnType<ChangeReader['facts']>;
  readonly live: LiveProgress;
  readonly instanceId: string;
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
  return follower.runId === null || isVolatileKnown(standing);
}

/** Only a run's topic carries volatile rows; the index outlives the process. A sequence of 0 is a snapshot under way. */
function isVolatileKnown({ position, live, instanceId }: Standing): boolean {
  if (position.instanceId !== instanceId || position.sequence > live.head()) {
    return false;
  }
  return position.sequence === 0 || position.sequence >= live.forgotten();
}

function takeBackEnded(steps: readonly StepRow[], live: LiveProgress): void {
  for (const { runId, key, state } of steps) {
    if (state !== 'running' && live.isLive(runId, key)) {
      live.report(runId, key, null);
    }
  }
}

const runChange = (row: RunRow): ChangeRow => ({ collection: 'run', id: row.id, row });
const stepChange = (row: StepRow): ChangeRow => ({ collection: 'step', id: stepId(row.runId, row.key), row });

/** A step's key is unique in its run only. */
const stepId = (runId: string, key: string): string => `${runId}/${key}`;

function removal({
  collection,
  id,
}: {
  readonly collection: string;
  readonly id: string;
}): readonly ChangeRow[] {
  return collection === 'run' || collection === 'step' ? [{ collection, id, row: null }] : [];
}

function liveChanges(live: LiveProgress, runId: string, sequence: number): readonly ChangeRow[] {
  return live.since(runId, sequence).flatMap(({ step, progress }): ChangeRow[] => {
    // To a new follower what has ended was never there.
    if (progress === null && sequence === 0) {
      return [];
    }
    return [
      {
        collection: 'progress',
        id: stepId(runId, step),
        row: progress === null ? null : { runId, step, progress },
      },
    ];
  });
}
