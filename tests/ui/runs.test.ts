import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { createFakeApplication, createRunRow } from '../support/fake-application.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };

it('two runs beside each other: checks that differ stand under the switch they are of', async () => {
  const scene = await openScene();
  const first = await scene.configure({ only: ['vds', 'vlan', 'dns'] });
  const second = await scene.configure({ only: ['dns'] });
  const { page, go } = await openConsole(scene.application());
  await go('/runs');
  await page.getByRole('grid').waitFor(patience);
  // What is said while the reports are still read is gone too soon to be seen by asking.
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => said.push(document.querySelector('main')?.textContent ?? '')).observe(
      document.body,
      {
        childList: true,
        subtree: true,
        characterData: true,
      },
    );
  });
  for (const { id } of [first, second]) {
    await page.getByRole('checkbox', { name: `选中 ${id}` }).check();
  }
  await page.getByRole('button', { name: '比较 0001 与 0002' }).click();
  const table = page.getByRole('table', { name: '核对' });
  const heads = table.getByRole('rowheader');
  await expect
    .poll(() => heads.allTextContents(), patience)
    .toEqual(['虚拟交换机 vDS-Business 2', '虚拟网络 vDS-Business 3']);
  const bond = table.getByRole('row').filter({ hasText: '绑定模式' });
  expect(await bond.getByRole('cell').allTextContents()).toEqual(['绑定模式', 'balance-slb', '无此核对项']);
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said.some((text) => text.includes('步骤'))).toBe(true);
  expect(said.filter((text) => text.includes('没有核对结果'))).toEqual([]);
  expect(await violationsOn(page)).toEqual([]);
});

it('a failed step says in Chinese what kind of error it was, with its codes beside it', async () => {
  const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
  const run = await scene.configure({ only: ['vds', 'vlan'] });
  const { page, go } = await openConsole(scene.application());
  await go(`/runs/${run.id}`);
  const facts = page.locator('.step-facts').first();
  await expect.poll(() => facts.textContent(), patience).toContain('冲突类错误须人工处理，不会自动重试');
  expect(await page.locator('.step-technical').textContent()).toContain(
    'API_CONFLICT (conflict, nonRetryable)',
  );
  await page.getByRole('button', { name: /修改后重试/ }).click();
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.textContent(), patience).toContain('虚拟网络 VLAN-2102 · 名称');
});

it.each([
  ['/runs', 2],
  ['/', 1],
])(
  'the runs at %s in English in a small window say their state and their feature whole',
  async (route, nth) => {
    const scene = await openScene();
    await scene.configure({ only: ['dns'], confirmed: false });
    const { page, go } = await openConsole(scene.application(), { language: 'en' });
    await go(route);
    const row = page.locator('main tbody tr').filter({ hasText: 'Needs attention' }).first();
    await row.waitFor(patience);
    for (const cell of [row.locator('td').nth(nth - 1), row.locator('td').nth(nth + 1)]) {
      expect(await cell.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    }
  },
);

it('picked runs are deleted with their files after a question, and never one that has not ended', async () => {
  const scene = await openScene();
  const gone = await scene.configure({ only: ['dns'] });
  const waiting = await scene.configure({ only: ['dns'], confirmed: false });
  const { page, go } = await openConsole(scene.application(), { language: 'en' });
  await go('/runs');
  const box = (id: string) => page.getByRole('checkbox', { name: `Select run ${id}` });
  await box(waiting.id).check(patience);
  const remove = page.getByRole('button', { name: 'Delete…' });
  expect(await remove.getAttribute('aria-disabled')).toBe('true');
  await box(waiting.id).uncheck();
  await box(gone.id).check();
  await remove.click();
  expect(existsSync(join(scene.home, 'runs', gone.id))).toBe(true);
  const dialog = page.getByRole('dialog');
  expect(await dialog.textContent()).not.toMatch(/\btheir\b/i);
  const confirm = dialog.getByRole('button', { name: 'Delete 1 run' });
  const [outer, inner] = [await dialog.boundingBox(), await confirm.boundingBox()];
  // Acts stand at the right edge, as in every dialog.
  expect(outer!.x + outer!.width - inner!.x - inner!.width).toBeLessThan(24);
  await confirm.click();
  await expect.poll(() => box(gone.id).count(), patience).toBe(0);
  expect(await box(waiting.id).count()).toBe(1);
  expect(existsSync(join(scene.home, 'runs', gone.id))).toBe(false);
  expect(await page.getByRole('group', { name: 'Selected runs' }).count()).toBe(0);
  expect(await violationsOn(page)).toEqual([]);
});

it('only picked runs that are shown are deleted; those that a filter hides are counted and stay', async () => {
  const scene = await openScene();
  const [shown, hidden] = [
    await scene.configure({ only: ['dns'] }),
    await scene.configure({ only: ['dns'] }),
  ];
  const { page, go } = await openConsole(scene.application(), { language: 'en' });
  await go('/runs');
  const box = (id: string) => page.getByRole('checkbox', { name: `Select run ${id}` });
  const bar = page.getByRole('group', { name: 'Selected runs' });
  await box(shown.id).check(patience);
  await box(hidden.id).check();
  await page.getByRole('searchbox').fill(shown.id);
  await box(hidden.id).waitFor({ state: 'detached' });
  await expect.poll(() => bar.textContent(), patience).toContain('1 selected · 1 more selected but hidden');
  // The box of all is about the rows that are shown.
  await page.getByRole('checkbox', { name: 'Select all runs shown' }).uncheck();
  await expect.poll(() => bar.textContent()).toContain('0 selected · 1 more');
  await box(shown.id).check();
  await bar.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 run' }).click();
  await box(shown.id).waitFor({ state: 'detached' });
  expect((await scene.client().runs.list({})).runs.map(({ id }) => id)).toEqual([hidden.id]);
  await page.getByRole('searchbox').fill('');
  await expect.poll(() => box(hidden.id).isChecked(), patience).toBe(true);
});

it('a long history is read in pages while one goes down by the keyboard, and its rows keep their numbers', async () => {
  const all = Array.from({ length: 450 }, (_, index) =>
    createRunRow(String(450 - index).padStart(4, '0'), { state: 'succeeded', endedAt: 1, counts: {} }),
  );
  const asked: (string | undefined)[] = [];
  const fake = createFakeApplication({
    async *changes(_topic, _cursor, signal) {
      yield {
        cursor: '',
        reset: true,
        complete: true,
        rows: all.map((row) => ({ collection: 'run' as const, id: row.id, row })),
      };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
  const list: typeof fake.runs.list = ({ after, limit = 1_000 }) => {
    asked.push(after);
    const from = all.filter(({ id }) => after === undefined || Number(id) < Number(after));
    const runs = from.slice(0, limit);
    const next = from.length > limit ? (runs.at(-1)?.id ?? null) : null;
    return { runs, next, total: all.length, counts: { succeeded: all.length }, kinds: ['configure'] };
  };
  const { page, go } = await openConsole({ ...fake, runs: { ...fake.runs, list } });
  await go('/runs');
  const grid = page.getByRole('grid');
  await grid.getByRole('row').nth(5).waitFor(patience);
  expect(await grid.getByRole('row').count()).toBeLessThan(100);
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'));
  await grid.locator('tbody tr[data-index="0"]').focus();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('3');
  await page.keyboard.press('End');
  await expect.poll(() => asked.includes('0251'), patience).toBe(true);
  await expect.poll(() => grid.getAttribute('aria-rowcount'), patience).toBe('401');
  await page.keyboard.press('End');
  await expect.poll(() => grid.getAttribute('aria-rowcount'), patience).toBe('451');
  await page.keyboard.press('End');
  await expect.poll(focused, patience).toBe('451');
  await page.keyboard.press('Space');
  await page.getByText('已选 1 次').waitFor(patience);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url(), patience).toContain('/runs/0001');
});
