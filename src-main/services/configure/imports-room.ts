import type { Application } from '../../api/application.ts';
import type { ConfigureServices } from './configure-services.ts';
import { createCellCorrections } from './cell-corrections.ts';
import { asReadLast, planFileOf } from './files.ts';
import { createFindingDecisions } from './finding-decisions.ts';
import { openImport } from './open-import.ts';
import { planDifference } from './plan-difference.ts';
import type { PlanService } from './plan-service.ts';

/** Workbooks that were imported, and what people decided about them. */
export function createImports(services: ConfigureServices, plans: PlanService): Application['imports'] {
  const { imports, clock } = services;
  return {
    list: () => imports.list(),
    runs: () => imports.runs(),
    open: async (request, call) =>
      imports.show((await openImport({ services, plans }, planFileOf(request, call))).id),
    show: ({ id }) => imports.show(id),
    grant: ({ id }, { grants }) => ({ grant: grants.grant('read', imports.show(id).path) }),
    difference({ id, before, after }) {
      const { path, overrides } = imports.show(id);
      // The serial that we have written is no change of the customer's.
      return imports.isOwnChange(path, { before, after })
        ? []
        : planDifference(imports.plan(id, before), imports.plan(id, after), overrides);
    },
    ...createCellCorrections({ services, plans }),
    tryValue: ({ id, value, ...at }) => plans.tryValue(asReadLast(imports.show(id)), at, value),
    ...createFindingDecisions({ services, plans }),
    async confirmMapping(mapping) {
      (await import('../../workbook/index.ts')).requireUsable(mapping);
      imports.confirmMapping(mapping, clock.now());
    },
  };
}
