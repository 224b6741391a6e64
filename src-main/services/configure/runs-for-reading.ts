import { createRedactor } from '../../adapters/secrets/redactor.ts';
import { Imports } from '../../adapters/sqlite/imports.ts';
import { createConfigureEngine } from '../../engines/configure/index.ts';
import { bind } from '../../runner/bound-engine.ts';
import type { RunsForReading } from '../engine-service.ts';
import { createPlanService } from './plan-service.ts';
import { createReportService, sheetSecrets } from './report-service.ts';

/** Runs of cluster configuration, for who only reads them. */
export const configureRuns: RunsForReading = {
  engine: bind(createConfigureEngine(() => Promise.reject(new Error('a reader has no world')))),
  report: (home, clock) => {
    const imports = new Imports(home.database);
    const plans = createPlanService({ imports, vault: null, counted: null });
    return createReportService({
      home,
      imports,
      redactor: createRedactor(),
      secretsOf: (input) => sheetSecrets(plans, input),
      now: () => clock.now(),
    });
  },
};
