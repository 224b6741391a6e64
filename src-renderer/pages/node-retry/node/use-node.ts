import type { NodeRow, NodeSight } from '../../../../src-main/contract/node-retry.ts';
import { useAnswer, type Asked } from '../../../ask/use-call.ts';
import { useReadAgain } from '../../../clusters/use-read-again.ts';
import { isPassing } from '../phase.tsx';
import { useNodes } from '../use-nodes.ts';

export interface NodeInHand {
  readonly asked: Asked<NodeSight>;
  /** As the list tells it now; null where that is not known. */
  readonly live: NodeRow | null;
  /** Every node of the cluster, as far as they are read. */
  readonly all: readonly NodeRow[];
}

const none: readonly NodeRow[] = [];

/** A node with what is known of it: read again whenever the list tells something new of it, and while something is done with it. */
export function useNode(connection: string, name: string): NodeInHand {
  const { rows } = useNodes(connection);
  const live = rows?.find((row) => row.name === name) ?? null;
  const asked = useAnswer(`node/${connection}/${name}`, (client, signal) =>
    client.nodes.show({ cluster: { kind: 'connection', name: connection }, name }, { signal }),
  );
  useReadAgain(asked.again, { told: JSON.stringify(live), isMoving: live !== null && isPassing(live.phase) });
  return { asked, live, all: rows ?? none };
}
