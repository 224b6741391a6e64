import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Action } from '../../components/Action.tsx';
import { Empty, Loading } from '../../components/State.tsx';
import { engineOf } from '../../engine-pages.ts';
import { Facts } from './Facts.tsx';
import { Steps } from './Steps.tsx';
import { useSide } from './use-side.ts';
import './runs.css';

interface ComparisonProps {
  readonly a: string;
  readonly b: string;
}

/** Two runs beside each other: what they were, step by step, and what the site said after each. */
export function Comparison({ a, b }: ComparisonProps): ReactElement {
  const { t } = useTranslation('runs');
  const [, go] = useLocation();
  const [first, second] = [useSide(a), useSide(b)];
  const missing = [first, second].find(({ isMissing }) => isMissing);
  const Differences = engineOf(first.run?.kind ?? '')?.facts.Differences;
  const isKnown = first.run !== null && second.run !== null;
  return (
    <>
      <header className="page-head">
        <h1>{t('comparison.title')}</h1>
        <Link className="mono strong" href={`/runs/${a}`}>
          {a}
        </Link>
        <span className="faint">/</span>
        <Link className="mono strong" href={`/runs/${b}`}>
          {b}
        </Link>
        <span className="page-head-acts runs-acts">
          <Action onAct={() => go(`/runs/compare/${b}/${a}`)}>{t('comparison.swap')}</Action>
          <Action onAct={() => go('/runs')}>{t('comparison.back')}</Action>
        </span>
      </header>
      {missing !== undefined ? (
        <Empty title={t('comparison.missing', { run: missing.id })} hint={t('comparison.missingHint')}>
          <Link href="/runs">{t('comparison.back')}</Link>
        </Empty>
      ) : isKnown ? (
        <div className="compare-page">
          <section aria-labelledby="compare-facts">
            <div className="section-head">
              <h2 id="compare-facts">{t('comparison.facts')}</h2>
            </div>
            <Facts first={first} second={second} />
          </section>
          <Steps first={first} second={second} />
          {Differences === undefined ? null : <Differences first={first} second={second} />}
        </div>
      ) : (
        <Loading />
      )}
    </>
  );
}
