import { expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { runPage } from './run-page.ts';

const patience = { timeout: 20_000 };

it('a new value is checked like its cell, needs a reason, and is kept for later runs', async () => {
  const scene = await openScene({ faults: ['job:kind=vip:fail'] });
  await scene.openImport();
  const run = await scene.configure({ only: ['vip'] });
  await scene.restartSite();
  const { page, go } = await openConsole(scene.application());
  await go(`/runs/${run.id}`);
  const on = runPage(page);
  await on.action(/修改后重试/).click();
  const dialog = page.getByRole('dialog');
  const act = dialog.getByRole('button', { name: '修改并重试' });
  const value = dialog.getByRole('textbox').first();
  await value.fill('192.0.2.12');
  const found = dialog.getByRole('status');
  await expect.poll(() => found.textContent(), patience).toMatch(/主机规划!I19.*与 主机规划!I4 重复/);
  await dialog.getByRole('textbox', { name: '原因' }).fill('地址已变更');
  expect(await act.getAttribute('aria-disabled')).toBe('true');
  await value.fill('192.0.2.60');
  await expect.poll(() => found.textContent(), patience).toContain('未发现问题');
  expect(await dialog.getByRole('checkbox', { name: /主机规划!I19 的改值/ }).isChecked()).toBe(true);
  await act.click();
  await expect.poll(() => on.state.textContent(), patience).toBe('完成');
  const kept = async () => (await scene.client().imports.list())[0]?.overrides;
  await expect
    .poll(kept, patience)
    .toMatchObject([{ cell: 'I19', value: '192.0.2.60', reason: '地址已变更' }]);
});
