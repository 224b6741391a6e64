import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import { kindNames, workloadKey, workloadKinds } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadRow } from '../../../../src-main/contract/restart.ts';
import { ClusterChoice } from '../../../clusters/ClusterChoice.tsx';
import { LiveTable } from '../../../clusters/LiveTable.tsx';
import { usePicked } from '../../../clusters/picked.ts';
import { useClusterInBar } from '../../../clusters/use-cluster.ts';
import { Action } from '../../../components/Action.tsx';
import { ListPage } from '../../../components/Page.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { useRested } from '../../../hooks/use-rested.ts';
import { useTakeUp } from '../order/use-take-up.ts';
import { workloadsRoom } from '../room.ts';
import { useWorkloads } from '../use-workloads.ts';
import { addressOf, useWorkloadColumns } from './columns.tsx';
import { narrowed, noConditions } from './conditions.ts';
import { Tools } from './Tools.tsx';
import '../restart.css';

interface BarProps {
  readonly count: number;
  readonly hidden: number;
  readonly onRestart: () => void;
  readonly onClear: () => void;
}

function SelectionBar({ count, hidden, onRestart, onClear }: BarProps): ReactElement {
  const { t } = useTranslation('restart');
  useShortcut(count === 0 ? null : 'r', t('restart'), onRestart);
  return (
    <>
      <span>
        {t('selectedCount', { count })}
        {hidden === 0 ? null : <span className="quiet"> · {t('selectedHidden', { count: hidden })}</span>}
      </span>
      <Action
        kind="primary"
        size="small"
        shortcut="R"
        disabledBecause={count === 0 ? t('order.nothingHint') : null}
        onAct={onRestart}
      >
        {t('restart')}
      </Action>
      <Action kind="link" onAct={onClear}>
        {t('clearSelection')}
      </Action>
    </>
  );
}

const none: readonly WorkloadRow[] = [];

/** As a watch names a kind. */
const kindName = (kind: string): string => {
  const known = workloadKinds.find((one) => one === kind);
  return known === undefined ? kind : kindNames[known];
};

/** Milliseconds without a key before thousands of rows are searched. */
const pauseMs = 120;

interface ListProps {
  readonly connection: Connection;
  /** Asks for the rows anew after they were refused. */
  readonly onRetry: () => void;
}

/** Every workload of a cluster in one table, live; those that are picked can be restarted. */
function List({ connection: { name: connection }, onRetry }: ListProps): ReactElement {
  const { t } = useTranslation('restart');
  const [, go] = useLocation();
  const takeUp = useTakeUp(connection);
  const live = useWorkloads(connection);
  const { rows } = live;
  const all = rows ?? none;
  const [conditions, setConditions] = useState(noConditions);
  const { picked, pick } = usePicked(
    workloadsRoom,
    connection,
    useMemo(() => all.map(workloadKey), [all]),
  );
  const text = useRested(conditions.text, pauseMs);
  const rested = conditions.text === '' ? '' : text;
  const shown = useMemo(() => narrowed(all, { ...conditions, text: rested }), [all, conditions, rested]);
  const columns = useWorkloadColumns(connection);
  const restart = (keys: readonly string[]): void => {
    const chosen = new Set(keys);
    takeUp(
      'restart',
      shown.filter((row) => chosen.has(workloadKey(row))),
    );
  };
  const labelOf = useCallback(
    (row: WorkloadRow) => t('select', { workload: `${kindNames[row.kind]} ${row.namespace}/${row.name}` }),
    [t],
  );
  return (
    <ListPage
      head={
        <PageHead title={t('title')} note={rows === null ? undefined : t('count', { count: rows.length })}>
          <ClusterChoice room={workloadsRoom} name={connection} />
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
      <LiveTable<WorkloadRow>
        live={live}
        say={{
          failed: t('failed'),
          none: t('none'),
          noneHint: t('noneHint'),
          noneShown: t('noneShown'),
          noneShownHint: t('noneShownHint'),
          clear: t('clear'),
        }}
        nameOf={kindName}
        onRetry={onRetry}
        onClear={() => setConditions(noConditions)}
        label={t('title')}
        columns={columns}
        rows={shown}
        keyOf={workloadKey}
        onOpen={(row) => go(addressOf(connection, row))}
        picks={{
          picked,
          onPick: pick,
          labelOf,
          allLabel: t('selectAll'),
          barLabel: t('selected'),
          bar: (keys, hidden) => (
            <SelectionBar
              count={keys.length}
              hidden={hidden}
              onRestart={() => restart(keys)}
              onClear={() => pick([])}
            />
          ),
        }}
      />
    </ListPage>
  );
}

export function Workloads({ connection }: { readonly connection: Connection }): ReactElement {
  const [attempt, setAttempt] = useState(0);
  useClusterInBar(connection);
  return <List key={attempt} connection={connection} onRetry={() => setAttempt(attempt + 1)} />;
}
