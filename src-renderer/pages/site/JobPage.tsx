import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isSiteGiven, sheetGlyph } from '../../app/job.ts';
import type { Job } from '../../app/job.ts';
import { useLastRuns } from '../../app/last-run.ts';
import type { Order } from '../../app/orders.ts';
import type { Reading } from '../../app/readings.ts';
import type { Asked } from '../../app/use-call.ts';
import { Action } from '../../components/Action.tsx';
import { FilePicker } from '../../components/FilePicker.tsx';
import type { GlyphName } from '../../components/Glyph.tsx';
import { JobHead } from '../../components/JobHead.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { SiteDrawer } from './SiteDrawer.tsx';
import './site.css';

interface JobPageProps {
  readonly importId: number;
  readonly stage: 'preflight' | 'preview';
  readonly title: string;
  readonly note: ReactNode;
  readonly asked: Asked<Job>;
  readonly order: Order;
  /** The look that the page shows; while nothing was read there are no children. */
  readonly reading: Reading<unknown>;
  readonly failed: string;
  /** How the check of the site came out, where it was made. */
  readonly preflight?: GlyphName | undefined;
  readonly children: ReactNode;
}

type Missing = Pick<JobPageProps, 'asked' | 'order' | 'reading' | 'failed'> & {
  readonly onChoose: () => void;
};

/** Why there is nothing to show yet. */
function Nothing({ asked, order, reading, failed, onChoose }: Missing): ReactElement {
  const { t } = useTranslation('site');
  if (asked.error !== null)
    return <Failed title={t('failed.sheet')} error={asked.error} onRetry={asked.again} />;
  if (!isSiteGiven(order))
    return (
      <Empty title={t('noSite.title')} hint={t('noSite.hint')}>
        <Action kind="link" onAct={onChoose}>
          {t('title')}
        </Action>
      </Empty>
    );
  if (reading.error !== null)
    return (
      <>
        <Failed title={failed} error={reading.error} onRetry={reading.again} />
        <p className="site-again">
          <Action onAct={onChoose}>{t('title')}</Action>
        </p>
      </>
    );
  return reading.isUnderWay ? <Loading since={reading.since} onStop={reading.stop} /> : <Loading />;
}

/** A page about a job that has not been started: its head, where it is to be done, and what was read of that. */
export function JobPage(props: JobPageProps): ReactElement {
  const { t } = useTranslation('site');
  const [isChoosing, setChoosing] = useState(false);
  const { importId, stage, title, note, asked, order, reading, failed, preflight, children } = props;
  const lastRun = useLastRuns()(importId);
  const job = asked.value;
  const isReady = job !== null && reading.value !== null;
  const choose = (): void => setChoosing(true);
  return (
    <div className="job-page">
      <JobHead
        {...{ title, importId, runId: lastRun, current: stage }}
        {...(isReady ? { note } : {})}
        glyphs={{
          ...(job === null ? {} : { sheet: sheetGlyph(job) }),
          ...(preflight === undefined ? {} : { preflight }),
        }}
      >
        <Action size="small" onAct={choose}>
          {t('title')}
        </Action>
      </JobHead>
      {isReady ? (
        children
      ) : (
        <div className="job-page-nothing">
          <Nothing {...{ asked, order, reading, failed }} onChoose={choose} />
        </div>
      )}
      {isChoosing && job !== null ? (
        <SiteDrawer {...{ importId, job, order }} onClose={() => setChoosing(false)} />
      ) : null}
      <FilePicker />
    </div>
  );
}
