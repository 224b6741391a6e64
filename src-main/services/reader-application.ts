import { join } from 'node:path';
import type { Imports } from '../adapters/sqlite/imports.ts';
import type { RunReader } from '../adapters/sqlite/run-store.ts';
import type { Application } from '../api/application.ts';
import { AppError } from '../contract/errors.ts';
import type { Clock } from '../runner/ports.ts';
import { processFacts } from './machine/machine.ts';
import { createPlan } from './configure/plan-procedures.ts';
import { createPlanService } from './configure/plan-service.ts';
import type { RunViews } from './runs/run-views.ts';

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

const ownerOnlyMachine = {
  clearSecrets: ownerOnly,
  siteKeys: ownerOnly,
  forgetSiteKey: ownerOnly,
  slept: ownerOnly,
  settings: ownerOnly,
  keepSettings: ownerOnly,
};

const ownerOnlyPractice = {
  faults: ownerOnly,
  open: ownerOnly,
  pace: ownerOnly,
  address: ownerOnly,
  reset: ownerOnly,
};

const ownerOnlyConfigure = {
  preview: ownerOnly,
  previewDocument: ownerOnly,
  preflight: ownerOnly,
  lastCheck: ownerOnly,
  pairing: ownerOnly,
  start: ownerOnly,
  images: ownerOnly,
  proposedAddress: ownerOnly,
};

const ownerOnlyImports = {
  open: ownerOnly,
  show: ownerOnly,
  difference: ownerOnly,
  override: ownerOnly,
  removeOverride: ownerOnly,
  ignoreFinding: ownerOnly,
  restoreFinding: ownerOnly,
  confirmMapping: ownerOnly,
  tryValue: ownerOnly,
};

/** What can be answered without owning the home. Everything else belongs to the owner, and asking here is our bug. */
export function createReaderApplication({ home, database, clock }: ReaderParts): Application {
  const imports = database?.imports ?? null;
  const views = (run: string): RunViews => {
    if (database !== null) {
      return database.views;
    }
    const text = {
      zh: `${home} 中没有执行任务 ${run}；用「runs list」查看已有的执行任务。`,
      en: `Run ${run} not found in ${home}. List the runs with "runs list".`,
    };
    throw new AppError('RUN_NOT_FOUND', text, { data: { run } });
  };
  return {
    facts: () => ({
      ...processFacts(home),
      storeId: '',
      ownerId: '',
      keystore: { kind: 'memory', count: 0 },
    }),
    machine: ownerOnlyMachine,
    plan: createPlan(createPlanService({ imports, vault: null, counts: null }), home),
    runs: {
      list: () => database?.views.list() ?? [],
      show: (run) => views(run).show(run),
      question: (run) => views(run).question(run),
      faults: (run) => views(run).faults(run),
      timing: (run) => views(run).timing(run),
      attempts: (run, step) => views(run).attempts(run, step),
      editable: (run, step) => views(run).editable(run, step),
      planned: (run) => views(run).planned(run),
      worked: (runs) => database?.views.worked(runs) ?? {},
      logs: async (run, range, stream) => (await logsOf(views(run), database, home)).logs(run, range, stream),
      output: async (run, range, stream) =>
        (await logsOf(views(run), database, home)).output(run, range, stream),
      retry: ownerOnly,
      revert: ownerOnly,
      recheck: ownerOnly,
      cancel: ownerOnly,
      answer: ownerOnly,
      skip: ownerOnly,
      markDone: ownerOnly,
      existing: ownerOnly,
      adopt: ownerOnly,
      settled: async (run) => views(run).show(run),
    },
    reports: {
      make: async (run, language) => (await reportsOf(views(run), database, clock)).make(run, language),
      document: async (run) => (await reportsOf(views(run), database, clock)).document(run),
    },
    practice: ownerOnlyPractice,
    imports: { ...ownerOnlyImports, list: () => imports?.list() ?? [], runs: () => imports?.runs() ?? [] },
    configure: ownerOnlyConfigure,
    changes: ownerOnly,
  };
}

/** Without a database there are no views of a run either, and asking for them has said so. */
async function logsOf(
  _views: RunViews,
  database: ReaderDatabase | null,
  home: string,
): Promise<Pick<Application['runs'], 'logs' | 'output'>> {
  if (database === null) {
    return ownerOnly();
  }
  const [{ createRunLogs }, { createLogReading }] = await Promise.all([
    import('../adapters/files/run-log.ts'),
    import('./runs/run-logs.ts'),
  ]);
  const runsDirectory = join(home, 'runs');
  const logs = createRunLogs({ runsDirectory, nameOf: ownerOnly, redact: (text) => text });
  return createLogReading({ reader: database.reader, logs });
}

/** As for the logs. */
async function reportsOf(
  views: RunViews,
  database: ReaderDatabase | null,
  clock: Clock,
): Promise<Application['reports']> {
  if (database === null) {
    return ownerOnly();
  }
  const [{ createReportService, sheetSecrets }, { createRedactor }] = await Promise.all([
    import('./configure/report-service.ts'),
    import('../adapters/secrets/redactor.ts'),
  ]);
  const { reader, imports } = database;
  const plans = createPlanService({ imports, vault: null, counts: null });
  return createReportService({
    views,
    reader,
    imports,
    redactor: createRedactor(),
    now: () => clock.now(),
    secretsOf: (input) => sheetSecrets(plans, input),
  });
}
