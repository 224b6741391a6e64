import type { RunReader } from '../adapters/sqlite/run-store.ts';
import type { Imports } from '../adapters/sqlite/imports.ts';
import type { Redactor } from '../adapters/secrets/redactor.ts';
import type { Application } from '../api/application.ts';
import { AppError } from '../contract/errors.ts';
import type { Language } from '../contract/configure.ts';
import { configureInputSchema, toReportDocument } from '../engines/configure/index.ts';
import { productVersion } from '../version.ts';
import type { RunViews } from './run-views.ts';

export type ReportService = Application['reports'] & {
  /** The report in the run's own language. */
  makeOwn(run: string): Promise<string>;
};

export interface ReportPorts {
  readonly views: RunViews;
  readonly reader: RunReader;
  readonly imports: Pick<Imports, 'find'>;
  readonly redactor: Redactor;
  readonly now: () => number;
}

export function createReportService({ views, reader, imports, redactor, now }: ReportPorts): ReportService {
  async function make(runId: string, language: Language | null): Promise<string> {
    const stored = views.load(runId);
    if (stored.kind !== 'configure')
      throw new AppError(
        'RUN_STATE',
        `run ${runId} is of kind ${stored.kind}; only a configured site has an acceptance report`,
      );
    const input = configureInputSchema.parse(stored.input);
    const decided = imports.find(input.workbook.path);
    const identity = stored.identity === null ? null : fingerprintOf(stored.identity);
    const document = toReportDocument({
      ...{
        input,
        run: views.list().find(({ id }) => id === runId) ?? reader.runRow(runId),
        steps: views.steps(runId),
      },
      ...{ interventions: reader.interventions(runId), journal: views.journal(runId), identity },
      ...{ ignoredFindings: decided?.ignored ?? [], overrides: decided?.overrides ?? [] },
      ...{ productVersion, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: now() },
    });
    const { renderReport } = await import('../report/index.ts');
    const html = renderReport(document, language ?? input.language);
    if (redactor.holdsSecret(html))
      throw new AppError(
        'SECRET_IN_EXPORT',
        'the report would hold a secret, so it was not made; this is a fault of the product',
      );
    return html;
  }
  return { make: (run, language) => make(run, language), makeOwn: (run) => make(run, null) };
}

/** Short form of a site's identity for people: enough of the host UUIDs to tell two sites apart at a glance. */
function fingerprintOf(identity: readonly string[]): string {
  const parts = identity.slice(0, 3).map((uuid) => uuid.replaceAll('-', '').slice(0, 4).toUpperCase());
  return parts.join('·');
}
