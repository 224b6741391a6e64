import { expect, it } from 'vitest';
import type { PreviewDocument } from '../../src-main/contract/run.ts';
import { verbatim } from '../../src-main/contract/text.ts';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { createFakeApplication, createRunRow } from '../support/fake-application.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };

it('a failed run, and one that takes it back, say on a page what they would do if they went on', async () => {
  const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
  const run = await scene.configure({ only: ['vds', 'vlan'] });
  const { page, go } = await openConsole(scene.application());
  await go(`/runs/${run.id}`);
  await page.getByRole('link', { name: '预览后续步骤' }).click();
  const table = page.getByRole('table', { name: '预览后续步骤' });
  const row = table.getByRole('row', { name: /VLAN-2102/ });
  await row.waitFor(patience);
  expect(await row.textContent()).toMatch(/将变更.*不存在.*VLAN ID 2102.*可撤销/);
  // What is done already needs nothing, and is there for who asks.
  const other = table.getByRole('row', { name: /VLAN-2101/ });
  expect(await other.count()).toBe(0);
  await page.getByRole('button', { name: /^全部/ }).click();
  expect(await other.textContent()).toContain('已符合');
  const before = await scene.client().runs.show({ run: run.id });

  await page.getByRole('link', { name: '返回任务' }).click();
  const revert = await scene.client().runs.revert({ run: run.id });
  await go(`/runs/${revert}`);
  await page.getByRole('link', { name: '预览后续步骤' }).click();
  const undone = table.getByRole('row', { name: /VLAN-2101/ });
  await undone.waitFor(patience);
  expect(await undone.textContent()).toMatch(/将变更.*存在.*撤销/);
  expect(await row.count()).toBe(0);
  // Nothing was changed by looking.
  expect(await scene.client().runs.show({ run: run.id })).toEqual(before);
  expect(await scene.client().runs.show({ run: revert })).toMatchObject({ state: 'waiting' });
});

it('a step says which results it depends on, and that its own decides what follows', async () => {
  const run = createRunRow('0001', { state: 'waiting', allows: ['answer'] });
  const fake = createFakeApplication({
    async *changes(_topic, _cursor, signal) {
      yield {
        cursor: '',
        reset: true,
        complete: true,
        rows: [{ collection: 'run', id: '0001', row: run }],
      };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  const step = (key: string, more: Partial<PreviewDocument['steps'][number]> = {}) => ({
    key,
    title: verbatim(`Step ${key}`),
    group: key,
    verdict: 'todo' as const,
    undo: 'none' as const,
    calls: [],
    cells: [],
    looksOnly: false,
    mandatory: false,
    dependsOn: [],
    ...more,
  });
  const preview: typeof fake.runs.preview = async () => ({
    steps: [step('scan', { expands: true }), step('patch', { awaits: ['scan'] })],
    leftOut: [],
    identity: null,
  });
  const { page, go } = await openConsole({ ...fake, runs: { ...fake.runs, preview } }, { language: 'en' });
  await go('/runs/0001/preview');
  const row = (name: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: `Step ${name}`, exact: true }) })
      .filter({ hasText: 'Irreversible' });
  await row('scan').waitFor(patience);
  expect(await row('scan').textContent()).toContain('Its result decides which steps follow');
  expect(await row('patch').textContent()).toContain('Depends on the result of Step scan');
  expect(await violationsOn(page)).toEqual([]);
});
