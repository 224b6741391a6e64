import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FilePicker } from '../../components/FilePicker.tsx';
import { RunTable } from '../../components/RunTable.tsx';
import { allEngines } from '../../engine-pages.ts';
import { useRuns } from '../../sync/runs.ts';
import { runsNeedingAttention } from '../../words/needs-attention.ts';
import { Waiting } from './Waiting.tsx';
import './start.css';

/** What waits for me, what I can begin, what was done lately. */
export function Start(): ReactElement {
  const { t } = useTranslation('start');
  const isFirst = useRuns((run) => runsNeedingAttention(run.values()).length === 0);
  return (
    <div className="start">
      <h1 className="visually-hidden">{t('title')}</h1>
      <Waiting />
      <section aria-labelledby="begin">
        <div className="section-head">
          <h2 id="begin">{t('begin')}</h2>
        </div>
        {allEngines().map(({ kind, begin: { Rows } }) => (
          <Rows key={kind} isFirst={isFirst} />
        ))}
      </section>
      <RunTable title={t('recent')} limit={50} link={{ to: '/runs', title: t('allRuns') }} />
      <FilePicker />
    </div>
  );
}
