import { z } from 'zod';
import type { Application } from '../api/application.ts';
import type { RunReader } from '../adapters/sqlite/run-store.ts';
import type { ChangeFeed } from '../feed/changes.ts';
import { AppError } from '../contract/errors.ts';
import type { Text } from '../contract/text.ts';
import { configureInputSchema } from '../engines/configure/index.ts';
import type { Runner } from '../runner/runner.ts';
import { createCellCorrections } from './configure/cell-corrections.ts';
import type { ConfigureService } from './configure/configure-service.ts';
import { createFindingDecisions } from './configure/finding-decisions.ts';
import { requireGivenSecrets } from './configure/given-secrets.ts';
import { createMachine } from './machine/machine.ts';
import { openImport } from './configure/open-import.ts';
import { createChecks } from './configure/kept-checks.ts';
import { planDifference } from './configure/plan-difference.ts';
import { createPlan } from './configure/plan-procedures.ts';
import type { PlanService } from './configure/plan-service.ts';
import { createPractice } from './configure/practice-start.ts';
import { makePreviewSheet } from './configure/preview-sheets.ts';
import { createProposals } from './configure/proposals.ts';
import type { ReportService } from './configure/report-service.ts';
import { createLogReading } from './runs/run-logs.ts';
import { type RunViews, openQuestion } from './runs/run-views.ts';
import type { Services } from './services.ts';

export interface OwnerParts {
  readonly services: Services;
  readonly plans: PlanService;
  readonly configure: ConfigureService;
  readonly reports: ReportService;
  readonly runner: Runner;
  readonly views: RunViews;
  readonly reader: RunReader;
  readonly feed: ChangeFeed;
  readonly ownerId: string;
}

/** Everything a person can ask of the owner of a home. */
export function createOwnerApplication(parts: OwnerParts): Application {
  const { reports, feed } = parts;
  return {
    ...createMachine(parts),
    runs: createRuns(parts),
    plan: createPlan(parts.plans, parts.services.home),
    imports: createImports(parts),
    configure: {
      ...createProposals(parts.plans),
      preview: (order, signal) => parts.configure.preview(order, signal),
      previewDocument: (order) =>
        makePreviewSheet(order, {
          configure: parts.configure,
          redactor: parts.services.redactor,
          now: () => parts.services.clock.now(),
        }),
      ...createChecks(parts),
      pairing: (order, signal) => parts.configure.pairing(order, signal),
    },
    practice: createPractice(parts),
    reports,
    changes: (topic, cursor, signal) => feed.changes(topic, cursor, signal),
  };
}

const ordered = z.object({ orderId: z.string() });

const notWaitedFor = (run: string): Text => ({
  zh: `已停止等待执行任务 ${run}；任务继续执行。`,
  en: `Stopped waiting for run ${run}; the run continues.`,
});

function createRuns({ runner, views, services, configure, reader }: OwnerParts): Application['runs'] {
  /** A run that takes another back carries that one's order. */
  const orderOf = (run: string): string => {
    const stored = z.union([z.object({ input: ordered }), ordered]).parse(views.load(run).input);
    return 'input' in stored ? stored.input.orderId : stored.orderId;
  };
  return {
    list: () => views.list(),
    show: (run) => views.show(run),
    question: (run) => views.question(run),
    faults: (run) => views.faults(run),
    timing: (run) => views.timing(run),
    attempts: (run, step) => views.attempts(run, step),
    editable: (run, step) => views.editable(run, step),
    planned: (run) => views.planned(run),
    worked: (runs) => views.worked(runs),
    ...createLogReading({ reader, logs: services.logs }),
    async retry({ run, steps, edits, secrets, by }) {
      requireGivenSecrets(secrets);
      for (const { key, value } of secrets) {
        services.vault.give(orderOf(run), key, value);
      }
      await runner.retry({ runId: run, steps, edits, by });
    },
    revert: (run) => runner.revert(run),
    recheck: (run, by, signal) => runner.recheck(run, by, signal),
    cancel: (run, by) => runner.cancel(run, by),
    async answer({ run, question, ...answer }) {
      const asked = openQuestion(views.load(run).model);
      const takesSheet = asked?.code === 'workbook-changed' && answer.choice === 'sheet';
      const anew = takesSheet
        ? await configure.withNewSheet(configureInputSchema.parse(views.load(run).input))
        : undefined;
      await runner.answer({
        runId: run,
        questionId: question,
        ...answer,
        ...(anew === undefined ? {} : { anew }),
      });
    },
    skip: ({ run, ...decision }) => runner.skip({ runId: run, ...decision }),
    markDone: ({ run, ...decision }) => runner.markDone({ runId: run, ...decision }),
    existing: (run, step, signal) => runner.existing(run, step, signal),
    adopt: ({ run, ...decision }, signal) => runner.adopt({ runId: run, ...decision }, signal),
    async settled(run, signal) {
      const gone = Promise.withResolvers<never>();
      const abort = (): void => gone.reject(new AppError('CANCELED', notWaitedFor(run)));
      signal.addEventListener('abort', abort, { once: true });
      try {
        await Promise.race([runner.settled(run), gone.promise]);
      } finally {
        signal.removeEventListener('abort', abort);
      }
      return views.show(run);
    },
  };
}

function createImports({ services, plans }: OwnerParts): Application['imports'] {
  const { imports, clock } = services;
  return {
    list: () => imports.list(),
    runs: () => imports.runs(),
    open: async (file) => imports.show((await openImport({ services, plans }, file)).id),
    show: (id) => imports.show(id),
    difference: (id, before, after) =>
      planDifference(imports.plan(id, before), imports.plan(id, after), imports.show(id).overrides),
    ...createCellCorrections(services),
    tryValue(id, at, value) {
      const { path, versions } = imports.show(id);
      return plans.tryValue({ path, profile: versions.at(-1)?.profile ?? null }, at, value);
    },
    ...createFindingDecisions({ services, plans }),
    async confirmMapping(mapping) {
      (await import('../workbook/index.ts')).requireUsable(mapping);
      imports.confirmMapping(mapping, clock.now());
    },
  };
}
