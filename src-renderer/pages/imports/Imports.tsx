import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ImportDocument } from '../../../src-main/contract/configure.ts';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { dayTime } from '../../app/times.ts';
import { fileNameOf } from '../../app/save-file.ts';
import { useAnswer } from '../../app/use-call.ts';
import { Filter, isFound } from '../../components/Filter.tsx';
import { RunTable } from '../../components/RunTable.tsx';
import { Empty, Failed, Loading } from '../../components/State.tsx';
import { RunStatus } from '../../components/Status.tsx';
import { useRows } from '../../sync/rows.ts';
import './imports.css';

const kinds = ['configure', 'configure:revert'];

function LastRun({ run }: { readonly run: RunRow | null }): ReactElement {
  if (run === null) return <span className="faint">—</span>;
  return (
    <span className="imports-run">
      <Link className="mono" href={`/run/${run.id}`}>
        {run.id}
      </Link>
      <RunStatus state={run.state} warnings={run.warnings} />
    </span>
  );
}

interface SheetRowProps {
  readonly document: ImportDocument;
  readonly lastRun: RunRow | null;
}

function SheetRow({ document, lastRun }: SheetRowProps): ReactElement {
  const { t } = useTranslation(['imports', 'common']);
  const { id, path, versions, overrides, ignored } = document;
  const last = versions.at(-1);
  const file = fileNameOf(path);
  const decisions = [
    ...(overrides.length === 0 ? [] : [t('overrides', { count: overrides.length })]),
    ...(ignored.length === 0 ? [] : [t('ignored', { count: ignored.length })]),
  ].join(' · ');
  return (
    <tr>
      <td title={path}>
        <Link href={`/job/${id}/sheet`}>{file}</Link>
      </td>
      <td className="quiet mono" title={last?.profile}>
        {last?.profile ?? '—'}
      </td>
      <td className="quiet" title={last?.workbook.lastModifiedBy ?? undefined}>
        {last?.workbook.lastModifiedBy ?? '—'}
      </td>
      <td className="number quiet">{last === undefined ? '—' : dayTime(last.seenAt)}</td>
      <td className="number">{versions.length}</td>
      <td className="quiet" title={decisions}>
        {decisions === '' ? '—' : decisions}
      </td>
      <td>
        <LastRun run={lastRun} />
      </td>
      <td>
        <span className="imports-ways">
          <Link href={`/job/${id}/sheet`} aria-label={t('openSheet', { file })}>
            {t('sheet')}
          </Link>
          <Link href={`/job/${id}/preview`} aria-label={t('openPreview', { file })}>
            {t('preview')}
          </Link>
        </span>
      </td>
    </tr>
  );
}

function SheetTable({ documents }: { readonly documents: readonly ImportDocument[] }): ReactElement {
  const { t } = useTranslation('imports');
  const runs = useRows(({ run }) => run);
  // Asked again when a run came to the list.
  const made = useAnswer(`imports/runs/${runs.size}`, (client, signal) =>
    client.imports.runs({}, { signal }),
  );
  const lastOf = (id: number): RunRow | null => {
    const found = made.value?.find((one) => one.import === id);
    return found === undefined ? null : (runs.get(found.run) ?? null);
  };
  return (
    <div className="imports-wide">
      <table className="rows imports-table" aria-label={t('sheets')}>
        <thead>
          <tr>
            <th>{t('column.file')}</th>
            <th className="imports-profile">{t('column.profile')}</th>
            <th className="imports-saved">{t('column.savedBy')}</th>
            <th className="imports-read number">{t('column.read')}</th>
            <th className="imports-versions number">{t('column.versions')}</th>
            <th className="imports-decisions">{t('column.decisions')}</th>
            <th className="imports-last">{t('column.run')}</th>
            <th className="imports-act">{t('column.act')}</th>
          </tr>
        </thead>
        <tbody>
          {documents.map((document) => (
            <SheetRow key={document.id} document={document} lastRun={lastOf(document.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Sheets(): ReactElement {
  const { t } = useTranslation('imports');
  const [filter, setFilter] = useState('');
  const asked = useAnswer('imports', (client, signal) => client.imports.list({}, { signal }));
  const all = asked.value ?? [];
  const shown = all.filter(({ path, versions }) => isFound(filter, [path, versions.at(-1)?.profile]));
  return (
    <section aria-labelledby="imports">
      <div className="section-head">
        <h2 id="imports">{t('sheets')}</h2>
        <span className="small faint">{t('count', { count: all.length })}</span>
        <span className="right">
          <Filter value={filter} onChange={setFilter} label={t('filter')} />
        </span>
      </div>
      {asked.error === null ? null : <Failed title={t('failed')} error={asked.error} onRetry={asked.again} />}
      {asked.value === null ? (
        asked.error === null ? (
          <Loading />
        ) : null
      ) : all.length === 0 ? (
        <Empty title={t('none')} hint={t('noneHint')}>
          <Link href="/">{t('toStart')}</Link>
        </Empty>
      ) : shown.length === 0 ? (
        <p className="quiet imports-none">{t('noneShown')}</p>
      ) : (
        <SheetTable documents={shown} />
      )}
    </section>
  );
}

/** The engine's own page: its planning sheets, and what was done with them. */
export function Imports(): ReactElement {
  const { t } = useTranslation('imports');
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
      </header>
      <div className="imports-page">
        <Sheets />
        <RunTable title={t('runs')} kinds={kinds} />
      </div>
    </>
  );
}
