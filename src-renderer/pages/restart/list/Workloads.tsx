import { Select } from 'antd';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import { kindNames, workloadKey } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadRow } from '../../../../src-main/contract/restart.ts';
import { Action } from '../../../components/Action.tsx';
import { ListPage } from '../../../components/Page.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../../components/State.tsx';
import { Table } from '../../../components/table/Table.tsx';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { useRested } from '../../../hooks/use-rested.ts';
import { useTakeUp } from '../order/use-take-up.ts';
import { useClusters, useClusterInBar } from '../use-cluster.ts';
import { useWorkloads } from '../use-workloads.ts';
import { addressOf, useWorkloadColumns } from './columns.tsx';
import { narrowed, noConditions } from './conditions.ts';
import { usePicked } from './picked.ts';
import { Tools } from './Tools.tsx';
import { WatchNote } from './WatchNote.tsx';
import '../restart.css';

/** Which cluster is looked at, where there are several. */
function ClusterChoice({ name }: { readonly name: string }): ReactElement | null {
  const { t } = useTranslation('restart');
  const [, go] = useLocation();
  const clusters = useClusters().clusters ?? [];
  return clusters.length < 2 ? null : (
    <Select
      size="small"
      className="workloads-cluster"
      popupMatchSelectWidth={false}
      aria-label={t('cluster')}
      value={name}
      onChange={(chosen) => go(`/workloads/${chosen}`)}
      options={clusters.map((cluster) => ({ value: cluster.name, label: cluster.name }))}
    />
  );
}

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
  const { rows, watches, refused } = useWorkloads(connection);
  const [conditions, setConditions] = useState(noConditions);
  const { picked, pick } = usePicked(connection);
  const text = useRested(conditions.text, pauseMs);
  const rested = conditions.text === '' ? '' : text;
  const shown = useMemo(
    () => narrowed(rows ?? none, { ...conditions, text: rested }),
    [rows, conditions, rested],
  );
  const columns = useWorkloadColumns(connection);
  const restart = (keys: readonly string[]): void => {
    const chosen = new Set(keys);
    takeUp(
      'restart',
      shown.filter((row) => chosen.has(workloadKey(row))),
    );
  };
  const all = rows ?? none;
  // One that is gone meanwhile is picked no more; the same list while none is, as the rows are drawn anew with another one.
  const there = useMemo(() => {
    if (picked.length === 0) {
      return picked;
    }
    const known = new Set(all.map(workloadKey));
    return picked.every((key) => known.has(key)) ? picked : picked.filter((key) => known.has(key));
  }, [all, picked]);
  const labelOf = useCallback(
    (row: WorkloadRow) => t('select', { workload: `${kindNames[row.kind]} ${row.namespace}/${row.name}` }),
    [t],
  );
  return (
    <ListPage
      head={
        <PageHead title={t('title')} note={rows === null ? undefined : t('count', { count: rows.length })}>
          <ClusterChoice name={connection} />
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
      {refused === null ? null : <Failed title={t('failed')} error={refused} onRetry={onRetry} />}
      <WatchNote watches={watches} />
      {rows === null ? (
        refused === null ? (
          <Loading />
        ) : null
      ) : (
        <Table<WorkloadRow>
          scrolls="fill"
          hasRowKeys
          label={t('title')}
          columns={columns}
          rows={shown}
          keyOf={workloadKey}
          onOpen={(row) => go(addressOf(connection, row))}
          picks={{
            picked: there,
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
          empty={
            rows.length === 0 ? (
              <Empty title={t('none')} hint={t('noneHint')} />
            ) : (
              <Empty title={t('noneShown')} hint={t('noneShownHint')}>
                <Action kind="link" onAct={() => setConditions(noConditions)}>
                  {t('clear')}
                </Action>
              </Empty>
            )
          }
        />
      )}
    </ListPage>
  );
}

export function Workloads({ connection }: { readonly connection: Connection }): ReactElement {
  const [attempt, setAttempt] = useState(0);
  useClusterInBar(connection);
  return <List key={attempt} connection={connection} onRetry={() => setAttempt(attempt + 1)} />;
}
