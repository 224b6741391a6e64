import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import type { BothReports } from '../../contract/report.ts';
import type { Language } from '../../contract/text.ts';
import type { RunViews } from './run-views.ts';

/** Makes the acceptance report of a run. */
export interface EngineReport {
  /** HTML. */
  make(run: string, language: Language): Promise<string>;
  document(run: string): Promise<BothReports>;
}

/** Whether runs of a kind have a report, and what makes it. */
export interface ReportsOfKind {
  readonly kind: string;
  readonly report: EngineReport | undefined;
}

/** The report of a run, where its engine makes one. */
export function createReports(views: RunViews, reports: readonly ReportsOfKind[]): Application['reports'] {
  const reportOf = (run: string): EngineReport => {
    const { kind } = views.load(run);
    const report = reports.find((each) => each.kind === kind)?.report;
    if (report !== undefined) {
      return report;
    }
    throw new AppError('RUN_STATE', {
      zh: `执行任务 ${run} 的类型是 ${kind}，这类任务没有验收报告。`,
      en: `Run ${run} is of kind ${kind}; runs of this kind have no acceptance report.`,
    });
  };
  return {
    make: ({ run, language }) => reportOf(run).make(run, language),
    document: ({ run }) => reportOf(run).document(run),
  };
}
