import type { SqliteRunStore } from '../../src-main/adapters/sqlite/run-store.ts';
import { createChangeFeed, type ChangeFeed, type ChangeFeedParts } from '../../src-main/feed/changes.ts';
import type { TopicSource } from '../../src-main/feed/topics.ts';
import {
  createRunTopics,
  type RunTopicParts,
  type RunTopics,
} from '../../src-main/services/runs/run-topics.ts';

export type RunFeed = ChangeFeed & Pick<RunTopics, 'progress' | 'grown'>;

export interface RunFeedParts {
  readonly clock: ChangeFeedParts['clock'];
  readonly instanceId?: string;
  readonly onCommit?: ChangeFeedParts['onCommit'];
  /** How long the logs of the runs are. */
  readonly sizeOf?: RunTopicParts['sizeOf'];
  /** Topics beside those of the runs. */
  readonly sources?: readonly TopicSource[];
}

/** The feed of a store's runs, put together as the runtime does. */
export function createRunFeed(store: SqliteRunStore, parts: RunFeedParts): RunFeed {
  const { clock, instanceId = 'one', onCommit, sources = [] } = parts;
  const topics = createRunTopics({
    reader: store,
    clock,
    sizeOf: parts.sizeOf ?? (() => ({ lines: 0, sizeBytes: 0 })),
  });
  const feed = createChangeFeed({
    sources: [...topics.sources, ...sources],
    facts: () => store.facts(),
    onCommit: onCommit ?? ((listener) => store.onCommit(listener)),
    instanceId,
    clock,
  });
  return {
    changes: (topic, cursor, signal) => feed.changes(topic, cursor, signal),
    progress: (run, step, progress) => topics.progress(run, step, progress),
    grown: (stream) => topics.grown(stream),
  };
}
