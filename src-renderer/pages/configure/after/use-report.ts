import { useMemo } from 'react';
import type { BothReports, ReportDocument } from '../../../../src-main/contract/report.ts';
import type { RunRow } from '../../../../src-main/contract/run.ts';
import { useSite } from '../../../hooks/site-in-hand.ts';
import { useOwnPracticeAddress } from '../../../ask/practice-address.ts';
import { shownDocument, useLanguage } from '../../../words/language.ts';
import { useImportOf } from '../job/use-import.ts';
import { reportVersion, useReportDocument } from '../../../ask/report-document.ts';
import type { Asked } from '../../../ask/use-call.ts';
import { useRunRow } from '../../../sync/runs.ts';
import { siteOfRun } from '../../../words/site-of-run.ts';

export interface RunReport {
  readonly run: RunRow | null;
  /** In the language of the window. */
  readonly report: ReportDocument | null;
  readonly asked: Asked<BothReports>;
  /** Changes whenever another report is to be had. */
  readonly version: string;
  readonly importId: number | undefined;
}

/** The report of a run as data. */
export function useReport(id: string): RunReport {
  const language = useLanguage();
  const run = useRunRow(id);
  const version = reportVersion(id, run);
  const asked = useReportDocument(id, run);
  const found = asked.value?.[language] ?? null;
  const report = useMemo(() => shownDocument(found), [found]);
  const importId = useImportOf(id);
  const ownPractice = useOwnPracticeAddress(id);
  const checkedAt = report === null ? null : readAtMs(report);
  useSite(run === null ? null : { ...siteOfRun(run, ownPractice), checkedAt });
  return { run, report, asked, version, importId };
}

/** When the site was read for the report, the latest of its values; null when none was. */
export const readAtMs = ({ checks }: Pick<ReportDocument, 'checks'>): number | null =>
  checks.length === 0 ? null : Math.max(...checks.map(({ readAt }) => Date.parse(readAt)));
