import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import type { EngineForReading } from '../engine-service.ts';
import type { RunViews } from './run-views.ts';

/** The report of a run, where its engine makes one. */
export function createReports(views: RunViews, engines: readonly EngineForReading[]): Application['reports'] {
  const reportOf = (run: string): NonNullable<EngineForReading['report']> => {
    const { kind } = views.load(run);
    const report = engines.find(({ engine }) => engine.kind === kind)?.report;
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
