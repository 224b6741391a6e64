import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import type { ReportDraft } from '../../contract/report.ts';
import type { RunRow, StepRow } from '../../contract/run.ts';
import { type Language, localized } from '../../contract/text.ts';
import type { RunViews } from './run-views.ts';

export interface DraftedReport {
  readonly document: ReportDraft;
  /** Whether a text that was made of the document would give away a secret of the run. */
  holdsSecret(text: string): boolean;
}

/** What an engine brings for the acceptance reports of its runs; how they look, and what was undone since, is the same for all. */
export interface EngineReport {
  draft(run: string): Promise<DraftedReport>;
}

/** Whether runs of a kind have a report, and what makes it. */
export interface ReportsOfKind {
  readonly kind: string;
  readonly report: EngineReport | undefined;
}

function requireNoSecret(draft: DraftedReport, text: string): string {
  if (draft.holdsSecret(text)) {
    throw new AppError('SECRET_IN_EXPORT', {
      zh: '报告中会包含机密，因此未生成；这是产品缺陷，请反馈。',
      en: 'The report would contain a secret, so it was not generated. This is a Sitewright bug; please report it.',
    });
  }
  return text;
}

/** The report as HTML. Throws SECRET_IN_EXPORT when it would hold a secret. */
export async function renderDraft(draft: DraftedReport, language: Language): Promise<string> {
  const { renderReport } = await import('../../report/index.ts');
  return requireNoSecret(draft, renderReport(draft.document, language));
}

/** The report with what other runs have undone since: whatever its engine concludes, it certifies nothing then. */
export function withUndone(
  draft: DraftedReport,
  { run, steps }: { readonly run: RunRow; readonly steps: readonly StepRow[] },
): DraftedReport {
  if (run.undone === undefined) {
    return draft;
  }
  const { document } = draft;
  const undoneBy = new Map(steps.map((step) => [step.key, step.undoneBy]));
  return {
    ...draft,
    document: {
      ...document,
      cover: { ...document.cover, run: { ...document.cover.run, undone: run.undone } },
      conclusion: { ...document.conclusion, verdict: 'not-passed' },
      execution: document.execution.map((step) => ({
        ...step,
        undoneBy: typeof step.key === 'string' ? undoneBy.get(step.key) : undefined,
      })),
    },
  };
}

/** The report of a run, where its engine makes one. */
export function createReports(views: RunViews, reports: readonly ReportsOfKind[]): Application['reports'] {
  const draftOf = async (run: string): Promise<DraftedReport> => {
    const { kind } = views.load(run);
    const report = reports.find((each) => each.kind === kind)?.report;
    if (report !== undefined) {
      return withUndone(await report.draft(run), { run: views.row(run), steps: views.steps(run) });
    }
    throw new AppError('RUN_STATE', {
      zh: `执行任务 ${run} 的类型是 ${kind}，这类任务没有验收报告。`,
      en: `Run ${run} is of kind ${kind}; runs of this kind have no acceptance report.`,
    });
  };
  return {
    make: async ({ run, language }) => renderDraft(await draftOf(run), language),
    async document({ run }) {
      const draft = await draftOf(run);
      const both = { 'zh-CN': localized(draft.document, 'zh-CN'), en: localized(draft.document, 'en') };
      requireNoSecret(draft, JSON.stringify(both));
      return both;
    },
  };
}
