import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { kindNames } from '../../../../src-main/contract/restart-names.ts';
import { Filter, isFound } from '../../../components/Filter.tsx';
import { Empty } from '../../../components/State.tsx';
import { StepStatus } from '../../../components/Status.tsx';
import { groupRow, Table, WideRow, type Column } from '../../../components/table/Table.tsx';
import type { OverviewProps } from '../../../engine-pages.ts';
import { groupBy } from '../../../words/group-by.ts';
import { Cause } from '../Cause.tsx';
import { RolloutStatus } from '../rollout-state.tsx';
import type { Restarted } from './batches.ts';
import { useRestarted } from './use-restarted.ts';
import '../restart.css';

function State({ step, ended }: Restarted): ReactElement {
  return ended === null ? <StepStatus {...step} /> : <RolloutStatus state={ended} />;
}

function Meter({ workload, pods, step, cause }: Restarted): ReactElement | null {
  const { t } = useTranslation('restart');
  if (pods === null) {
    return null;
  }
  const { done, desired } = pods;
  const isHeld = cause !== null || step.state === 'failed';
  return (
    <span
      className={isHeld ? 'meter restart-meter held' : 'meter restart-meter'}
      role="progressbar"
      aria-valuemin={0}
      aria-valuemax={desired}
      aria-valuenow={done}
      aria-label={t('batches.progressOf', { workload: `${workload.namespace}/${workload.name}` })}
    >
      <i style={{ width: `${desired === 0 ? 100 : (done / desired) * 100}%` }} />
    </span>
  );
}

const ofDesired = (pods: Restarted['pods'], count: 'updated' | 'ready' | 'available'): ReactElement =>
  pods === null || pods[count] === null ? (
    <span className="faint">—</span>
  ) : (
    <>{`${pods[count]}/${pods.desired}`}</>
  );

function useColumns(): readonly Column<Restarted>[] {
  const { t } = useTranslation('restart');
  const counted = (key: 'updated' | 'ready' | 'available'): Column<Restarted> => ({
    key,
    title: t(`batches.${key}`),
    widthPx: 74,
    minPx: 40,
    align: 'end',
    render: ({ pods }) => ofDesired(pods, key),
  });
  return [
    {
      key: 'workload',
      title: t('batches.workload'),
      minPx: 150,
      render: ({ workload: { kind, namespace, name } }) => (
        <>
          {name}{' '}
          <span className="small quiet">
            {namespace} · {kindNames[kind]}
          </span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('batches.state'),
      widthPx: 150,
      render: (row) => <State {...row} />,
    },
    {
      key: 'progress',
      title: t('batches.progress'),
      widthPx: 96,
      render: (row) => <Meter {...row} />,
    },
    counted('updated'),
    counted('ready'),
    counted('available'),
  ];
}

const causeRow = ({ key, cause }: Restarted, columns: number): readonly WideRow[] =>
  cause === null
    ? []
    : [
        new WideRow({
          key: `cause ${key}`,
          className: 'restart-cause-row',
          cells: [{ key: 'cause', columns, content: <Cause cause={cause} /> }],
        }),
      ];

/** A restart batch by batch: a bar for each workload, and what holds it in words. */
export function Batches({ run, steps, selected, onSelect }: OverviewProps): ReactElement {
  const { t } = useTranslation('restart');
  const [filter, setFilter] = useState('');
  const all = useRestarted(run, steps);
  const columns = useColumns();
  const held = all.filter(({ cause }) => cause !== null).length;
  const rows = useMemo(() => {
    const found = all.filter(({ key }) => isFound(filter, [key]));
    return [...groupBy(found, ({ batch }) => String(batch))].flatMap(([number, members]) => {
      const settled = members.filter(({ isSettled }) => isSettled).length;
      const head = groupRow(
        number,
        columns.length,
        <>
          {t('batches.batch', { number })}{' '}
          <span className="quiet restart-plain">{t('batches.of', { settled, total: members.length })}</span>
        </>,
      );
      return [head, ...members.flatMap((row) => [row, ...causeRow(row, columns.length)])];
    });
  }, [all, filter, columns.length, t]);
  const shown = all.find(({ key, step }) => step.key === selected || selected?.endsWith(`:${key}`) === true);
  return (
    <section className="run-pane" aria-labelledby="run-batches">
      <div className="pane-head">
        <h2 id="run-batches">{t('count', { count: all.length })}</h2>
        {held === 0 ? null : <span className="tone-warn">{t('batches.held', { count: held })}</span>}
        <span className="grow" />
        <Filter isMain value={filter} onChange={setFilter} label={t('batches.filter')} widthPx={176} />
      </div>
      <Table<Restarted>
        scrolls="fill"
        wraps
        hasRowKeys
        label={t('title')}
        columns={columns}
        rows={rows}
        keyOf={({ key }) => key}
        selection={{ selected: shown?.key ?? null, onSelect: ({ step }) => onSelect(step.key) }}
        empty={<Empty title={t('batches.looks')} hint={t('batches.looksHint')} />}
      />
    </section>
  );
}
