import { join } from 'node:path';
import type { Imports } from '../adapters/sqlite/imports.ts';
import type { RunReader } from '../adapters/sqlite/run-store.ts';
import type { Application } from '../api/application.ts';
import { protocol } from '../api/protocol.ts';
import type { Language } from '../contract/text.ts';
import { AppError } from '../contract/errors.ts';
import type { Clock } from '../runner/ports.ts';
import { productVersion } from '../version.ts';
import { createPlan } from './plan-procedures.ts';
import { createPlanService } from './plan-service.ts';
import type { RunViews } from './run-views.ts';

/** What a reader sees of a home that has a database. */
export interface ReaderDatabase {
  readonly reader: RunReader;
  readonly imports: Imports;
  readonly views: RunViews;
  close(): void;
}

export interface ReaderParts {
  readonly home: string;
  readonly database: ReaderDatabase | null;
  readonly clock: Clock;
}

const ownerOnly = (): never => {
  throw new AppError('INTERNAL', 'this needs the owner of the home');
};

const ownerOnlyImports = {
  ...{ open: ownerOnly, show: ownerOnly, difference: ownerOnly, override: ownerOnly },
  ...{ removeOverride: ownerOnly, ignoreFinding: ownerOnly, restoreFinding: ownerOnly },
  confirmMapping: ownerOnly,
};

/** What can be answered without owning the home. Everything else belongs to the owner, and asking here is our bug. */
export function createReaderApplication({ home, database, clock }: ReaderParts): Application {
  const imports = database?.imports ?? null;
  const views = (run: string): RunViews => {
    if (database !== null) return database.views;
    const text = {
      zh: `${home} 中没有执行任务 ${run}；用「runs list」查看已有的执行任务。`,
      en: `there is no run ${run} in ${home}; "runs list" shows what there is`,
    };
    throw new AppError('RUN_NOT_FOUND', text, { data: { run } });
  };
  return {
    facts: () => ({ product: 'sitewright', version: productVersion, protocol, storeId: '', ownerId: '' }),
    plan: createPlan(createPlanService({ imports, vault: null })),
    runs: {
      list: () => database?.views.list() ?? [],
      show: (run) => views(run).show(run),
      question: (run) => views(run).question(run),
      attempts: (run) => views(run).attempts(run),
      async logs(run, range) {
        views(run).load(run);
        const { createRunLogs } = await import('../adapters/files/run-log.ts');
        return createRunLogs({
          runsDirectory: join(home, 'runs'),
          stageOf: () => 'stage_config_cluster',
          redact: (text) => text,
        }).read(run, range);
      },
      ...{
        retry: ownerOnly,
        revert: ownerOnly,
        recheck: ownerOnly,
        cancel: ownerOnly,
        answer: ownerOnly,
        skip: ownerOnly,
        markDone: ownerOnly,
        adopt: ownerOnly,
      },
      settled: async (run) => views(run).show(run),
    },
    reports: {
      make: (run, language) => makeReport(views(run), database, { run, language, now: () => clock.now() }),
    },
    imports: { ...ownerOnlyImports, list: () => imports?.list() ?? [] },
    configure: { preview: ownerOnly, preflight: ownerOnly, pairing: ownerOnly, start: ownerOnly },
    changes: ownerOnly,
  };
}

interface ReportOrder {
  readonly run: string;
  readonly language: Language;
  readonly now: () => number;
}

async function makeReport(
  views: RunViews,
  database: ReaderDatabase | null,
  { run, language, now }: ReportOrder,
): Promise<string> {
  if (database === null) {
    const text = { zh: `没有执行任务 ${run}。`, en: `there is no run ${run}` };
    throw new AppError('RUN_NOT_FOUND', text, { data: { run } });
  }
  const [{ createReportService, sheetSecrets }, { createRedactor }] = await Promise.all([
    import('./report-service.ts'),
    import('../adapters/secrets/redactor.ts'),
  ]);
  const { reader, imports } = database;
  const plans = createPlanService({ imports, vault: null });
  return createReportService({
    ...{ views, reader, imports, redactor: createRedactor(), now },
    secretsOf: (input) => sheetSecrets(plans, input),
  }).make(run, language);
}
