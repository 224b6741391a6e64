import { join } from 'node:path';
import type { Imports } from '../adapters/sqlite/imports.ts';
import type { RunReader } from '../adapters/sqlite/run-store.ts';
import type { Application } from '../api/application.ts';
import { protocol } from '../api/protocol.ts';
import type { Language } from '../contract/configure.ts';
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

/** What can be answered without owning the home. Everything else belongs to the owner, and asking here is our bug. */
export function createReaderApplication({ home, database, clock }: ReaderParts): Application {
  const imports = database?.imports ?? null;
  const views = (run: string): RunViews => {
    if (database !== null) return database.views;
    throw new AppError(
      'RUN_NOT_FOUND',
      `there is no run ${run} in ${home}; "runs list" shows what there is`,
      { data: { run } },
    );
  };
  const ownerOnly = (): never => {
    throw new AppError('INTERNAL', 'this needs the owner of the home');
  };
  return {
    facts: () => ({ product: 'sitewright', version: productVersion, protocol, storeId: '', ownerId: '' }),
    plan: createPlan(createPlanService({ imports, vault: null })),
    runs: {
      list: () => database?.views.list() ?? [],
      show: (run) => views(run).show(run),
      question: (run) => views(run).question(run),
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
    imports: {
      ...{ list: () => imports?.list() ?? [], show: ownerOnly, difference: ownerOnly, override: ownerOnly },
      ...{
        removeOverride: ownerOnly,
        ignoreFinding: ownerOnly,
        restoreFinding: ownerOnly,
        confirmMapping: ownerOnly,
      },
    },
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
  if (database === null) throw new AppError('RUN_NOT_FOUND', `there is no run ${run}`, { data: { run } });
  const [{ createReportService }, { createRedactor }] = await Promise.all([
    import('./report-service.ts'),
    import('../adapters/secrets/redactor.ts'),
  ]);
  const { reader, imports } = database;
  return createReportService({ views, reader, imports, redactor: createRedactor(), now }).make(run, language);
}
