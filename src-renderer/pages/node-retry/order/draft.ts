/** What is about to be ordered for nodes of a cluster, in the dialog that asks for it. Pure. */
import type { NodeAction } from '../../../../src-main/contract/node-retry-names.ts';
import type { NodeOrder, NodeRow } from '../../../../src-main/contract/node-retry.ts';
import { wholeNumber } from '../../../words/whole-number.ts';

export interface Draft {
  readonly action: NodeAction;
  /** As they were when they were chosen. */
  readonly nodes: readonly NodeRow[];
  /** The cluster that they are brought into, as it was typed. */
  readonly into: string;
  /** How many are worked on at a time, as it was typed; empty: all. */
  readonly atOnce: string;
}

/** Where there is one cluster, it is the one that is meant. */
export const firstDraft = (
  action: NodeAction,
  nodes: readonly NodeRow[],
  clusters: readonly string[],
): Draft => ({
  action,
  nodes,
  into: action === 'manage' && clusters.length === 1 ? (clusters[0] ?? '') : '',
  atOnce: '',
});

export type DraftProblem = 'into' | 'atOnce';

export type NodeRequest = Pick<NodeOrder, 'cluster' | 'action' | 'names' | 'into' | 'atOnce'>;

export type Ordered =
  | { readonly order: NodeRequest; readonly problem: null }
  | { readonly order: null; readonly problem: DraftProblem };

/** What is asked of the owner, or the field that keeps it from being asked. */
export function orderOf(connection: string, { action, nodes, into, atOnce }: Draft): Ordered {
  const limit = wholeNumber(atOnce, 1);
  if (action === 'manage' && into.trim() === '') {
    return { order: null, problem: 'into' };
  }
  if (limit === null && atOnce.trim() !== '') {
    return { order: null, problem: 'atOnce' };
  }
  const order: NodeRequest = {
    cluster: { kind: 'connection', name: connection },
    action,
    names: nodes.map(({ name }) => name),
    into: action === 'manage' ? into.trim() : null,
    atOnce: limit,
  };
  return { order, problem: null };
}

/** What a preview depends on: how many are worked on at a time changes nothing of it. */
export const previewKey = ({ action, nodes, into }: Draft): string =>
  JSON.stringify([action, into.trim(), nodes.map(({ name }) => name)]);

export type Direction = 'up' | 'down' | 'both';

/** What a retry repeats: bringing nodes into their cluster, taking them out, or either. */
export function directionOf(nodes: readonly NodeRow[]): Direction {
  const isUp = nodes.some(({ phase }) => phase === 'ManagedFailed');
  const isDown = nodes.some(({ phase }) => phase === 'UnmanagedFailed');
  return isUp === isDown ? 'both' : isUp ? 'up' : 'down';
}

/** Those whose retry will probably fail again at once: docs/engines/node-retry.md. */
export const doubtfulOf = ({ action, nodes }: Draft): readonly NodeRow[] =>
  action === 'retry'
    ? nodes.filter(({ isControlPlane, phase }) => isControlPlane && phase === 'ManagedFailed')
    : [];
