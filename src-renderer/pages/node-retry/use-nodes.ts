import type { NodeRow } from '../../../src-main/contract/node-retry.ts';
import { isFailedPhase } from '../../../src-main/contract/node-retry-words.ts';
import { compareNames, useLiveRows, type LiveRows } from '../../clusters/use-live-rows.ts';
import { isPassing } from './phase.tsx';

const weightOf = ({ phase }: NodeRow): number => (isFailedPhase(phase) ? 0 : isPassing(phase) ? 1 : 2);

/** The latest failure first; one of which nobody knows when it was comes after them. */
export const inOrder = (one: NodeRow, other: NodeRow): number =>
  weightOf(one) - weightOf(other) ||
  (other.failedSince ?? 0) - (one.failedSince ?? 0) ||
  compareNames(one.name, other.name);

/** The nodes of a cluster, kept true while they are shown: failed ones first, then those that something is done with. */
export const useNodes = (connection: string): LiveRows<NodeRow> =>
  useLiveRows(`nodes:${connection}`, 'node', inOrder);
