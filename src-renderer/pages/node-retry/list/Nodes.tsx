import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import {
  nodeActionWords,
  nodeActions,
  type NodeAction,
} from '../../../../src-main/contract/node-retry-names.ts';
import type { NodeRow } from '../../../../src-main/contract/node-retry.ts';
import { isFailedPhase } from '../../../../src-main/contract/node-retry-words.ts';
import { ClusterChoice } from '../../../clusters/ClusterChoice.tsx';
import { LiveTable } from '../../../clusters/LiveTable.tsx';
import { usePicked } from '../../../clusters/picked.ts';
import { useClusterInBar } from '../../../clusters/use-cluster.ts';
import { Action } from '../../../components/Action.tsx';
import { ListPage } from '../../../components/Page.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { useLatest } from '../../../hooks/use-latest.ts';
import { useRested } from '../../../hooks/use-rested.ts';
import { useWords } from '../../../words/language.ts';
import { takersOf } from '../node-actions.ts';
import { useOrdering, type TakeNodes } from '../order/use-ordering.tsx';
import { nodesRoom } from '../room.ts';
import { useNodes } from '../use-nodes.ts';
import { addressOf, useNodeColumns } from './columns.tsx';
import { clustersOf, narrowed, noConditions } from './conditions.ts';
import { Tools } from './Tools.tsx';
import '../nodes.css';

const none: readonly NodeRow[] = [];

/** Milliseconds without a key before thousands of rows are searched. */
const pauseMs = 120;

const keyOf = ({ name }: NodeRow): string => name;

interface BarProps {
  readonly nodes: readonly NodeRow[];
  readonly hidden: number;
  readonly onTake: TakeNodes;
  readonly onClear: () => void;
}

/** What can be done with those that are picked. Each node has conditions of its own: one that is refused keeps no other from it. */
function SelectionBar({ nodes, hidden, onTake, onClear }: BarProps): ReactElement {
  const { t } = useTranslation('nodes');
  const words = useWords();
  const becauseOf = (action: NodeAction): string | null => {
    const { count, because } = takersOf(action, nodes);
    return count > 0 ? null : because === null ? t('noneTakes') : words(because);
  };
  const take = (action: NodeAction): void => onTake(action, nodes);
  const isRetried = becauseOf('retry') === null;
  useShortcut(isRetried ? 'r' : null, words(nodeActionWords.retry), () => take('retry'));
  return (
    <>
      <span>
        {t('selectedCount', { count: nodes.length })}
        {hidden === 0 ? null : <span className="quiet"> · {t('selectedHidden', { count: hidden })}</span>}
      </span>
      {nodeActions.map((action) => (
        <Action
          key={action}
          kind={action === 'retry' ? 'primary' : 'plain'}
          size="small"
          {...(action === 'retry' ? { shortcut: 'R' } : {})}
          disabledBecause={becauseOf(action)}
          onAct={() => take(action)}
        >
          {t('takeSelected', { action: words(nodeActionWords[action]) })}
        </Action>
      ))}
      <Action kind="link" onAct={onClear}>
        {t('clearSelection')}
      </Action>
    </>
  );
}

interface RetryAllProps {
  readonly rows: readonly NodeRow[];
  readonly onTake: TakeNodes;
}

/** Every node in a failed phase that is listed. */
function RetryAll({ rows, onTake }: RetryAllProps): ReactElement {
  const { t } = useTranslation('nodes');
  const failed = rows.filter(({ phase }) => isFailedPhase(phase));
  return (
    <Action
      disabledBecause={failed.length === 0 ? t('noneFailed') : null}
      onAct={() => onTake('retry', failed)}
    >
      {t('retryAll', { total: failed.length })}
    </Action>
  );
}

interface ListProps {
  readonly connection: Connection;
  /** Asks for the rows anew after they were refused. */
  readonly onRetry: () => void;
}

/** Every node of a cluster in one table, live, failed ones first; those that are picked can be retried. */
function List({ connection, onRetry }: ListProps): ReactElement {
  const { t } = useTranslation('nodes');
  const [, go] = useLocation();
  const { name } = connection;
  const live = useNodes(name);
  const { rows } = live;
  const all = rows ?? none;
  const { take, dialog } = useOrdering(
    connection,
    useMemo(() => clustersOf(all), [all]),
  );
  const [conditions, setConditions] = useState(noConditions);
  const { picked, pick } = usePicked(
    nodesRoom,
    name,
    useMemo(() => all.map(keyOf), [all]),
  );
  const text = useRested(conditions.text, pauseMs);
  const rested = conditions.text === '' ? '' : text;
  const shown = useMemo(() => narrowed(all, { ...conditions, text: rested }), [all, conditions, rested]);
  const columns = useNodeColumns(
    name,
    useLatest((action: NodeAction, row: NodeRow) => take(action, [row])),
  );
  const labelOf = useCallback((row: NodeRow) => t('select', { node: row.name }), [t]);
  return (
    <ListPage
      head={
        <PageHead title={t('title')} note={rows === null ? undefined : t('count', { count: rows.length })}>
          <ClusterChoice room={nodesRoom} name={name} />
          {rows === null ? null : <RetryAll rows={shown} onTake={take} />}
        </PageHead>
      }
      toolbar={
        <Tools
          rows={all}
          shownCount={shown.length}
          conditions={conditions}
          onChange={(changes) => setConditions((before) => ({ ...before, ...changes }))}
        />
      }
    >
      <LiveTable<NodeRow>
        live={live}
        say={{
          failed: t('failed'),
          none: t('none'),
          noneHint: t('noneHint'),
          noneShown: t('noneShown'),
          noneShownHint: t('noneShownHint'),
          clear: t('clear'),
        }}
        nameOf={(kind) =>
          kind === 'nodes' ? t('watched.nodes') : kind === 'pods' ? t('watched.pods') : kind
        }
        onRetry={onRetry}
        onClear={() => setConditions(noConditions)}
        wraps
        label={t('title')}
        columns={columns}
        rows={shown}
        keyOf={keyOf}
        onOpen={(row) => go(addressOf(name, row.name))}
        picks={{
          picked,
          onPick: pick,
          labelOf,
          allLabel: t('selectAll'),
          barLabel: t('selected'),
          bar(keys, hidden) {
            const chosen = new Set(keys);
            return (
              <SelectionBar
                nodes={shown.filter((row) => chosen.has(row.name))}
                hidden={hidden}
                onTake={take}
                onClear={() => pick([])}
              />
            );
          },
        }}
      />
      {dialog}
    </ListPage>
  );
}

export function Nodes({ connection }: { readonly connection: Connection }): ReactElement {
  const [attempt, setAttempt] = useState(0);
  useClusterInBar(connection);
  return <List key={attempt} connection={connection} onRetry={() => setAttempt(attempt + 1)} />;
}
