import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Connection } from '../../../../src-main/contract/connections.ts';
import type { RestartRequest } from '../../../../src-main/contract/restart.ts';
import { forgetReadings } from '../../../ask/readings.ts';
import { useDeed, type Deed } from '../../../ask/use-call.ts';
import { pickIn } from '../../../clusters/picked.ts';
import { useClusterInBar } from '../../../clusters/use-cluster.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { JobPage, ObjectPage } from '../../../components/Page.tsx';
import { PageHead, type StageLink } from '../../../components/PageHead.tsx';
import { Empty, Failed, Loading } from '../../../components/State.tsx';
import { useShortcut } from '../../../hooks/shortcuts.ts';
import { clockTime } from '../../../words/times.ts';
import { workloadsRoom } from '../room.ts';
import { keepDraft, orderOf, useDraft, type Draft } from './draft.ts';
import { Options } from './Options.tsx';
import { planned, type Planned } from './planned.ts';
import { PlannedTable } from './PlannedTable.tsx';
import { Request } from './Request.tsx';
import { useLook, type Look } from './use-look.ts';
import { readingsOf } from './use-take-up.ts';
import '../restart.css';

interface OrderProps {
  readonly connection: Connection;
  readonly draft: Draft;
}

/** The key of why a look keeps it from being started now; null where it does not. */
function obstacleOf(
  { preview, error, isUnderWay }: Look,
  isStopped: boolean,
): 'reading' | 'unread' | 'stops' | null {
  if (isUnderWay) {
    return 'reading';
  }
  return preview === null || error !== null ? 'unread' : isStopped ? 'stops' : null;
}

interface ConfirmProps {
  readonly draft: Draft;
  readonly because: string | null;
  readonly stopped: number;
  readonly isPractice: boolean;
  readonly isUnderWay: boolean;
  readonly onBack: () => void;
  readonly onStart: () => void;
}

function Confirm(props: ConfirmProps): ReactElement {
  const { draft, because, stopped, isPractice, isUnderWay, onBack, onStart } = props;
  const { t } = useTranslation(['restart', 'common']);
  useShortcut('Ctrl+enter', t(`order.title.${draft.action}`), () => {
    if (because === null && !isUnderWay) {
      onStart();
    }
  });
  return (
    <div className="restart-onward">
      {isPractice ? <span className="mark">{t('common:practice')}</span> : null}
      {stopped === 0 ? null : (
        <span>
          <Glyph name="error" /> {t('order.stopped', { count: stopped })}
        </span>
      )}
      <span className="grow small quiet" role="status">
        {because ?? t('order.allClear')}
      </span>
      <Action onAct={onBack}>{t('order.toList')}</Action>
      <Action
        kind="primary"
        shortcut="Ctrl ↵"
        requested={isUnderWay}
        disabledBecause={because}
        onAct={onStart}
      >
        {t(`order.start.${draft.action}`, { total: draft.workloads.length })}
      </Action>
    </div>
  );
}

/** What is seen of the looks: how old they are, and how to look again. */
function Looked({ look }: { readonly look: Look }): ReactElement {
  const { t } = useTranslation('restart');
  return (
    <>
      <span className="quiet" role="status">
        {look.isUnderWay
          ? t('order.reading')
          : look.at === null
            ? ''
            : t('order.readAt', { time: clockTime(look.at) })}
      </span>
      <span className="grow" />
      <Action size="small" requested={look.isUnderWay} onAct={look.again}>
        {t('order.again')}
      </Action>
    </>
  );
}

function useStages(connection: string): readonly StageLink[] {
  const { t } = useTranslation(['restart', 'common']);
  return [
    { key: 'choose', title: t('stage.choose'), to: `/workloads/${connection}` },
    { key: 'preview', title: t('stage.preview'), to: null },
    { key: 'run', title: t('common:stages.run'), to: null },
  ];
}

/** Starts what was ordered, and leads to its run. */
function useStarting(connection: string, order: RestartRequest | null): Deed<void> {
  const [, go] = useLocation();
  return useDeed(async (client) => {
    const run = await client.runs.start({ kind: 'restart', order, confirmed: true });
    // The cluster is another one from now on.
    forgetReadings(readingsOf(connection));
    pickIn(workloadsRoom, connection, []);
    go(`/runs/${run}`);
  });
}

interface FailuresProps {
  readonly look: Look;
  readonly starting: Deed<void>;
}

function Failures({ look, starting }: FailuresProps): ReactElement {
  const { t } = useTranslation('restart');
  return (
    <>
      {starting.error === null ? null : <Failed title={t('order.startFailed')} error={starting.error} />}
      {look.error === null ? null : (
        <Failed title={t('order.failedPreview')} error={look.error} onRetry={look.again} />
      )}
      {look.foundError === null ? null : <Failed title={t('order.failedFound')} error={look.foundError} />}
      {look.preview === null && look.isUnderWay ? <Loading onStop={look.stop} /> : null}
    </>
  );
}

/** Whether what was found keeps the whole order from being started. */
function isKept(rows: readonly Planned[], { onFailure }: Draft): boolean {
  const stopped = rows.filter(({ isStopped }) => isStopped).length;
  return stopped > 0 && (onFailure === 'stop' || stopped === rows.length);
}

function Order({ connection: { name: connection, kind }, draft }: OrderProps): ReactElement {
  const { t } = useTranslation('restart');
  const [, go] = useLocation();
  const [selected, setSelected] = useState<string | null>(null);
  const { order, problem } = orderOf(connection, draft);
  const look = useLook(connection, draft, order);
  const rows = planned(draft.workloads, {
    steps: look.preview?.steps ?? [],
    found: look.found,
    batchSize: order?.batchSize ?? null,
  });
  const starting = useStarting(connection, order);
  const obstacle = problem ?? obstacleOf(look, isKept(rows, draft));
  const shown = rows.find(({ key }) => key === selected) ?? rows[0];
  const stages = useStages(connection);
  const change = (changes: Partial<Draft>): void => {
    starting.forget();
    keepDraft(connection, { ...draft, ...changes });
  };
  return (
    <JobPage
      head={
        <PageHead
          title={t(`order.title.${draft.action}`)}
          note={t('order.note', { count: draft.workloads.length })}
          stages={stages}
          current="preview"
        />
      }
      toolbar={<Looked look={look} />}
      inspector={
        <>
          <Options draft={draft} problem={problem} onChange={change} />
          {shown === undefined ? null : <Request row={shown} draft={draft} />}
        </>
      }
      confirm={
        <Confirm
          draft={draft}
          because={obstacle === null ? null : t(`order.because.${obstacle}`)}
          stopped={rows.filter(({ isStopped }) => isStopped).length}
          isPractice={kind === 'practice'}
          isUnderWay={starting.isUnderWay}
          onBack={() => go(`/workloads/${connection}`)}
          onStart={() => void starting.act()}
        />
      }
    >
      <Failures look={look} starting={starting} />
      <PlannedTable
        rows={rows}
        selected={shown?.key ?? null}
        onSelect={setSelected}
        isBusy={look.isUnderWay}
      />
    </JobPage>
  );
}

/** What will be done with the chosen workloads, how, and the start of it. */
export function RestartPage({ connection }: { readonly connection: Connection }): ReactElement {
  const { t } = useTranslation('restart');
  const draft = useDraft(connection.name);
  useClusterInBar(connection);
  return draft === null || draft.workloads.length === 0 ? (
    <ObjectPage head={<PageHead title={t('order.title.restart')} />}>
      <Empty title={t('order.nothing')} hint={t('order.nothingHint')}>
        <Link href={`/workloads/${connection.name}`}>{t('order.toList')}</Link>
      </Empty>
    </ObjectPage>
  ) : (
    <Order connection={connection} draft={draft} />
  );
}
