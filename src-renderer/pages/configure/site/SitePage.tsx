import { Checkbox, Radio } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Site } from '../../../../src-main/contract/configure.ts';
import { useSite } from '../../../hooks/site-in-hand.ts';
import { glyphOfCounts, siteOfJob, useJob, useJobOrder, type Job } from '../job/job.ts';
import { useLastRuns } from '../job/last-run.ts';
import { changeOrder, siteProblem, type Order } from '../job/orders.ts';
import { useOwnPracticeAddress } from '../../../ask/practice-address.ts';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { FilePicker } from '../../../components/FilePicker.tsx';
import { JobHead } from '../job/JobHead.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { faultNamesOf } from './fault-names.ts';
import { Iso } from './Iso.tsx';
import { Part } from './Part.tsx';
import { PracticeSite } from './PracticeSite.tsx';
import { RealSite } from './RealSite.tsx';
import { accountsOf, Secrets } from './Secrets.tsx';
import './site.css';

interface PartsProps {
  readonly importId: number;
  readonly job: Job;
  readonly order: Order;
  /** The address that the sheet has for the site; null where it has none. */
  readonly proposed: string | null;
}

/** The practice site of this machine, or a cluster by its address, which the sheet proposes. */
function Where({ importId, job, order: { site }, proposed }: PartsProps): ReactElement {
  const { t } = useTranslation('site');
  const choose = (chosen: Site): void => changeOrder(importId, { site: chosen });
  return (
    <Part title={t('where')}>
      <Radio.Group
        value={site?.kind ?? null}
        onChange={({ target }) =>
          choose(
            target.value === 'real'
              ? { kind: 'real', baseUrl: proposed ?? '', allowHttp: false }
              : { kind: 'practice', url: null, faults: [] },
          )
        }
        options={[
          { value: 'practice', label: t('practice.title') },
          { value: 'real', label: t('real.title') },
        ]}
      />
      {site === null ? (
        <p className="small quiet">{t('noSite.hint')}</p>
      ) : site.kind === 'practice' ? (
        <PracticeSite
          site={site}
          onChange={choose}
          path={job.path}
          names={faultNamesOf(job.plan)}
          onReset={() => changeOrder(importId, {})}
        />
      ) : (
        <RealSite site={site} proposed={proposed} onChange={choose} />
      )}
    </Part>
  );
}

function Options({ importId, order }: Pick<PartsProps, 'importId' | 'order'>): ReactElement {
  const { t } = useTranslation('site');
  const { acceptFingerprints, overwriteSerial } = order;
  const withdraw = (fingerprint: string): void =>
    changeOrder(importId, { acceptFingerprints: acceptFingerprints.filter((one) => one !== fingerprint) });
  return (
    <Part title={t('options.title')}>
      <Checkbox
        checked={overwriteSerial}
        onChange={({ target }) => changeOrder(importId, { overwriteSerial: target.checked })}
      >
        {t('options.overwriteSerial')}
      </Checkbox>
      {acceptFingerprints.length === 0 ? null : (
        <ul className="site-keys" aria-label={t('options.accepted')}>
          {acceptFingerprints.map((fingerprint) => (
            <li key={fingerprint}>
              <span className="mono cut" title={fingerprint}>
                {fingerprint}
              </span>
              <Action kind="link" onAct={() => withdraw(fingerprint)}>
                {t('options.withdraw')}
              </Action>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

/** Where to go on from here; nothing was looked at yet. */
function Onward({ importId, order }: Pick<PartsProps, 'importId' | 'order'>): ReactElement {
  const { t } = useTranslation(['site', 'common', 'configure']);
  const [, go] = useLocation();
  const problem = siteProblem(order.site);
  const disabledBecause = problem === null ? null : t(`problem.${problem}`);
  const goOn = (stage: 'preflight' | 'preview'): void => {
    if (problem === null) {
      go(`/configure/sheets/${importId}/${stage}`);
    }
  };
  useShortcut('Ctrl+enter', t('configure:stages.preview'), () => goOn('preview'));
  return (
    <div className="site-onward">
      <span className="small quiet">{disabledBecause ?? t('untouched')}</span>
      <span className="grow" />
      <Action disabledBecause={disabledBecause} onAct={() => goOn('preflight')}>
        {t('configure:stages.preflight')}
      </Action>
      <Action
        kind="primary"
        shortcut="Ctrl ↵"
        disabledBecause={disabledBecause}
        onAct={() => goOn('preview')}
      >
        {t('configure:stages.preview')}
      </Action>
    </div>
  );
}

function Parts({ importId, job, order }: Omit<PartsProps, 'proposed'>): ReactElement {
  const { value: proposal, error } = useAnswer(`proposed ${job.file}`, async (client, signal) => ({
    address: await client.configure.proposedAddress({ file: job.file }, { signal }),
  }));
  if (proposal === null && error === null) {
    return <Loading />;
  }
  const proposed = proposal?.address ?? null;
  const change = (changes: Partial<Order>): void => changeOrder(importId, changes);
  return (
    <>
      <div className="site-page">
        <Where importId={importId} job={job} order={order} proposed={proposed} />
        <Iso draft={order} onChange={change} file={job.file} />
        {order.site?.kind === 'real' ? (
          <Secrets draft={order} onChange={change} accounts={accountsOf(job.plan)} />
        ) : null}
        <Options importId={importId} order={order} />
      </div>
      <Onward importId={importId} order={order} />
    </>
  );
}

/** Where the job is to be done and with what: proposed from the sheet, chosen by a person, and looked at by other pages. */
export function SitePage({ importId }: { readonly importId: number }): ReactElement {
  const { t } = useTranslation('site');
  const asked = useJob(importId);
  const job = asked.value;
  const order = useJobOrder(importId, job);
  const lastRun = useLastRuns()(importId);
  const ownPractice = useOwnPracticeAddress('');
  useSite(job === null ? null : siteOfJob(job, order, { identity: null, at: null, ownPractice }));
  return (
    <div className="job-page">
      <JobHead
        title={t('title')}
        importId={importId}
        runId={lastRun}
        current="site"
        note={job?.fileName}
        glyphs={job === null ? {} : { sheet: glyphOfCounts(job.counts) }}
      />
      {job !== null ? (
        <Parts importId={importId} job={job} order={order} />
      ) : asked.error === null ? (
        <Loading />
      ) : (
        <Failed title={t('failed.sheet')} error={asked.error} onRetry={asked.again} />
      )}
      <FilePicker />
    </div>
  );
}
