import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../../words/times.ts';
import { useWorked } from '../../ask/use-worked.ts';
import { Compare, type CompareRow } from '../../components/Compare.tsx';
import { progressOf } from '../../components/RunTable.tsx';
import { RunStatus } from '../../components/Status.tsx';
import type { Side } from './use-side.ts';

interface FactsProps {
  readonly first: Side;
  readonly second: Side;
}

/** What the two runs are, and how they ended. */
export function Facts({ first, second }: FactsProps): ReactElement {
  const { t } = useTranslation(['history', 'after', 'common']);
  const sides = [first, second] as const;
  const worked = useWorked(sides.flatMap(({ run }) => run ?? []));
  /** Words that are compared as they are shown; what always differs, such as times, is not. */
  const words = (
    key: Parameters<typeof labelOf>[0],
    of: (side: Side) => string | null | undefined,
    isCompared = true,
  ): CompareRow => {
    const [one, other] = sides.map((side) => of(side) ?? (side.isReading ? '…' : '—'));
    // What is still being read differs in nothing yet.
    const isKnown = isCompared && !sides.some(({ isReading }) => isReading);
    const likeness = isKnown && one !== other ? 'different' : 'equal';
    return { key, subject: labelOf(key), first: one, second: other, likeness };
  };
  const labelOf = (
    key: 'title' | 'site' | 'identity' | 'workbook' | 'sum' | 'started' | 'steps' | 'warnings' | 'verdict',
  ): string => t(`comparison.fact.${key}`);
  const drawn = (key: 'state' | 'duration', of: (side: Side) => ReactElement | string): CompareRow => {
    const [one, other] = sides.map((side) => of(side));
    const differs = key === 'state' && first.run?.state !== second.run?.state;
    return {
      key,
      subject: t(`comparison.fact.${key}`),
      first: one,
      second: other,
      likeness: differs ? 'different' : 'equal',
    };
  };
  return (
    <Compare
      label={t('comparison.facts')}
      heads={{ subject: t('comparison.subject'), first: first.id, second: second.id }}
      rows={[
        drawn('state', ({ run }) =>
          run === null ? '—' : <RunStatus state={run.state} warnings={run.warnings} />,
        ),
        words('title', ({ run }) => run?.title),
        words('site', ({ run }) =>
          run === null ? null : t(run.practice ? 'common:practice' : 'common:onSite'),
        ),
        words('identity', ({ report }) => report?.cover.identity),
        words('workbook', ({ report }) => report?.cover.workbook.fileName),
        words('sum', ({ report }) => report?.cover.workbook.sha256),
        words('started', ({ run }) => (run === null ? null : dayTime(run.createdAt)), false),
        drawn('duration', ({ run }) => (run === null ? '—' : worked(run))),
        words('steps', ({ run }) => (run === null ? null : t('comparison.settled', { ...progressOf(run) }))),
        words('warnings', ({ run }) => (run === null ? null : String(run.warnings))),
        words('verdict', ({ run, report }) =>
          report === null || run?.endedAt === null
            ? null
            : t(`after:conclusion.${report.conclusion.verdict}`),
        ),
      ]}
    />
  );
}
