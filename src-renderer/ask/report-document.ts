import type { BothReports } from '../../src-main/contract/report.ts';
import type { RunRow } from '../../src-main/contract/run.ts';
import type { Language } from '../../src-main/contract/text.ts';
import { useAnswer, type Asked } from './use-call.ts';

/** Where the host of this page serves the acceptance report as a document of its own, for a frame. */
export const reportAddress = (run: string, language: Language): string =>
  `/api/report/${encodeURIComponent(run)}?language=${language}`;

/** Another one whenever another report of the run is to be had: it is made anew when the run ends, not at each of its steps. */
export const reportVersion = (id: string, run: RunRow | null): string =>
  `${id}:${run?.state ?? ''}:${run?.endedAt ?? ''}`;

/** The report of a run as data, in both languages. */
export const useReportDocument = (id: string, run: RunRow | null): Asked<BothReports> =>
  useAnswer(`report:${reportVersion(id, run)}`, (client, signal) =>
    client.reports.document({ run: id }, { signal }),
  );
