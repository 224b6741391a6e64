import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import { kindNames } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadName } from '../../../../src-main/contract/restart.ts';
import type { WorkloadDetail } from '../../../../src-main/contract/workload-detail.ts';
import { Age } from '../../../clusters/Age.tsx';
import { RunsOf } from '../../../clusters/RunsOf.tsx';
import { useClusterInBar } from '../../../clusters/use-cluster.ts';
import { Action } from '../../../components/Action.tsx';
import { ObjectPage } from '../../../components/Page.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { shownDocument } from '../../../words/language.ts';
import { dayTime } from '../../../words/times.ts';
import { Line, Section } from '../../settings/Section.tsx';
import { Cause } from '../Cause.tsx';
import { labelsOf } from '../list/conditions.ts';
import { useTakeUp } from '../order/use-take-up.ts';
import { RolloutStatus, WorkloadStatus } from '../rollout-state.tsx';
import { Events, Pods, Revisions } from './Tables.tsx';
import { useDetail } from './use-detail.ts';
import '../restart.css';

/** What is known of it by itself: how it stands, why, and what it is made of. */
function Facts({ row, status }: WorkloadDetail): ReactElement {
  const { t } = useTranslation(['restart', 'common']);
  const { kind, updated, ready, available, desired, strategy, images, restartedAt } = row;
  const cause = status?.cause;
  const isHeld = status !== null && !row.paused && kind !== 'cronjob';
  return (
    <Section id="facts" title={t('workload.state')}>
      <Line name={t('workload.state')}>
        {isHeld ? <RolloutStatus state={status.state} /> : <WorkloadStatus workload={row} />}
      </Line>
      {cause === undefined ? null : (
        <div className="settings-line workload-cause">
          <span className="strong">{t('workload.cause')}</span>
          <Cause cause={cause} />
        </div>
      )}
      {kind === 'cronjob' ? null : (
        <Line name={t('workload.counts')}>
          {t('workload.countsOf', { updated, ready, available, desired })}
        </Line>
      )}
      <Line name={t(kind === 'cronjob' ? 'workload.schedule' : 'workload.strategy')}>{strategy}</Line>
      <div className="settings-line clusters-wide">
        <span className="strong">{t('workload.images')}</span>
        <span className="mono clusters-whole">{images.join('\n')}</span>
      </div>
      <div className="settings-line clusters-wide">
        <span className="strong">{t('workload.labels')}</span>
        <span className="mono clusters-whole">{labelsOf(row).join('\n') || '—'}</span>
      </div>
      <Line name={t('workload.restarted')}>
        {restartedAt === null ? (
          <span className="faint">{t('neverRestarted')}</span>
        ) : (
          <span>
            {dayTime(Date.parse(restartedAt))}{' '}
            <span className="quiet">
              <Age at={Date.parse(restartedAt)} />
            </span>
          </span>
        )}
      </Line>
    </Section>
  );
}

interface WorkloadPageProps {
  readonly connection: Connection;
  readonly workload: WorkloadName;
}

/** One workload: how it stands and why, its pods, revisions and events, and the runs that restarted it. */
export function WorkloadPage({ connection, workload }: WorkloadPageProps): ReactElement {
  const { t } = useTranslation('restart');
  const takeUp = useTakeUp(connection.name);
  const { asked, live } = useDetail(connection.name, workload);
  useClusterInBar(connection);
  const { kind, namespace, name } = workload;
  const isThere = asked.value !== null && asked.error === null;
  const restart = (): void => takeUp('restart', [workload]);
  useShortcut(isThere ? 'r' : null, t('restart'), restart);
  const detail = asked.value === null ? null : shownDocument(asked.value);
  return (
    <ObjectPage
      head={
        <PageHead
          title={name}
          note={
            <>
              {namespace} · {kindNames[kind]}
            </>
          }
        >
          <Link href={`/workloads/${connection.name}`}>{t('workload.back')}</Link>
          {isThere ? (
            <>
              <Action
                disabledBecause={kind === 'cronjob' ? t('workload.cronUndo') : null}
                onAct={() => takeUp('undo', [workload])}
              >
                {t('undo')}
              </Action>
              <Action kind="primary" shortcut="R" onAct={restart}>
                {t('restart')}
              </Action>
            </>
          ) : null}
        </PageHead>
      }
    >
      <div className="settings-page clusters-page">
        {asked.error === null ? null : (
          <Failed
            title={t('workload.failed', { workload: `${kindNames[kind]} ${namespace}/${name}` })}
            error={asked.error}
            onRetry={asked.again}
          />
        )}
        {detail === null ? (
          asked.error === null ? (
            <Loading />
          ) : null
        ) : (
          <>
            <Facts {...detail} row={live ?? detail.row} />
            <Pods {...detail} />
            <Revisions {...detail} />
            <Events {...detail} />
            <RunsOf target={detail.target} title={t('workload.runs')} none={t('workload.noRuns')} />
          </>
        )}
      </div>
    </ObjectPage>
  );
}
