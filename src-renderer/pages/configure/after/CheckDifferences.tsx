import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { SecondValue } from '../../../components/Compare.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { groupRow, Table, type Column } from '../../../components/table/Table.tsx';
import type { Pair } from '../../runs/compared.ts';
import type { Side } from '../../runs/use-side.ts';
import { checkGroups, pairedChecks, type Check, type CheckGroup } from './compared-checks.ts';

/** What was read, and what was planned where that is not the same on both sides. */
function useTold(): (check: Check | null, other: Check | null) => string {
  const { t } = useTranslation(['runs', 'after']);
  return (check, other) => {
    if (check === null) {
      return t('comparison.absentCheck');
    }
    const read = check.actual ?? check.note ?? t('after:check.noActual');
    const isPlannedOtherwise = other !== null && other.planned !== check.planned;
    return isPlannedOtherwise ? `${read} · ${t('comparison.planned', { value: check.planned })}` : read;
  };
}

interface CheckDifferencesProps {
  readonly first: Side;
  readonly second: Side;
}

function DifferenceTable({
  pairs,
  first,
  second,
}: CheckDifferencesProps & { readonly pairs: readonly Pair<Check>[] }): ReactElement {
  const { t } = useTranslation(['runs', 'after']);
  const told = useTold();
  const isOnBoth = (pair: Pair<Check>): boolean => pair.first !== null && pair.second !== null;
  const subject = (pair: Pair<Check>): string => (pair.first ?? pair.second)?.subject ?? '';
  const one = (pair: Pair<Check>): string => told(pair.first, pair.second);
  const other = (pair: Pair<Check>): string => told(pair.second, pair.first);
  const columns: readonly Column<Pair<Check>>[] = [
    {
      key: 'item',
      title: t('comparison.column.item'),
      share: 0.24,
      className: 'compare-item',
      render: subject,
      hover: subject,
    },
    {
      key: 'first',
      title: first.id,
      render: one,
      hover: one,
      className: (pair) => (pair.first === null ? 'faint' : undefined),
    },
    {
      key: 'second',
      title: second.id,
      hover: other,
      className: (pair) => (pair.second === null ? 'faint' : undefined),
      render: (pair) => (
        <SecondValue likeness={isOnBoth(pair) ? 'different' : 'equal'}>{other(pair)}</SecondValue>
      ),
    },
  ];
  return (
    <Table
      className="compare"
      label={t('comparison.checks')}
      columns={columns}
      rows={checkGroups(pairs).flatMap((group) => [
        groupRow(group.key, columns.length, <GroupTitle group={group} />),
        ...group.pairs,
      ])}
      keyOf={({ key }) => key}
      rowClass={(pair) => (isOnBoth(pair) ? 'compare-row' : undefined)}
    />
  );
}

function GroupTitle({ group: { title, of, pairs } }: { readonly group: CheckGroup }): ReactElement {
  return (
    <>
      {title} {of === null ? null : <span>{of}</span>} <span className="small faint">{pairs.length}</span>
    </>
  );
}

/** Values that were planned or read back otherwise in the two runs, under what they are of. */
export function CheckDifferences({ first, second }: CheckDifferencesProps): ReactElement {
  const { t } = useTranslation('runs');
  const checks = [first.report?.checks ?? [], second.report?.checks ?? []] as const;
  const isReading = first.isReading || second.isReading;
  const error = first.error ?? second.error;
  const differing = pairedChecks(...checks).filter(({ differs }) => differs);
  return (
    <section aria-labelledby="compare-checks">
      <div className="section-head">
        <h2 id="compare-checks">{t('comparison.checks')}</h2>
        {isReading ? null : (
          <span className="small faint">{t('comparison.differing', { count: differing.length })}</span>
        )}
      </div>
      {error === null ? null : <Failed title={t('comparison.failed')} error={error} />}
      {isReading ? (
        <Loading />
      ) : checks.some((one) => one.length === 0) ? (
        <p className="quiet compare-none">{t('comparison.noChecks')}</p>
      ) : differing.length === 0 ? (
        <p className="quiet compare-none">{t('comparison.sameChecks')}</p>
      ) : (
        <DifferenceTable first={first} second={second} pairs={differing} />
      )}
    </section>
  );
}
