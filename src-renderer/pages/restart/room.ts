import type { ClusterRoom } from '../../clusters/room.ts';

/** A Primus-SaFE server has no workloads of Kubernetes to be asked for. */
export const workloadsRoom: ClusterRoom = { to: '/workloads', takes: ({ kind }) => kind !== 'primus' };
