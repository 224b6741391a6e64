import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openScene, type Scene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';

const patience = { timeout: 20_000 };

function damage(scene: Scene, sql: string): void {
  const database = new Database(join(scene.home, 'sitewright.db'));
  database.exec(sql);
  database.close();
}

it.each([
  ['zh-CN', '该执行任务已被删除'],
  ['en', 'This run was deleted'],
] as const)('a page whose run is deleted meanwhile says so (%s)', async (language, words) => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['dns'] });
  const { page, go } = await openConsole(scene.application(), { language });
  await go(`/runs/${run.id}`);
  await page.locator('.run-columns').waitFor(patience);
  await scene.client().runs.remove({ runs: [run.id] });
  const alert = page.getByRole('alert');
  await expect.poll(() => alert.textContent(), patience).toContain(words);
});

it('a run one of whose steps cannot be read says which, and can be canceled from its page', async () => {
  const scene = await openScene();
  const run = await scene.configure({ only: ['dns'], confirmed: false });
  damage(scene, `UPDATE step SET shape = '{' WHERE key = (SELECT min(key) FROM step)`);
  await scene.restartRuntime();
  const { page, go } = await openConsole(scene.application(), { language: 'en' });
  await go(`/runs/${run.id}`);
  const alert = page.getByRole('alert');
  await expect
    .poll(() => alert.textContent(), patience)
    .toMatch(/Run 0001 cannot be shown.*record of step .* in run 0001 is damaged/);
  await page.getByRole('button', { name: /^Cancel run/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Cancel run/ })
    .click();
  await expect
    .poll(() => page.locator('.page-head .status').first().textContent(), patience)
    .toContain('Canceled');
});

it('a waiting run whose input is damaged says so on its page, and so does the list of a damaged run', async () => {
  const scene = await openScene();
  const first = await scene.configure({ only: ['dns'] });
  const run = await scene.configure({ only: ['dns'], confirmed: false });
  damage(
    scene,
    `UPDATE run SET input = '{' WHERE id = '${run.id}'; UPDATE run SET counts = 'x' WHERE id = '${first.id}'`,
  );
  const { page, go } = await openConsole(scene.application(), { language: 'en' });
  await go(`/runs/${run.id}`);
  const alert = page.getByRole('alert');
  await expect
    .poll(() => alert.first().textContent(), patience)
    .toMatch(/input of run 0002 is damaged.*can be canceled/);
  await go('/runs');
  const row = page.locator('main tbody tr').filter({ hasText: first.id });
  await expect.poll(() => row.textContent(), patience).toContain('record of run 0001 is damaged');
});
