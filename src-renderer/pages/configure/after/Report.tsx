import { useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../../src-main/contract/text.ts';
import { useLanguage } from '../../../words/language.ts';
import { reportAddress } from '../../../ask/report-document.ts';
import { saveFile } from '../../../ask/save-file.ts';
import { useDeed, type Deed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';
import { JobHead } from '../job/JobHead.tsx';
import { Failed, Loading } from '../../../components/State.tsx';
import { Toggles } from '../../../components/Toggles.tsx';
import { NoReport, useReverted } from './NoReport.tsx';
import { PrintActions, Saved, useSavedPdf, type SavedPdf } from './PrintActions.tsx';
import { useReport } from './use-report.ts';
import './after.css';

function Shown({ id }: { readonly id: string }): ReactElement {
  const { t } = useTranslation('after');
  const ours = useLanguage();
  const [chosen, setChosen] = useState<Language | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const { run, report, asked, version, importId } = useReport(id);
  const language = chosen ?? ours;
  const address = reportAddress(id, language);
  const frameKey = `${version}:${language}`;
  const download = useDeed(async (client) =>
    saveFile(`${report?.number ?? id}.html`, 'text/html', await client.reports.make({ run: id, language })),
  );
  const pdf = useSavedPdf(id, language);
  const isEarly = run !== null && run.endedAt === null;
  const failed = failedOf(download, pdf);
  const error = failed?.error ?? asked.error;
  return (
    <>
      <JobHead
        title={t('report.title')}
        note={report === null ? undefined : <span className="mono">{report.number}</span>}
        current="report"
        runId={id}
        importId={importId}
      >
        <Action requested={download.isUnderWay} onAct={() => void download.act()}>
          {t('report.download')}
        </Action>
        <PrintActions
          pdf={pdf}
          notReady={shown === frameKey ? null : t('report.notReady')}
          onPrint={() => frame.current?.contentWindow?.print()}
        />
      </JobHead>
      <div className="pane-head report-tools">
        <Toggles<Language>
          label={t('report.language')}
          value={language}
          onChange={setChosen}
          choices={[
            { key: 'zh-CN', title: t('report.chinese') },
            { key: 'en', title: t('report.english') },
          ]}
        />
        {isEarly ? <span className="tone-warn">{t('report.notEnded')}</span> : null}
        <Saved pdf={pdf} />
      </div>
      {error === null ? null : (
        <Failed
          title={t('report.failed')}
          error={error}
          onRetry={() => (failed === undefined ? asked.again() : void failed.act())}
        />
      )}
      {report === null ? (
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
          src={address}
          title={t('report.frame', { number: report.number })}
          onLoad={() => setShown(frameKey)}
        />
      )}
    </>
  );
}

const failedOf = (download: Deed<void>, pdf: SavedPdf | null): Deed<void> | undefined =>
  [download, ...(pdf === null ? [] : [pdf.deed])].find(({ error }) => error !== null);

/** The acceptance report as the customer gets it. */
export function Report({ id }: { readonly id: string }): ReactElement {
  const reverts = useReverted(id);
  return reverts === null ? <Shown id={id} /> : <NoReport id={id} reverts={reverts} page="report" />;
}
