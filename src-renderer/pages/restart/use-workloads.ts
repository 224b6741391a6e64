import { useMemo } from 'react';
import type { ClusterWatchRow } from '../../../src-main/contract/cluster-watch.ts';
import type { WorkloadRow } from '../../../src-main/contract/restart.ts';
import type { CallError } from '../../sync/client.ts';
import { useRows, useTopicState } from '../../sync/rows.ts';
import { useTopic } from '../../sync/topic.ts';
import { shownDocument } from '../../words/language.ts';

const topicOf = (connection: string): string => `workloads:${connection}`;

const shown = new WeakMap<WorkloadRow, WorkloadRow>();

/** Each row is made fit to be shown once, however often the others change. */
function fitToShow(row: WorkloadRow): WorkloadRow {
  const known = shown.get(row) ?? shownDocument(row);
  shown.set(row, known);
  return known;
}

const inOrder = (one: WorkloadRow, other: WorkloadRow): number =>
  compare(one.namespace, other.namespace) || compare(one.kind, other.kind) || compare(one.name, other.name);

/** By code units: thousands of names are compared with each change, and `localeCompare` is a hundred times slower. */
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

export interface Workloads {
  /** By namespace, kind and name; null while they are being read. */
  readonly rows: readonly WorkloadRow[] | null;
  /** How true the list of each kind is. */
  readonly watches: readonly ClusterWatchRow[];
  readonly refused: CallError | null;
}

/** The workloads of a cluster, kept true while they are shown. */
export function useWorkloads(connection: string): Workloads {
  const topic = topicOf(connection);
  useTopic(topic);
  const all = useRows(topic, 'workload');
  const watches = useRows(topic, 'clusterWatch');
  const isRead = useTopicState(topic, ({ heardAt }) => heardAt !== null);
  const refused = useTopicState(topic, ({ refused: why }) => why);
  const rows = useMemo(() => all.map(fitToShow).sort(inOrder), [all]);
  return { rows: isRead ? rows : null, watches, refused };
}
