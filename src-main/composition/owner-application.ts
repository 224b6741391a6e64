import { z } from 'zod';
import type { Application } from '../api/application.ts';
import type { RunReader } from '../adapters/sqlite/run-store.ts';
import { protocol } from '../api/protocol.ts';
import type { ChangeFeed } from '../api/changes.ts';
import { AppError } from '../contract/errors.ts';
import { configureInputSchema } from '../engines/configure/index.ts';
import type { Runner } from '../runner/runner.ts';
import { productVersion } from '../version.ts';
import type { ConfigureService } from './configure-service.ts';
import { createPlan } from './plan-procedures.ts';
import { canonicalPath } from './plan-service.ts';
import type { PlanService } from './plan-service.ts';
import { runPreflight } from './preflight.ts';
import type { ReportService } from './report-service.ts';
import type { RunViews } from './run-views.ts';
import { openQuestion } from './run-views.ts';
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
  const { reader, ownerId, reports, feed } = parts;
  return {
    facts: () => ({
      product: 'sitewright',
      version: productVersion,
      protocol,
      storeId: reader.facts().storeId,
      ownerId,
    }),
    runs: createRuns(parts),
    plan: createPlan(parts.plans),
    imports: createImports(parts),
    configure: {
      preview: (order, signal) => parts.configure.preview(order, signal),
      preflight: async (order, signal) =>
        runPreflight(await parts.configure.input(order), parts.services, signal),
      pairing: (order, signal) => parts.configure.pairing(order, signal),
      start: (order) => parts.configure.start(order),
    },
    reports,
    changes: (topic, cursor, signal) => feed.changes(topic, cursor, signal),
  };
}

const ordered = z.object({ orderId: z.string() });

function createRuns({ runner, views, services, configure }: OwnerParts): Application['runs'] {
  /** A run that takes another back carries that one's order. */
  const orderOf = (run: string): string => {
    const stored = z.union([z.object({ input: ordered }), ordered]).parse(views.load(run).input);
    return 'input' in stored ? stored.input.orderId : stored.orderId;
  };
  return {
    list: () => views.list(),
    show: (run) => views.show(run),
    question: (run) => views.question(run),
    async logs(run, range) {
      views.load(run);
      return services.logs.read(run, range);
    },
    async retry({ run, steps, edits, secrets, by }) {
      for (const { key, value } of secrets) services.vault.give(orderOf(run), key, value);
      await runner.retry({ runId: run, steps, edits, by });
    },
    revert: (run) => runner.revert(run),
    cancel: (run, by) => runner.cancel(run, by),
    async answer({ run, question, ...answer }) {
      const asked = openQuestion(views.load(run).model);
      const takesSheet = asked?.code === 'workbook-changed' && answer.choice === 'sheet';
      const input = takesSheet
        ? await configure.replan(configureInputSchema.parse(views.load(run).input))
        : undefined;
      await runner.answer({
        runId: run,
        questionId: question,
        ...answer,
        ...(input === undefined ? {} : { input: input }),
      });
    },
    skip: ({ run, ...decision }) => runner.skip({ runId: run, ...decision }),
    markDone: ({ run, ...decision }) => runner.markDone({ runId: run, ...decision }),
    adopt: ({ run, ...decision }) => runner.adopt({ runId: run, ...decision }),
    async settled(run, signal) {
      const gone = Promise.withResolvers<never>();
      const abort = (): void =>
        gone.reject(new AppError('CANCELED', 'nobody waits for the run any more; it goes on'));
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

function createImports({ services: { imports, vault, clock } }: OwnerParts): Application['imports'] {
  return {
    list: () => imports.list(),
    show: (id) => imports.show(id),
    difference(id, before, after) {
      const [left, right] = [flatten(imports.plan(id, before)), flatten(imports.plan(id, after))];
      const paths = [...new Set([...left.keys(), ...right.keys()])];
      return paths
        .filter((path) => left.get(path) !== right.get(path))
        .map((path) => ({ path, before: left.get(path) ?? null, after: right.get(path) ?? null }));
    },
    async override(id, override, secret) {
      const { path } = imports.show(id);
      if (override.secret && secret === null)
        throw new AppError('OVERRIDE_INVALID', 'the password is missing');
      const { readCellText } = await import('../workbook/write-cell.ts');
      const original = override.secret
        ? null
        : await readCellText(canonicalPath(path), override.sheet, override.cell);
      if (secret !== null) vault.keepOverride(id, `${override.sheet}!${override.cell}`, secret);
      imports.override(id, {
        ...override,
        value: override.secret ? null : override.value,
        original,
        at: clock.now(),
      });
    },
    async removeOverride(id, sheet, cell) {
      imports.removeOverride(id, sheet, cell);
    },
    async ignoreFinding(id, finding) {
      if (finding.reason.trim() === '')
        throw new AppError('REASON_REQUIRED', 'a reason is required; it stands in the report');
      imports.ignore(id, { ...finding, at: clock.now() });
    },
    async restoreFinding(id, finding) {
      imports.restore(id, finding);
    },
    async confirmMapping(mapping) {
      imports.confirmMapping(mapping, clock.now());
    },
  };
}

/** Every value of a plan by its path; secrets are only there or not. */
function flatten(value: unknown, path = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (path === 'origins') return into;
  if (typeof value !== 'object' || value === null)
    into.set(path, value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  else if (Array.isArray(value)) value.forEach((item, index) => flatten(item, `${path}[${index}]`, into));
  else
    for (const [key, item] of Object.entries(value))
      flatten(item, path === '' ? key : `${path}.${key}`, into);
  return into;
}
