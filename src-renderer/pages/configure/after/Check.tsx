import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportDocument } from '../../../../src-main/contract/report.ts';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import { clockTime } from '../../../words/times.ts';
import { useDeed, type Deed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { Filter, isFound } from '../../../components/Filter.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { JobHead } from '../job/JobHead.tsx';
import { Empty, Failed, Loading } from '../../../components/State.tsx';
import { Status } from '../../../components/Status.tsx';
import { Toggles } from '../../../components/Toggles.tsx';
import { Aside } from './Aside.tsx';
import { Checks } from './Checks.tsx';
import { NoReport, useReverted } from '../../run/report/NoReport.tsx';
import { Outputs } from './Outputs.tsx';
import { readAtMs, useReport, type RunReport } from './use-report.ts';
import { glyphOfConclusion } from './verdict.tsx';
import './after.css';

const views = ['all', 'different', 'unreadable'] as const;
type View = (typeof views)[number];

function Counts({ conclusion }: Pick<ReportDocument, 'conclusion'>): ReactElement {
  const { t } = useTranslation('after');
  const { counts, verdict } = conclusion;
  const told = [
    ['unchanged', 'equal', counts.equal],
    ['edit', 'equalAsEdited', counts.equalAsEdited],
    ['info', 'indirect', counts.indirect],
    ['failed', 'different', counts.different],
    ['skipped', 'unreadable', counts.unreadable],
  ] as const;
  return (
    <div className="check-counts">
      <span className="strong check-conclusion">
        <Status glyph={glyphOfConclusion[verdict]}>{t(`conclusion.${verdict}`)}</Status>
      </span>
      <span className="quiet">{t('check.items', { count: counts.total })}</span>
      <span className="check-told">
        {told
          .filter(([, , count]) => count > 0)
          .map(([glyph, word, count]) => (
            <span key={word}>
              <Glyph name={glyph} /> {t(`verdict.${word}`)} <b>{count}</b>
            </span>
          ))}
      </span>
    </div>
  );
}

/** Why the run cannot be read again now; null when it can. */
function useWhyNot(run: RunRow | null): string | null {
  const { t } = useTranslation('after');
  if (run === null || run.allows.includes('recheck')) {
    return null;
  }
  return run.endedAt === null ? t('check.recheckWhen') : t('check.recheckNever');
}

interface HeadProps {
  readonly id: string;
  readonly reported: RunReport;
  readonly recheck: Deed<void>;
  readonly onOutputs: () => void;
}

function Head({ id, reported, recheck, onOutputs }: HeadProps): ReactElement {
  const { t } = useTranslation('after');
  const { run, report, importId } = reported;
  const readAt = report === null ? null : readAtMs(report);
  const isReading = recheck.isUnderWay || (readAt !== null && run?.state === 'running');
  return (
    <JobHead
      title={t('check.title')}
      note={
        isReading
          ? t('check.rereading')
          : readAt === null
            ? t('check.neverRead')
            : t('check.readAt', { time: clockTime(readAt) })
      }
      current="check"
      runId={id}
      importId={importId}
    >
      <Action onAct={onOutputs}>{t('check.outputs')}</Action>
      <Action
        kind="primary"
        requested={isReading}
        disabledBecause={useWhyNot(run)}
        onAct={() => void recheck.act()}
      >
        {t('check.recheck')}
      </Action>
    </JobHead>
  );
}

function Values({ report }: { readonly report: ReportDocument }): ReactElement {
  const { t } = useTranslation('after');
  const [view, setView] = useState<View>('all');
  const [filter, setFilter] = useState('');
  const { checks, conclusion } = report;
  const shown = checks.filter(
    (check) =>
      (view === 'all' || check.verdict === view) &&
      isFound(filter, [check.subject, check.of, check.planned, check.actual, check.note, check.groupTitle]),
  );
  const count = { all: checks.length, ...conclusion.counts };
  return (
    <div className="check-values">
      <div className="pane-head check-tools">
        <h2>{t('check.table')}</h2>
        <Toggles
          label={t('check.view')}
          value={view}
          onChange={setView}
          choices={views.map((key) => ({ key, title: t(`check.${key}`, { count: count[key] }) }))}
        />
        <span className="grow" />
        <Filter isMain value={filter} onChange={setFilter} label={t('check.filter')} widthPx={200} />
      </div>
      {checks.length === 0 ? (
        <Empty title={t('check.nothing')} hint={t('check.nothingHint')} />
      ) : (
        <Checks checks={shown} empty={<p className="check-none quiet">{t('check.nothingShown')}</p>} />
      )}
    </div>
  );
}

function Shown({ id }: { readonly id: string }): ReactElement {
  const { t } = useTranslation('after');
  const reported = useReport(id);
  const recheck = useDeed((client) => client.runs.recheck({ run: id }));
  const [isOpen, setIsOpen] = useState(false);
  const { report, asked, version, importId } = reported;
  return (
    <>
      <Head id={id} reported={reported} recheck={recheck} onOutputs={() => setIsOpen(true)} />
      {recheck.error === null ? null : (
        <Failed title={t('check.recheckFailed')} error={recheck.error} onRetry={() => void recheck.act()} />
      )}
      {asked.error === null ? null : (
        <Failed title={t('check.failed')} error={asked.error} onRetry={asked.again} />
      )}
      {report === null ? (
        asked.error === null ? (
          <Loading />
        ) : null
      ) : (
        <>
          <Counts conclusion={report.conclusion} />
          <div className="check-panes">
            <Values report={report} />
            <Aside report={report} run={id} version={version} importId={importId} />
          </div>
        </>
      )}
      <Outputs run={id} version={version} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  );
}

/** After a run: what was planned beside what the site says now. */
export function Check({ id }: { readonly id: string }): ReactElement {
  const { t } = useTranslation('after');
  const reverts = useReverted(id);
  return reverts === null ? (
    <Shown id={id} />
  ) : (
    <NoReport id={id} reverts={reverts} title={t('check.title')} stage="check" />
  );
}
