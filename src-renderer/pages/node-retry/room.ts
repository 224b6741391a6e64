import type { ClusterRoom } from '../../clusters/room.ts';

/** A management cluster has its nodes as objects, a Primus-SaFE server behind its API. */
export const nodesRoom: ClusterRoom = { to: '/nodes', takes: () => true };
