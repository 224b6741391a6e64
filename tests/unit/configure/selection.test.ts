import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selectSteps } from '../../../src-main/engines/configure/index.ts';
import type { ConfigureInput } from '../../../src-main/engines/configure/index.ts';
import { readWorkbook } from '../../../src-main/workbook/index.ts';
import { buildSampleWorkbook } from '../../support/sample-workbook.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

async function inputOf(changes: Partial<ConfigureInput>): Promise<ConfigureInput> {
  const path = join(temporaryDirectory(), 'plan.xlsx');
  buildSampleWorkbook(path, {});
  const { plan, workbook } = await readWorkbook(path, { language: 'en' });
  return {
    ...{ orderId: 'order', workbook: { path, sha256: workbook.sha256 }, plan, edits: [], iso: null },
    ...{ site: { kind: 'practice', url: null }, only: [], skip: [], blocked: [], notPlanned: [] },
    ...{ overwriteSerial: false, acceptFingerprints: [], language: 'en', serialCell: plan.serialCell },
    ...changes,
  };
}

describe('the chosen steps', () => {
  it('depend on nothing that was left out, whichever step that is', async () => {
    const keys = selectSteps(await inputOf({})).steps.map(({ key }) => key);
    for (const skipped of keys) {
      const { steps } = selectSteps(await inputOf({ skip: [skipped] }));
      const present = new Set(steps.map(({ key }) => key));
      const dangling = steps.flatMap(({ dependsOn }) => dependsOn.filter(({ key }) => !present.has(key)));
      expect(dangling, `without ${skipped}`).toEqual([]);
    }
  });

  it('stand behind what they depend on', async () => {
    const { steps } = selectSteps(await inputOf({}));
    const before = new Set<string>();
    for (const { key, dependsOn } of steps) {
      expect(
        dependsOn.filter((dependency) => !before.has(dependency.key)),
        key,
      ).toEqual([]);
      before.add(key);
    }
  });
});
