import { Fragment, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { SecondValue } from '../../../components/Compare.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import type { Pair } from '../../runs/compared.ts';
import type { Side } from '../../runs/use-side.ts';
import { checkGroups, pairedChecks, type Check } from './compared-checks.ts';

/** What was read, and what was planned where that is not the same on both sides. */
function useTold(): (check: Check | null, other: Check | null) => string {
  const { t } = useTranslation(['history', 'after']);
  return (check, other) => {
    if (check === null) {
      return t('comparison.absentCheck');
    }
    const read = check.actual ?? check.note ?? t('after:check.noActual');
    const isPlannedOtherwise = other !== null && other.planned !== check.planned;
    return isPlannedOtherwise ? `${read} · ${t('comparison.planned', { value: check.planned })}` : read;
  };
}

function Row({ pair: { first, second } }: { readonly pair: Pair<Check> }): ReactElement {
  const told = useTold();
  const subject = (first ?? second)?.subject;
  const isOnBoth = first !== null && second !== null;
  const [one, other] = [told(first, second), told(second, first)];
  return (
    <tr className={isOnBoth ? 'compare-row' : undefined}>
      <td className="compare-item" title={subject}>
        {subject}
      </td>
      <td title={one} className={first === null ? 'faint' : undefined}>
        {one}
      </td>
      <td title={other} className={second === null ? 'faint' : undefined}>
        <SecondValue likeness={isOnBoth ? 'different' : 'equal'}>{other}</SecondValue>
      </td>
    </tr>
  );
}

interface CheckDifferencesProps {
  readonly first: Side;
  readonly second: Side;
}

function Table({
  pairs,
  first,
  second,
}: CheckDifferencesProps & { readonly pairs: readonly Pair<Check>[] }): ReactElement {
  const { t } = useTranslation(['history', 'after']);
  return (
    <table className="rows compare compare-checks" aria-label={t('comparison.checks')}>
      <thead>
        <tr>
          <th className="compare-item">{t('comparison.column.item')}</th>
          <th>{first.id}</th>
          <th>{second.id}</th>
        </tr>
      </thead>
      <tbody>
        {checkGroups(pairs).map(({ key, group, of, pairs: members }) => (
          <Fragment key={key}>
            <tr className="group">
              <th scope="rowgroup" colSpan={3}>
                {t(`after:group.${group}`)} {of === null ? null : <span>{of}</span>}{' '}
                <span className="small faint">{members.length}</span>
              </th>
            </tr>
            {members.map((pair) => (
              <Row key={pair.key} pair={pair} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** Values that were planned or read back otherwise in the two runs, under what they are of. */
export function CheckDifferences({ first, second }: CheckDifferencesProps): ReactElement {
  const { t } = useTranslation('history');
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
        <Table first={first} second={second} pairs={differing} />
      )}
    </section>
  );
}
