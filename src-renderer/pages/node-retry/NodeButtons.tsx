import type { ReactElement } from 'react';
import { nodeActionWords, type NodeAction } from '../../../src-main/contract/node-retry-names.ts';
import type { NodeRow } from '../../../src-main/contract/node-retry.ts';
import { Action } from '../../components/Action.tsx';
import { useWords } from '../../words/language.ts';
import { shownActions } from './node-actions.ts';

interface NodeButtonsProps {
  readonly row: NodeRow;
  readonly size: 'small' | 'normal';
  readonly onTake: (action: NodeAction) => void;
}

/** What can be done with one node. One that cannot be done now stays to be seen, with the reason. */
export function NodeButtons({ row, size, onTake }: NodeButtonsProps): ReactElement {
  const words = useWords();
  return (
    <>
      {shownActions(row).map(({ action, because }) => (
        <Action
          key={action}
          size={size}
          kind={action === 'retry' ? (size === 'small' ? 'outline' : 'primary') : 'plain'}
          label={`${words(nodeActionWords[action])} ${row.name}`}
          disabledBecause={because === null ? null : words(because)}
          onAct={() => onTake(action)}
        >
          {words(nodeActionWords[action])}
        </Action>
      ))}
    </>
  );
}
