import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useShallow } from 'zustand/react/shallow';
import type { ImportDocument } from '../../../../src-main/contract/configure.ts';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import { fileNameOf } from '../../../ask/save-file.ts';
import { dayTime } from '../../../words/times.ts';
import { useLastRuns } from '../job/last-run.ts';
import { Damaged } from '../../../components/Damaged.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import { RunStatus } from '../../../components/Status.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';
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
      <RunStatus run={run} />
    </span>
  );
}

/** How many cells people corrected, and how many findings they ignored. */
function useDecisions(): (document: ImportDocument) => string {
  const { t } = useTranslation('imports');
  return ({ overrides, ignored }) => {
    const made = [
      overrides.length === 0 ? null : t('overrides', { count: overrides.length }),
      ignored.length === 0 ? null : t('ignored', { count: ignored.length }),
    ].filter((part) => part !== null);
    return made.length === 0 ? '—' : made.join(' · ');
  };
}

const lastVersion = ({ versions }: ImportDocument): ImportDocument['versions'][number] | undefined =>
  versions.at(-1);

function useSheetColumns(
  lastRuns: readonly (RunRow | null)[],
  documents: readonly ImportDocument[],
): readonly Column<ImportDocument>[] {
  const { t } = useTranslation('imports');
  const decisions = useDecisions();
  const profile = (document: ImportDocument): string => lastVersion(document)?.profile ?? '—';
  const savedBy = (document: ImportDocument): string =>
    lastVersion(document)?.workbook?.lastModifiedBy ?? '—';
  return [
    {
      key: 'file',
      title: t('column.file'),
      minPx: 130,
      hover: ({ path }) => path,
      render: ({ id, path, damaged }) => (
        <>
          <Damaged text={damaged} />
          <Link href={`/configure/sheets/${id}`}>{fileNameOf(path)}</Link>
        </>
      ),
      sortBy: ({ path }) => fileNameOf(path),
    },
    {
      key: 'profile',
      title: t('column.profile'),
      widthPx: 136,
      className: 'quiet mono',
      render: profile,
      hover: profile,
      sortBy: profile,
    },
    {
      key: 'savedBy',
      title: t('column.savedBy'),
      widthPx: 96,
      className: 'quiet',
      render: savedBy,
      hover: savedBy,
      sortBy: savedBy,
    },
    {
      key: 'read',
      title: t('column.read'),
      widthPx: 100,
      align: 'end',
      className: 'quiet',
      render(document) {
        const seenAt = lastVersion(document)?.seenAt;
        return seenAt === undefined ? '—' : dayTime(seenAt);
      },
      sortBy: (document) => lastVersion(document)?.seenAt ?? null,
    },
    {
      key: 'versions',
      title: t('column.versions'),
      widthPx: 64,
      align: 'end',
      render: ({ versions }) => versions.length,
    },
    {
      key: 'found',
      title: t('column.findings'),
      widthPx: 96,
      render: (document) => <Findings counts={lastVersion(document)?.counts ?? null} />,
    },
    {
      key: 'decisions',
      title: t('column.decisions'),
      widthPx: 116,
      className: 'quiet',
      render: decisions,
      hover: decisions,
    },
    {
      key: 'run',
      title: t('column.run'),
      widthPx: 172,
      render: (document) => <LastRun run={lastRuns[documents.indexOf(document)] ?? null} />,
    },
    {
      key: 'act',
      title: t('column.act'),
      widthPx: 144,
      render: ({ id, path }) => (
        <span className="imports-ways">
          <Link href={`/configure/sheets/${id}`} aria-label={t('openSheet', { file: fileNameOf(path) })}>
            {t('sheet')}
          </Link>
          <Link
            href={`/configure/sheets/${id}/preview`}
            aria-label={t('openPreview', { file: fileNameOf(path) })}
          >
            {t('preview')}
          </Link>
        </span>
      ),
    },
  ];
}

/** Imported workbooks, the latest first: what was found in each, what people decided, what was done with it. */
export function SheetTable({ documents }: { readonly documents: readonly ImportDocument[] }): ReactElement {
  const { t } = useTranslation('imports');
  const lastRunOf = useLastRuns();
  const lastRuns = useRuns(
    useShallow((runs) => documents.map(({ id }) => runs.get(lastRunOf(id) ?? '') ?? null)),
  );
  return (
    <Table
      scrolls="sideways"
      hasRowKeys
      label={t('sheets')}
      columns={useSheetColumns(lastRuns, documents)}
      rows={documents}
      keyOf={({ id }) => String(id)}
    />
  );
}
