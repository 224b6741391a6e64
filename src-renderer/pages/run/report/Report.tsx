import { useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import type { Language } from '../../../../src-main/contract/text.ts';
import { visible } from '../../../../src-main/contract/visible.ts';
import { reportAddress, reportVersion, useReportDocument } from '../../../ask/report-document.ts';
import { safeFileName, saveFile } from '../../../ask/save-file.ts';
import { useDeed, type Deed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { Toggles } from '../../../components/Toggles.tsx';
import { useRunRow } from '../../../sync/runs.ts';
import { useLanguage } from '../../../words/language.ts';
import { useRunStages } from '../use-run-stages.ts';
import { useSiteOf } from '../use-site-of.ts';
import { NoReport } from './NoReport.tsx';
import { PrintActions, Saved, useSavedPdf, type SavedPdf } from './PrintActions.tsx';
import './report.css';

interface ToolsProps {
  readonly run: RunRow;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  readonly pdf: SavedPdf | null;
}

function Tools({ run, language, onLanguage, pdf }: ToolsProps): ReactElement {
  const { t } = useTranslation('report');
  return (
    <div className="pane-head report-tools">
      <Toggles<Language>
        label={t('language')}
        value={language}
        onChange={onLanguage}
        choices={[
          { key: 'zh-CN', title: t('chinese') },
          { key: 'en', title: t('english') },
        ]}
      />
      {run.endedAt === null ? <span className="tone-warn">{t('notEnded')}</span> : null}
      <Saved pdf={pdf} />
    </div>
  );
}

function Shown({ run }: { readonly run: RunRow }): ReactElement {
  const { t } = useTranslation('report');
  const { id } = run;
  const ours = useLanguage();
  const [chosen, setChosen] = useState<Language | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const asked = useReportDocument(id, run);
  useSiteOf(run);
  const stages = useRunStages(run);
  const report = asked.value?.[ours] ?? null;
  const number = report === null ? null : visible(report.number);
  const language = chosen ?? ours;
  const frameKey = `${reportVersion(id, run)}:${language}`;
  const download = useDeed(async (client) => {
    const page = await client.reports.make({ run: id, language });
    saveFile(safeFileName(`${number ?? id}.html`), 'text/html', page);
  });
  const pdf = useSavedPdf(id, language);
  const failed = failedOf(download, pdf);
  const error = failed?.error ?? asked.error;
  return (
    <>
      <PageHead
        title={t('title')}
        note={number === null ? undefined : <span className="mono">{number}</span>}
        stages={stages}
        current="report"
      >
        <Action requested={download.isUnderWay} onAct={() => void download.act()}>
          {t('download')}
        </Action>
        <PrintActions
          pdf={pdf}
          notReady={shown === frameKey ? null : t('notReady')}
          onPrint={() => frame.current?.contentWindow?.print()}
        />
      </PageHead>
      <Tools run={run} language={language} onLanguage={setChosen} pdf={pdf} />
      {error === null ? null : (
        <Failed
          title={t('failed')}
          error={error}
          onRetry={() => (failed === undefined ? asked.again() : void failed.act())}
        />
      )}
      {number === null ? (
        asked.error === null ? (
          <Loading />
        ) : null
      ) : (
        <iframe
          ref={frame}
          key={frameKey}
          className="report-frame"
          // It holds no script and may run none; only printing it is left open.
          sandbox="allow-same-origin allow-modals"
          src={reportAddress(id, language)}
          title={t('frame', { number })}
          onLoad={() => setShown(frameKey)}
        />
      )}
    </>
  );
}

const failedOf = (download: Deed<void>, pdf: SavedPdf | null): Deed<void> | undefined =>
  [download, ...(pdf === null ? [] : [pdf.deed])].find(({ error }) => error !== null);

/** The acceptance report of a run as the customer gets it, whatever engine made it. */
export function Report({ id }: { readonly id: string }): ReactElement {
  const { t } = useTranslation('report');
  const run = useRunRow(id);
  if (run === null) {
    return <Loading />;
  }
  return run.hasReport ? (
    <Shown run={run} />
  ) : (
    <NoReport id={id} reverts={run.revertsRunId} title={t('title')} stage="report" />
  );
}
