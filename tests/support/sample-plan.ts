import { join } from 'node:path';
import type { SitePlan } from '../../src-main/contract/site-plan.ts';
import { readWorkbook } from '../../src-main/workbook/index.ts';
import { buildSampleWorkbook } from './sample-workbook.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** What the sample workbook plans, as it is read. */
export async function samplePlan(): Promise<SitePlan> {
  const path = join(temporaryDirectory(), 'plan.xlsx');
  buildSampleWorkbook(path, {});
  return (await readWorkbook(path)).plan;
}
