import type { PlanFile } from './files.ts';
import type { WorkbookReading } from '../../workbook/index.ts';
import type { PlanService } from './plan-service.ts';
import type { ConfigureServices } from './configure-services.ts';

export interface ImportParts {
  readonly services: Pick<ConfigureServices, 'imports' | 'clock'>;
  readonly plans: PlanService;
}

/** Reads a workbook and keeps that this version of it was seen. */
export async function openImport(
  { services: { imports, clock }, plans }: ImportParts,
  file: PlanFile,
): Promise<{ readonly id: number; readonly reading: WorkbookReading }> {
  const reading = await plans.read(file);
  const { workbook, profile, plan, counts } = reading;
  return { id: imports.saw({ workbook, profile, plan, counts }, clock.now()), reading };
}
