import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportDocument } from '../../../../src-main/contract/report.ts';
import type { WrittenBack } from '../../../../src-main/contract/written-back.ts';
import { shownDocument } from '../../../words/language.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { showCell } from '../job/sheet-places.ts';
import { CellRef } from '../job/CellRef.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { Failed, Loading } from '../../../components/State.tsx';

function Remaining({ remaining }: Pick<ReportDocument, 'remaining'>): ReactElement {
  const { t } = useTranslation('after');
  return (
    <section aria-labelledby="remaining">
      <div className="pane-head">
        <h2 id="remaining">{t('remaining.title')}</h2>
        <span>{remaining.length === 0 ? null : remaining.length}</span>
      </div>
      {remaining.length === 0 ? (
        <p className="check-none quiet">
          <Glyph name="unchanged" /> {t('remaining.none')}
        </p>
      ) : (
        <ul className="check-remaining">
          {remaining.map(({ subject, problem, nextStep }, index) => (
            <li key={`${subject} ${index}`}>
              <Glyph name="warning" />
              <span>
                <b>{subject}</b>
                <span className="small quiet">{problem}</span>
                {nextStep === null ? null : <span className="small">{nextStep}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Sum({ which, sum }: { readonly which: string; readonly sum: string }): ReactElement {
  const { t } = useTranslation('after');
  return (
    <>
      <span className="mono cut" title={sum}>
        {sum.slice(0, 16)}…
      </span>
      <CopyButton text={sum} label={t('writeBack.copySum', { which })} />
    </>
  );
}

interface WriteBackProps {
  readonly run: string;
  /** Changes whenever something else may have been written. */
  readonly version: string;
  readonly importId: number | undefined;
}

function WriteBack({ run, version, importId }: WriteBackProps): ReactElement {
  const { t } = useTranslation('after');
  const asked = useAnswer(`written-back:${version}`, async (client, signal) => ({
    written: shownDocument(await client.configure.writtenBack({ run }, { signal })),
  }));
  return (
    <section aria-labelledby="write-back">
      <div className="pane-head">
        <h2 id="write-back">{t('writeBack.title')}</h2>
      </div>
      {asked.value === null ? (
        asked.error === null ? (
          <Loading />
        ) : (
          <Failed title={t('writeBack.failed')} error={asked.error} onRetry={asked.again} />
        )
      ) : asked.value.written === null ? (
        <p className="check-none quiet">{t('writeBack.none')}</p>
      ) : (
        <Written written={asked.value.written} importId={importId} />
      )}
    </section>
  );
}

interface WrittenProps {
  readonly written: WrittenBack;
  readonly importId: number | undefined;
}

function Written({ written, importId }: WrittenProps): ReactElement {
  const { t } = useTranslation('after');
  return (
    <dl className="facts">
      {written.copy ? (
        <div className="tone-warn check-copy">
          <Glyph name="warning" /> {t('writeBack.copy')}
        </div>
      ) : null}
      <Fact name={t('writeBack.file')}>
        <span className="facts-whole">{written.fileName}</span>
      </Fact>
      <Fact name={t('writeBack.cell')}>
        <CellRef
          sheet={written.sheet}
          cell={written.cell}
          to={importId === undefined ? null : `/configure/sheets/${importId}`}
          onGo={() => {
            if (importId !== undefined) {
              showCell(importId, written);
            }
          }}
        />
      </Fact>
      <Fact name={t('writeBack.value')}>
        <span className="mono facts-whole">{written.value}</span>
        <CopyButton text={written.value} />
      </Fact>
      <Fact name={t('writeBack.before')}>
        <Sum which={t('writeBack.before')} sum={written.sha256Before} />
      </Fact>
      <Fact name={t('writeBack.after')}>
        <Sum which={t('writeBack.after')} sum={written.sha256After} />
      </Fact>
      <Fact name={t('writeBack.backup')}>
        <span className="facts-whole">{written.backupFileName ?? t('writeBack.noBackup')}</span>
        {written.backupFileName === null ? null : (
          <CopyButton text={written.backupFileName} label={t('writeBack.copyBackup')} />
        )}
      </Fact>
    </dl>
  );
}

interface AsideProps extends WriteBackProps {
  readonly report: ReportDocument;
}

/** What the values alone do not say: what is left to do, and what was written into the sheet. */
export function Aside({ report, ...of }: AsideProps): ReactElement {
  return (
    <aside className="check-aside">
      <Remaining remaining={report.remaining} />
      <WriteBack {...of} />
    </aside>
  );
}
