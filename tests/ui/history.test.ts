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
  await go(`/history/compare/${first.id}/${second.id}`);
  const table = page.getByRole('table', { name: '核对' });
  const heads = table.getByRole('rowheader');
  await expect
    .poll(() => heads.allTextContents(), patience)
    .toEqual(['虚拟交换机 vDS-Business 2', '虚拟网络 vDS-Business 3']);
  const bond = table.getByRole('row').filter({ hasText: '绑定模式' });
  expect(await bond.getByRole('cell').allTextContents()).toEqual(['绑定模式', 'balance-slb', '无此核对项']);
  expect(await violationsOn(page)).toEqual([]);
});

it('a failed step says in Chinese what kind of error it was, with its codes beside it', async () => {
  const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
  const run = await scene.configure({ only: ['vds', 'vlan'] });
  const { page, go } = await openConsole(scene.application());
  await go(`/run/${run.id}`);
  const facts = page.locator('.step-facts').first();
  await expect.poll(() => facts.textContent(), patience).toContain('API_CONFLICT 冲突 conflict');
  expect(await facts.textContent()).toContain('「冲突」类错误不自动重试');
  await page.getByRole('button', { name: /修改后重试/ }).click();
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.textContent(), patience).toContain('虚拟网络 VLAN-2102 · 名称 = VLAN-2102');
});
