import type { Connection } from '../../src-main/contract/connections.ts';

/** The pages of one engine about what is in a cluster. */
export interface ClusterRoom {
  /** Their address, such as `/workloads`; those of a cluster are below it: `/workloads/CONNECTION`. */
  readonly to: string;
  /** Whether they can show what is behind a connection. */
  readonly takes: (connection: Connection) => boolean;
}

export const addressIn = ({ to }: ClusterRoom, connection: string): string => `${to}/${connection}`;
