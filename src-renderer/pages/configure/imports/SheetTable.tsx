import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import type { ImportDocument } from '../../../../src-main/contract/configure.ts';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import { fileNameOf } from '../../../ask/save-file.ts';
import { dayTime } from '../../../words/times.ts';
import { useLastRuns } from '../job/last-run.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { RunStatus } from '../../../components/Status.tsx';
import { useRuns } from '../../../sync/runs.ts';
import { severities, worstOf, type Counts } from '../sheet/findings.ts';
import { CountMarks } from '../sheet/SheetTabs.tsx';

/** What was found when the workbook was read last, as its sheets show it. */
function Findings({ counts }: { readonly counts: Counts | null }): ReactElement {
  const { t } = useTranslation(['imports', 'sheet']);
  if (counts === null) {
    return (
      <span className="faint" title={t('notCounted')}>
        — <span className="visually-hidden">{t('notCounted')}</span>
      </span>
    );
  }
  if (worstOf(counts) === null) {
    return (
      <span className="quiet">
        <Glyph name="unchanged" /> {t('noFindings')}
      </span>
    );
  }
  const all = severities.map((severity) => `${t(`sheet:severity.${severity}`)} ${counts[severity]}`);
  return (
    <span className="imports-findings" title={all.join(' · ')}>
      <CountMarks counts={counts} />
    </span>
  );
}

function LastRun({ run }: { readonly run: RunRow | null }): ReactElement {
  if (run === null) {
    return <span className="faint">—</span>;
  }
  return (
    <span className="imports-run">
      <Link className="mono" href={`/runs/${run.id}`}>
        {run.id}
      </Link>
      <RunStatus state={run.state} warnings={run.warnings} />
    </span>
  );
}

/** How many cells people corrected, and how many findings they ignored. */
function Decisions({
  document: { overrides, ignored },
}: {
  readonly document: ImportDocument;
}): ReactElement {
  const { t } = useTranslation('imports');
  const made = [
    ...(overrides.length === 0 ? [] : [t('overrides', { count: overrides.length })]),
    ...(ignored.length === 0 ? [] : [t('ignored', { count: ignored.length })]),
  ].join(' · ');
  return (
    <td className="quiet" title={made}>
      {made === '' ? '—' : made}
    </td>
  );
}

interface SheetRowProps {
  readonly document: ImportDocument;
  readonly lastRun: RunRow | null;
}

function SheetRow({ document, lastRun }: SheetRowProps): ReactElement {
  const { t } = useTranslation(['imports', 'common']);
  const { id, path, versions } = document;
  const last = versions.at(-1);
  const file = fileNameOf(path);
  return (
    <tr>
      <td title={path}>
        <Link href={`/configure/sheets/${id}`}>{file}</Link>
      </td>
      <td className="quiet mono" title={last?.profile}>
        {last?.profile ?? '—'}
      </td>
      <td className="quiet" title={last?.workbook.lastModifiedBy ?? undefined}>
        {last?.workbook.lastModifiedBy ?? '—'}
      </td>
      <td className="number quiet">{last === undefined ? '—' : dayTime(last.seenAt)}</td>
      <td className="number">{versions.length}</td>
      <td>
        <Findings counts={last?.counts ?? null} />
      </td>
      <Decisions document={document} />
      <td>
        <LastRun run={lastRun} />
      </td>
      <td>
        <span className="imports-ways">
          <Link href={`/configure/sheets/${id}`} aria-label={t('openSheet', { file })}>
            {t('sheet')}
          </Link>
          <Link href={`/configure/sheets/${id}/preview`} aria-label={t('openPreview', { file })}>
            {t('preview')}
          </Link>
        </span>
      </td>
    </tr>
  );
}

/** Imported workbooks, the latest first: what was found in each, what people decided, what was done with it. */
export function SheetTable({ documents }: { readonly documents: readonly ImportDocument[] }): ReactElement {
  const { t } = useTranslation('imports');
  const lastRunOf = useLastRuns();
  const lastRuns = useRuns(
    useShallow((runs) => documents.map(({ id }) => runs.get(lastRunOf(id) ?? '') ?? null)),
  );
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
            <th className="imports-found">{t('column.findings')}</th>
            <th className="imports-decisions">{t('column.decisions')}</th>
            <th className="imports-last">{t('column.run')}</th>
            <th className="imports-act">{t('column.act')}</th>
          </tr>
        </thead>
        <tbody>
          {documents.map((document, at) => (
            <SheetRow key={document.id} document={document} lastRun={lastRuns[at] ?? null} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
