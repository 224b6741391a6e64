import type { Application } from '../api/application.ts';
import { toPlanCheck } from './plan-service.ts';
import type { PlanService } from './plan-service.ts';

/** What can be asked about a workbook; the same for the owner of a home and for readers. */
export function createPlan(plans: PlanService): Application['plan'] {
  return {
    check: async (file) => toPlanCheck(await plans.read(file)),
    async read(file) {
      const reading = await plans.read(file);
      return {
        ...toPlanCheck(reading),
        plan: reading.plan,
        leftOut: reading.leftOut.map((row) => ({ ...row })),
        proposal: null,
      };
    },
    async exportFindings(file, outPath) {
      const { writeFindingsWorkbook } = await import('../workbook/index.ts');
      await writeFindingsWorkbook(outPath, await plans.read(file), file.language);
    },
  };
}
