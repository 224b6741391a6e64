import { expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };

it('two runs beside each other: checks that differ stand under the switch they are of', async () => {
  const scene = await openScene();
  const first = await scene.configure({ only: ['vds', 'vlan', 'dns'] });
  const second = await scene.configure({ only: ['dns'] });
  const { page, go } = await openConsole(scene.application());
  await go('/runs');
  await page.getByRole('table').first().waitFor(patience);
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
    await page.getByRole('checkbox', { name: `选中 ${id} ` }).check();
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
