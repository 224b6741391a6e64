import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Compare } from '../../components/Compare.tsx';
import { Failed } from '../../components/State.tsx';
import { pairedChecks } from './compared.ts';
import type { Check } from './compared.ts';
import type { Side } from './use-side.ts';

interface CheckDifferencesProps {
  readonly first: Side;
  readonly second: Side;
}

/** Values that were planned or read back otherwise in the two runs. */
export function CheckDifferences({ first, second }: CheckDifferencesProps): ReactElement {
  const { t } = useTranslation(['history', 'after']);
  const checks = [first.report?.checks ?? [], second.report?.checks ?? []] as const;
  const error = first.error ?? second.error;
  const differing = pairedChecks(...checks).filter(({ differs }) => differs);
  const told = (check: Check | null, other: Check | null): string => {
    if (check === null) return t('comparison.absentCheck');
    const read = check.actual ?? check.note ?? t('after:check.noActual');
    const isPlannedOtherwise = other !== null && other.planned !== check.planned;
    const planned = isPlannedOtherwise ? ` · ${t('comparison.planned', { value: check.planned })}` : '';
    return `${read}${planned}`;
  };
  return (
    <section aria-labelledby="compare-checks">
      <div className="section-head">
        <h2 id="compare-checks">{t('comparison.checks')}</h2>
        <span className="small faint">{t('comparison.differing', { count: differing.length })}</span>
      </div>
      {error === null ? null : <Failed title={t('comparison.failed')} error={error} />}
      {checks.some((one) => one.length === 0) ? (
        <p className="quiet compare-none">{t('comparison.noChecks')}</p>
      ) : differing.length === 0 ? (
        <p className="quiet compare-none">{t('comparison.sameChecks')}</p>
      ) : (
        <Compare
          label={t('comparison.checks')}
          heads={{ subject: t('comparison.column.item'), first: first.id, second: second.id }}
          rows={differing.map(({ key, first: one, second: other }) => {
            const named = one ?? other;
            const place = named === null ? '' : t(`after:group.${named.group}`);
            return {
              key,
              subject: `${place} · ${named?.subject ?? ''}`,
              first: told(one, other),
              second: told(other, one),
              likeness: one === null || other === null ? 'equal' : 'different',
            };
          })}
        />
      )}
    </section>
  );
}
