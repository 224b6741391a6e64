import { expect, it } from 'vitest';
import type { ScopeOutcome, StepRow } from '../../src-main/contract/run.ts';
import { openConsole } from '../support/console.ts';
import { createFakeApplication, createRunDocument, createRunRow } from '../support/fake-application.ts';
import { createStepRow } from '../support/step-row.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };

const scopes: ScopeOutcome[] = [
  { path: ['plan'], title: { zh: '恢复计划', en: 'Recovery plan' }, state: 'failed' },
  { path: ['plan', 'db'], title: { zh: '数据库', en: 'Database' }, state: 'failed' },
  { path: ['plan', 'web'], title: { zh: '网站', en: 'Website' }, state: 'succeeded' },
];

it('the steps of a run stand below the nested parts that they belong to, each with how it ended', async () => {
  const run = createRunRow('0001', { state: 'failed', endedAt: 2, counts: { succeeded: 3, failed: 1 } });
  const steps: StepRow[] = (
    [
      ['volume', 'db', 'succeeded'],
      ['database', 'db', 'failed'],
      ['pages', 'web', 'succeeded'],
      ['balancer', 'web', 'succeeded'],
    ] as const
  ).map(([key, part, state], position) => createStepRow(key, { state, position, scope: ['plan', part] }));
  const fake = createFakeApplication({
    async *changes(topic, _cursor, signal) {
      const stepRows = steps.map((row) => ({ collection: 'step' as const, id: `0001/${row.key}`, row }));
      const rows = [{ collection: 'run' as const, id: '0001', row: run }];
      yield {
        cursor: '',
        reset: true,
        complete: true,
        rows: topic === 'index' ? rows : [...rows, ...stepRows],
      };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  const show = (): ReturnType<typeof createRunDocument> =>
    createRunDocument('0001', { state: 'failed', scopes });
  const { page, go } = await openConsole({ ...fake, runs: { ...fake.runs, show, logs: async () => [] } });
  await go('/runs/0001');
  const rows = page.getByRole('grid').first().locator('tbody tr');
  await expect
    .poll(async () => (await rows.allTextContents()).map((text) => text.trim()), patience)
    .toEqual([
      expect.stringMatching(/^恢复计划 ›\s+数据库失败$/),
      expect.stringContaining('volume'),
      expect.stringContaining('database'),
      expect.stringMatching(/^恢复计划 ›\s+网站完成$/),
      expect.stringContaining('pages'),
      expect.stringContaining('balancer'),
    ]);
  expect(await violationsOn(page)).toEqual([]);
});
