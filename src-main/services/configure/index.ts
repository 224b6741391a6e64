import type { Application } from '../../api/application.ts';
import type { Call } from '../../api/context.ts';
import { configureRequestSchema } from '../../contract/configure.ts';
import { configureInputSchema, createConfigureEngine, writtenBack } from '../../engines/configure/index.ts';
import { bind } from '../../runner/bound-engine.ts';
import { parseOrder, type EngineService } from '../engine-service.ts';
import type { OpenHome } from '../open-home.ts';
import { openConfigureServices } from './configure-services.ts';
import { createConfigureService } from './configure-service.ts';
import { orderOf, type ConfigureOrder } from './files.ts';
import { requireGivenSecrets } from './given-secrets.ts';
import { createImports } from './imports-room.ts';
import { createChecks, heldChecks } from './kept-checks.ts';
import { createOpenWorld } from './open-world.ts';
import { createPlan } from './plan-procedures.ts';
import { createPlanService } from './plan-service.ts';
import { createPracticeStart, forgetPractice } from './practice-start.ts';
import { makePreviewSheet } from './preview-sheets.ts';
import { createProposals } from './proposals.ts';
import { createRunEdits } from './run-edits.ts';
import { createReportService, sheetSecrets } from './report-service.ts';

/** Cluster configuration in a home that its owner has opened. */
export function openConfigure(home: OpenHome): EngineService & {
  readonly rooms: Pick<Application, 'configure' | 'imports' | 'plan'>;
} {
  const services = openConfigureServices(home.services);
  const { imports, vault, redactor, clock, siteChecks } = services;
  const plans = createPlanService({
    imports,
    vault,
    counted: (reading) => imports.counted(reading, clock.now()),
  });
  const configure = createConfigureService({ services, plans });
  const checks = createChecks({ services, configure });
  const report = createReportService({
    home,
    imports,
    redactor,
    secretsOf: (input) => sheetSecrets(plans, input),
    now: () => clock.now(),
  });
  const openWorld = createOpenWorld({ services, plans, makeReport: (run) => report.makeOwn(run) });
  const rooms = createImports(services, plans);
  const orderIn = (request: unknown, call: Call): ConfigureOrder =>
    orderOf(parseOrder(configureRequestSchema, request), call);
  return {
    engine: bind(createConfigureEngine(openWorld)),
    report,
    async order(request, call) {
      const order = orderIn(request, call);
      return {
        input: await configure.input(order),
        mayLogIn: order.tryLogins === true,
        started: () => checks.forget(order),
      };
    },
    forgetPractice: () => forgetPractice(services),
    heldChecks: () => heldChecks(services),
    preflight: (request, call) => checks.preflight(orderIn(request, call), call.signal),
    giveSecrets(input, secrets) {
      requireGivenSecrets(secrets);
      const { orderId } = configureInputSchema.parse(input);
      for (const { key, value } of secrets) {
        vault.give(orderId, key, value);
      }
    },
    edits: createRunEdits({
      plans,
      imports,
      override: rooms.override,
      parse: (stored) => configureInputSchema.parse(stored),
    }),
    async replanned(input, { code }, choice) {
      const takesSheet = code === 'workbook-changed' && choice === 'sheet';
      return takesSheet ? configure.withNewSheet(configureInputSchema.parse(input)) : undefined;
    },
    rooms: {
      configure: {
        ...createProposals(plans, services.home),
        previewDocument: ({ preview, readAt, ...request }, call) =>
          makePreviewSheet(
            { ...orderOf({ ...request, secrets: [] }, call), preview, readAt },
            { configure, imports, redactor, by: call.caller.by, now: () => clock.now() },
          ),
        lastCheck: (asked) => siteChecks.last(asked.import),
        writtenBack: ({ run }) => writtenBack(home.views.journal(run)),
        practiceStart: createPracticeStart({ services, plans }),
        pairing: async (request, call) => [...(await configure.pairing(orderOf(request, call), call.signal))],
      },
      imports: rooms,
      plan: createPlan(plans, { home: services.home, imports }),
    },
  };
}
