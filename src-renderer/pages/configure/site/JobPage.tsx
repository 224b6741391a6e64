import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { glyphOfCounts, type Job } from '../job/job.ts';
import { useLastRuns } from '../job/last-run.ts';
import { siteProblem, type Order } from '../job/orders.ts';
import type { Reading } from '../../../ask/readings.ts';
import type { Asked } from '../../../ask/use-call.ts';
import type { GlyphName } from '../../../components/Glyph.tsx';
import { JobPage as LaidOut } from '../../../components/Page.tsx';
import { JobHead } from '../job/JobHead.tsx';
import { Empty, Failed, Loading } from '../../../components/State.tsx';
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

type Missing = Pick<JobPageProps, 'importId' | 'asked' | 'order' | 'reading' | 'failed'>;

/** Why there is nothing to show yet. */
function Nothing({ importId, asked, order, reading, failed }: Missing): ReactElement {
  const { t } = useTranslation('site');
  if (asked.error !== null) {
    return <Failed title={t('failed.sheet')} error={asked.error} onRetry={asked.again} />;
  }
  const toSite = <Link href={`/configure/sheets/${importId}/site`}>{t('choose')}</Link>;
  const problem = siteProblem(order.site);
  if (problem !== null) {
    return (
      <Empty
        title={t('noSite.title')}
        hint={problem === 'choose' ? t('noSite.hint') : t(`problem.${problem}`)}
      >
        {toSite}
      </Empty>
    );
  }
  if (reading.error !== null) {
    return (
      <>
        <Failed title={failed} error={reading.error} onRetry={reading.again} />
        <p className="site-again">{toSite}</p>
      </>
    );
  }
  return reading.isUnderWay ? <Loading since={reading.since} onStop={reading.stop} /> : <Loading />;
}

/** A page about a job that has not been started: its head, where it is to be done, and what was read of that. */
export function JobPage(props: JobPageProps): ReactElement {
  const { importId, stage, title, note, asked, order, reading, failed, preflight, children } = props;
  const lastRun = useLastRuns()(importId);
  const job = asked.value;
  const isReady = job !== null && reading.value !== null;
  const head = (
    <JobHead
      title={title}
      importId={importId}
      runId={lastRun}
      current={stage}
      note={isReady ? note : undefined}
      glyphs={{
        ...(job === null ? {} : { sheet: glyphOfCounts(job.counts) }),
        ...(preflight === undefined ? {} : { preflight }),
      }}
    />
  );
  return (
    <LaidOut head={head}>
      {isReady ? (
        children
      ) : (
        <div className="job-page-nothing">
          <Nothing importId={importId} asked={asked} order={order} reading={reading} failed={failed} />
        </div>
      )}
    </LaidOut>
  );
}
