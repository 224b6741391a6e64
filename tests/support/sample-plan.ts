import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SitePlan } from '../../src-main/contract/site-plan.ts';
import { readWorkbook } from '../../src-main/workbook/index.ts';
import { buildSampleWorkbook } from './sample-workbook.ts';

/** What the sample workbook plans, as it is read. */
export async function samplePlan(): Promise<SitePlan> {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-'));
  try {
    const path = join(directory, 'plan.xlsx');
    buildSampleWorkbook(path, {});
    return (await readWorkbook(path)).plan;
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
