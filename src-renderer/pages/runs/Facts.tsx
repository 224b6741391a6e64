import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { shortIdentity } from '../../../src-main/contract/short-identity.ts';
import { runWord } from '../../../src-main/contract/state-words.ts';
import { engineOf, type ReportFact } from '../../engine-pages.ts';
import { dayTime } from '../../words/times.ts';
import { useWorked } from '../../ask/use-worked.ts';
import { Compare, type CompareRow } from '../../components/Compare.tsx';
import { progressOf } from '../../components/RunTable.tsx';
import { RunStatus } from '../../components/Status.tsx';
import type { Side } from './use-side.ts';

/** What the engine has the report of a run say, once the run has ended. */
function factsOf({ run, report }: Side): ReadonlyMap<string, ReportFact> {
  const facts = run === null || report === null ? [] : (engineOf(run.kind)?.facts.ofReport(report) ?? []);
  return new Map(facts.map((fact) => [fact.key, fact]));
}

const standOf = ({ run }: Side): string | null => (run === null ? null : runWord(run).en);

interface FactsProps {
  readonly first: Side;
  readonly second: Side;
}

/** What the two runs are, and how they ended. */
export function Facts({ first, second }: FactsProps): ReactElement {
  const { t } = useTranslation(['runs', 'common']);
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
  const labelOf = (key: 'title' | 'site' | 'identity' | 'started' | 'steps' | 'warnings'): string =>
    t(`comparison.fact.${key}`);
  const drawn = (key: 'state' | 'duration', of: (side: Side) => ReactElement | string): CompareRow => {
    const [one, other] = sides.map((side) => of(side));
    const differs = key === 'state' && standOf(first) !== standOf(second);
    return {
      key,
      subject: t(`comparison.fact.${key}`),
      first: one,
      second: other,
      likeness: differs ? 'different' : 'equal',
    };
  };
  const [one, other] = sides.map(factsOf);
  /** What the engine has its report say, by its own keys. */
  const reported = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].map((key): CompareRow => {
    const [left, right] = [one, other].map((facts, side) => {
      const fact = facts?.get(key);
      const unread = sides[side]?.isReading === true ? '…' : '—';
      return fact === undefined
        ? unread
        : fact.valueKey === undefined
          ? fact.value
          : t(fact.valueKey as 'title');
    });
    const isKnown = !sides.some(({ isReading }) => isReading);
    return {
      key,
      subject: t(key as 'title'),
      first: left,
      second: right,
      likeness: isKnown && left !== right ? 'different' : 'equal',
    };
  });
  return (
    <Compare
      label={t('comparison.facts')}
      heads={{ subject: t('comparison.subject'), first: first.id, second: second.id }}
      rows={[
        drawn('state', ({ run }) => (run === null ? '—' : <RunStatus run={run} />)),
        words('title', ({ run }) => run?.title),
        words('site', ({ run }) =>
          run === null ? null : t(run.practice ? 'common:practice' : 'common:onSite'),
        ),
        words('identity', ({ run }) =>
          run === null || run.identity === null ? null : shortIdentity(run.identity),
        ),
        words('started', ({ run }) => (run === null ? null : dayTime(run.createdAt)), false),
        drawn('duration', ({ run }) => (run === null ? '—' : worked(run))),
        words('steps', ({ run }) => (run === null ? null : t('comparison.settled', { ...progressOf(run) }))),
        words('warnings', ({ run }) => (run === null ? null : String(run.warnings))),
        ...reported,
      ]}
    />
  );
}
