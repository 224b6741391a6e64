import type { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { ChangedPage, ChangeRow, Topic } from '../contract/feed.ts';
import type { Membership } from './live-lists.ts';

/** One kind of topic: where its rows come from. Durable rows, live ones, or both. */
export interface TopicSource {
  /** The topic, or with a colon at its end what stands before a name: `run:`. */
  readonly prefix: string;
  /** The collections it tells rows of, with their schemas: every row is checked before it leaves. */
  readonly collections: Readonly<Record<string, z.ZodType>>;
  /**
   * Durable rows newer than the revision; 0 is the beginning, and throws a typed error for a name that is not there.
   * Synchronous, because a page is one moment of the store; at most about `limit` rows.
   */
  read?(name: string, from: number, limit: number): ChangedPage;
  /** Rows that are only in memory, told after the durable ones: see `createLiveLists`. */
  live?(name: string): Membership;
}

/** A topic with its source. `name` is what stands behind the prefix. */
export interface FoundTopic {
  readonly source: TopicSource;
  readonly name: string;
}

/** Finds the source of a topic; throws TOPIC_UNKNOWN. */
export function createTopics(sources: readonly TopicSource[]): (topic: Topic) => FoundTopic {
  const byPrefix = new Map<string, TopicSource>();
  for (const source of sources) {
    if (byPrefix.has(source.prefix)) {
      throw new TypeError(`two sources declare the topic ${source.prefix}`);
    }
    byPrefix.set(source.prefix, source);
  }
  return (topic) => {
    const colon = topic.indexOf(':');
    const prefix = colon === -1 ? topic : topic.slice(0, colon + 1);
    const source = byPrefix.get(prefix);
    if (source === undefined) {
      const known = [...byPrefix.keys()].map((one) => (one.endsWith(':') ? `${one}<id>` : one)).join(', ');
      throw new AppError(
        'TOPIC_UNKNOWN',
        {
          zh: `没有名为 ${topic} 的主题；可订阅的主题：${known}。`,
          en: `There is no topic ${topic}. Topics that can be followed: ${known}.`,
        },
        { data: { topic } },
      );
    }
    return { source, name: topic.slice(prefix.length) };
  };
}

/** The row as its schema has it; a source that tells a row it did not declare is our bug. */
export function checkedRow({ prefix, collections }: TopicSource, change: ChangeRow): ChangeRow {
  const schema = collections[change.collection];
  if (schema === undefined) {
    throw new TypeError(`the topic ${prefix} tells rows of ${change.collection}, which it did not declare`);
  }
  const { collection, id, row } = change;
  return row === null ? change : ({ collection, id, row: schema.parse(row) } as ChangeRow);
}
