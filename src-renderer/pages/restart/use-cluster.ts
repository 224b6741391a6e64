import type { Connection } from '../../../src-main/contract/connections.ts';
import { useSite } from '../../hooks/site-in-hand.ts';
import type { CallError } from '../../sync/client.ts';
import { useConnections } from '../connections/rows.ts';

/** A Primus-SaFE server has no workloads of Kubernetes to be asked for. */
const hasWorkloads = ({ kind }: Connection): boolean => kind !== 'primus';

interface ClustersInHand {
  /** The connections whose workloads can be seen; null while they are being read. */
  readonly clusters: readonly Connection[] | null;
  readonly refused: CallError | null;
}

export function useClusters(): ClustersInHand {
  const { rows, refused } = useConnections();
  return { clusters: rows?.filter(hasWorkloads) ?? null, refused };
}

/** The namespace `kube-system` of each cluster has a uid of its own; its beginning tells two clusters apart at a glance. */
const shortIdentity = (value: string): string =>
  value
    .split(':')
    .map((part) => part.slice(0, 8))
    .join(':');

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
          identity: connection.identity === null ? null : shortIdentity(connection.identity.value),
          parts: null,
          checkedAt: connection.lastTest?.at ?? null,
          mismatch: null,
        },
  );
}
