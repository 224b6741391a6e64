import type { HomeForReading } from '../open-home.ts';
import type { ReaderRooms } from '../owner-only.ts';
import { createPlan } from './plan-procedures.ts';
import { createPlanService } from './plan-service.ts';

/** Workbooks are checked also where there is no home at all; its tables are loaded where there are any. */
export async function openConfigureRooms({ home, store }: HomeForReading): Promise<ReaderRooms> {
  const imports =
    store === null ? null : new (await import('../../adapters/sqlite/imports.ts')).Imports(store.database);
  const plans = createPlanService({ imports, vault: null, counted: null });
  return {
    plan: createPlan(plans, { home, imports }),
    imports: { list: () => imports?.list() ?? [], runs: () => imports?.runs() ?? [] },
  };
}
