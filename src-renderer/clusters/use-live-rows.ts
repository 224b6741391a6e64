import { useMemo } from 'react';
import type { ClusterWatchRow } from '../../src-main/contract/cluster-watch.ts';
import type { Collection, CollectionRows, Topic } from '../../src-main/contract/feed.ts';
import type { CallError } from '../sync/client.ts';
import { useRows, useTopicState } from '../sync/rows.ts';
import { useTopic } from '../sync/topic.ts';
import { shownDocument } from '../words/language.ts';

const shown = new WeakMap<object, object>();

/** Each row is made fit to be shown once, however often the others change. */
function fitToShow<Row extends object>(row: Row): Row {
  const known = (shown.get(row) as Row | undefined) ?? shownDocument(row);
  shown.set(row, known);
  return known;
}

/** By code units: thousands of names are compared with each change, and `localeCompare` is a hundred times slower. */
export const compareNames = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

export interface LiveRows<Row> {
  /** In order; null while they are being read. */
  readonly rows: readonly Row[] | null;
  /** How true the list of each kind is. */
  readonly watches: readonly ClusterWatchRow[];
  readonly refused: CallError | null;
}

/** The rows of a cluster's topic, kept true while they are shown. `inOrder` is the same function on every drawing. */
export function useLiveRows<Name extends Collection>(
  topic: Topic,
  collection: Name,
  inOrder: (one: CollectionRows[Name], other: CollectionRows[Name]) => number,
): LiveRows<CollectionRows[Name]> {
  useTopic(topic);
  const all = useRows(topic, collection);
  const watches = useRows(topic, 'clusterWatch');
  const isRead = useTopicState(topic, ({ heardAt }) => heardAt !== null);
  const refused = useTopicState(topic, ({ refused: why }) => why);
  const rows = useMemo(() => all.map(fitToShow).sort(inOrder), [all, inOrder]);
  return { rows: isRead ? rows : null, watches, refused };
}
