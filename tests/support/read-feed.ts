import type { ChangeBatch, Topic } from '../../src-main/contract/feed.ts';
import type { ChangeFeed } from '../../src-main/feed/changes.ts';

export interface FeedReader {
  next(): Promise<ChangeBatch>;
  /** Batches up to and including the first that is complete. */
  catchUp(): Promise<ChangeBatch[]>;
  stop(): Promise<IteratorResult<ChangeBatch, void>>;
}

export function readFeed(feed: ChangeFeed, topic: Topic, cursor: string | null = null): FeedReader {
  const stopping = new AbortController();
  const iterator = feed.changes(topic, cursor, stopping.signal);
  const next = async (): Promise<ChangeBatch> => {
    const { value, done } = await iterator.next();
    if (done === true) {
      throw new Error('the feed ended');
    }
    return value;
  };
  return {
    next,
    async catchUp() {
      const batches = [await next()];
      while (!batches.at(-1)!.complete) {
        batches.push(await next());
      }
      return batches;
    },
    stop() {
      stopping.abort();
      return iterator.next();
    },
  };
}

export const idsOf = (batches: readonly ChangeBatch[]): string[] =>
  batches.flatMap(({ rows }) => rows.map(({ id }) => id));
