/** What may be done with a node: which buttons are shown, and why one of them is off. Pure. */
import { nodeActions, type NodeAction } from '../../../src-main/contract/node-retry-names.ts';
import type { NodeRow } from '../../../src-main/contract/node-retry.ts';
import { nodeButton } from '../../../src-main/contract/node-retry-words.ts';
import type { Text } from '../../../src-main/contract/text.ts';

export interface ShownAction {
  readonly action: NodeAction;
  /** Null where it can be done. */
  readonly because: Text | null;
}

/** In the order in which they stand; one that the phase hides is not among them. */
export const shownActions = ({
  phase,
  actions,
}: Pick<NodeRow, 'phase' | 'actions'>): readonly ShownAction[] =>
  nodeActions
    .filter((action) => nodeButton(action, phase) !== 'hidden')
    .map((action) => ({
      action,
      because: actions[action].allowed ? null : (actions[action].because ?? null),
    }));

export interface Takers {
  /** How many of the nodes take the action. */
  readonly count: number;
  /** Why the first of them does not, where none does; null where one does, or nobody says why. */
  readonly because: Text | null;
}

export function takersOf(action: NodeAction, nodes: readonly NodeRow[]): Takers {
  const count = nodes.filter(({ actions }) => actions[action].allowed).length;
  return { count, because: count > 0 ? null : (nodes[0]?.actions[action].because ?? null) };
}
