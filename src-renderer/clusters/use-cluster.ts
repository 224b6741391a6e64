import type { Connection } from '../../src-main/contract/connections.ts';
import { shortClusterIdentity } from '../../src-main/contract/short-identity.ts';
import { useSite } from '../hooks/site-in-hand.ts';
import { useConnections } from '../pages/connections/rows.ts';
import type { CallError } from '../sync/client.ts';
import type { ClusterRoom } from './room.ts';

interface ClustersInHand {
  /** The connections that the pages can show; null while they are being read. */
  readonly clusters: readonly Connection[] | null;
  readonly refused: CallError | null;
}

export function useClusters({ takes }: ClusterRoom): ClustersInHand {
  const { rows, refused } = useConnections();
  return { clusters: rows?.filter(takes) ?? null, refused };
}

/** The cluster of the page stands in the window's bar. */
export function useClusterInBar(connection: Connection | null): void {
  useSite(
    connection === null
      ? null
      : {
          practice: connection.kind === 'practice',
          name: connection.name,
          subject: null,
          address: connection.server === '' ? null : connection.server,
          identity: connection.identity === null ? null : shortClusterIdentity(connection.identity.value),
          parts: null,
          checkedAt: connection.lastTest?.at ?? null,
          mismatch: null,
        },
  );
}
