import { useCallback, useState, type ReactElement } from 'react';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import type { NodeAction } from '../../../../src-main/contract/node-retry-names.ts';
import type { NodeRow } from '../../../../src-main/contract/node-retry.ts';
import { firstDraft, type Draft } from './draft.ts';
import { OrderDialog } from './OrderDialog.tsx';
import { forgetPreviews } from './use-node-preview.ts';

export type TakeNodes = (action: NodeAction, nodes: readonly NodeRow[]) => void;

interface Ordering {
  /** Takes nodes in hand: the dialog asks before anything is done with them. */
  readonly take: TakeNodes;
  readonly dialog: ReactElement | null;
}

/** `clusters`: those that nodes are in by now. */
export function useOrdering(connection: Connection, clusters: readonly string[]): Ordering {
  const [draft, setDraft] = useState<Draft | null>(null);
  const { name } = connection;
  const take = useCallback<TakeNodes>(
    (action, nodes) => {
      forgetPreviews(name);
      setDraft(firstDraft(action, nodes, clusters));
    },
    [name, clusters],
  );
  const dialog =
    draft === null ? null : (
      <OrderDialog
        connection={connection}
        draft={draft}
        clusters={clusters}
        onChange={setDraft}
        onClose={() => setDraft(null)}
      />
    );
  return { take, dialog };
}
