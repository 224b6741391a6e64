import type { WorkloadRow } from '../../../src-main/contract/restart.ts';
import { compareNames, useLiveRows, type LiveRows } from '../../clusters/use-live-rows.ts';

const inOrder = (one: WorkloadRow, other: WorkloadRow): number =>
  compareNames(one.namespace, other.namespace) ||
  compareNames(one.kind, other.kind) ||
  compareNames(one.name, other.name);

/** The workloads of a cluster by namespace, kind and name, kept true while they are shown. */
export const useWorkloads = (connection: string): LiveRows<WorkloadRow> =>
  useLiveRows(`workloads:${connection}`, 'workload', inOrder);
