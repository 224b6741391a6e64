import { useMemo } from 'react';
import type { Connection } from '../../../src-main/contract/connections.ts';
import type { CallError } from '../../sync/client.ts';
import { useRows, useTopicState } from '../../sync/rows.ts';
import { useTopic } from '../../sync/topic.ts';
import { shownDocument } from '../../words/language.ts';

const topic = 'connections';

export interface ConnectionRows {
  /** By name; null while they are being read. */
  readonly rows: readonly Connection[] | null;
  readonly refused: CallError | null;
}

/** Every connection, kept true while it is shown. */
export function useConnections(): ConnectionRows {
  useTopic(topic);
  const all = useRows(topic, 'connection');
  const isRead = useTopicState(topic, ({ heardAt }) => heardAt !== null);
  const refused = useTopicState(topic, ({ refused: why }) => why);
  // What a kubeconfig calls its contexts is anybody's text.
  const rows = useMemo(
    () =>
      all.map((row) => shownDocument(row)).sort((left, right) => left.name.localeCompare(right.name, 'en')),
    [all],
  );
  return { rows: isRead ? rows : null, refused };
}
