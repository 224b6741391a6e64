import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { PairingRow } from '../../../../src-main/contract/configure.ts';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { useSite } from '../../../hooks/site-in-hand.ts';
import { siteOfJob, useJob, useJobOrder, type Job } from '../job/job.ts';
import { changeOrder, type Order } from '../job/orders.ts';
import { useOwnPracticeAddress } from '../../../ask/practice-address.ts';
import type { Reading } from '../../../ask/readings.ts';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { Action } from '../../../components/Action.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { Toggles } from '../../../components/Toggles.tsx';
import { JobPage } from '../site/JobPage.tsx';
import { ItemTable } from './ItemTable.tsx';
import { LookPane } from './LookPane.tsx';
import { PairingTable } from './PairingTable.tsx';
import { glyphOfLook } from './items.ts';
import { usePairing, usePreflight } from './use-preflight.ts';
import '../preview/preview.css';
import './preflight.css';

type View = 'items' | 'pairing';

interface NoteProps {
  readonly items: readonly PreflightItem[];
  readonly pairing: readonly PairingRow[] | null;
  readonly view: View;
  readonly onView: (view: View) => void;
}

function Note({ items, pairing, view, onView }: NoteProps): ReactElement {
  const { t } = useTranslation('preflight');
  const amiss = (['error', 'warning'] as const).flatMap((verdict) => {
    const count = items.filter((item) => item.verdict === verdict).length;
    return count === 0 ? [] : [t(`amiss.${verdict}`, { count })];
  });
  const paired = pairing?.filter(({ verdict }) => verdict === 'paired').length ?? 0;
  return (
    <span className="preview-note">
      {[t('note', { count: items.length }), ...amiss].join(' · ')}
      <Toggles
        label={t('view.label')}
        value={view}
        onChange={onView}
        choices={[
          { key: 'items', title: t('view.items') },
          {
            key: 'pairing',
            title:
              pairing === null ? t('view.pairingOpen') : t('view.pairing', { paired, count: pairing.length }),
          },
        ]}
      />
    </span>
  );
}

interface LookProps {
  readonly importId: number;
  readonly job: Job;
  readonly order: Order;
  readonly view: View;
  readonly reading: Reading<PreflightItem[]>;
  readonly pairing: Reading<PairingRow[]>;
  readonly logins: { readonly isAsked: boolean; readonly ask: (isAsked: boolean) => void };
}

function Pairing({ pairing, job }: Pick<LookProps, 'pairing' | 'job'>): ReactElement {
  const { t } = useTranslation('preflight');
  if (pairing.error !== null) {
    return <Failed title={t('failed.pairing')} error={pairing.error} onRetry={pairing.again} />;
  }
  if (pairing.value === null) {
    return <Loading />;
  }
  return <PairingTable rows={pairing.value} hosts={job.plan.hosts} />;
}

function Look({ importId, job, order, view, reading, pairing, logins }: LookProps): ReactElement {
  const { t } = useTranslation(['preflight', 'common']);
  const [, go] = useLocation();
  const items = reading.value ?? [];
  const again = (): void => {
    reading.again();
    pairing.again();
    // Asked for once: a further look must not lock an account.
    logins.ask(false);
  };
  useShortcut('r', t('bar.again'), again);
  return (
    <>
      {view === 'pairing' ? (
        <div className="preflight-whole">
          <Pairing pairing={pairing} job={job} />
        </div>
      ) : (
        <div className="preview-split">
          <ItemTable items={items} hosts={job.plan.hosts.map(({ name }) => name)} />
          <LookPane
            items={items}
            readAt={reading.at}
            tryLogins={logins.isAsked}
            onTryLogins={logins.ask}
            onAccept={(fingerprints) =>
              changeOrder(importId, {
                acceptFingerprints: [...new Set([...order.acceptFingerprints, ...fingerprints])],
              })
            }
          />
        </div>
      )}
      {reading.error === null ? null : <Failed title={t('failed.read')} error={reading.error} />}
      <div className="preview-confirm">
        <span className="quiet cut">{t('bar.what')}</span>
        <span className="grow" />
        <Action shortcut="R" requested={reading.isUnderWay} onAct={again}>
          {t(logins.isAsked ? 'bar.loginsToo' : 'bar.again')}
        </Action>
        <Action kind="primary" onAct={() => go(`/configure/sheets/${importId}/preview`)}>
          {t('bar.next')}
        </Action>
      </div>
    </>
  );
}

/** The site, its hosts and this machine as they are before a run; nothing is changed by looking. */
export function Preflight({ importId }: { readonly importId: number }): ReactElement {
  const { t } = useTranslation(['preflight', 'preview']);
  const [view, setView] = useState<View>('items');
  const [tryLogins, setTryLogins] = useState(false);
  const asked = useJob(importId);
  const job = asked.value;
  const order = useJobOrder(importId, job);
  const look = { importId, job, order, isEager: true };
  const reading = usePreflight(look, tryLogins);
  const pairing = usePairing(look);
  const identity = pairing.value?.flatMap(({ uuid }) => uuid ?? []) ?? null;
  const ownPractice = useOwnPracticeAddress(String(reading.at));
  const seen = { identity, at: pairing.at, ownPractice };
  useSite(job === null ? null : siteOfJob(job, order, seen));
  return (
    <JobPage
      importId={importId}
      asked={asked}
      order={order}
      reading={reading}
      title={t('title')}
      failed={t('failed.read')}
      stage="preflight"
      preflight={reading.value === null ? undefined : glyphOfLook(reading.value)}
      note={<Note items={reading.value ?? []} pairing={pairing.value} view={view} onView={setView} />}
    >
      {job === null ? null : (
        <Look
          importId={importId}
          job={job}
          order={order}
          view={view}
          reading={reading}
          pairing={pairing}
          logins={{ isAsked: tryLogins, ask: setTryLogins }}
        />
      )}
    </JobPage>
  );
}
