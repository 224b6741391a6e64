import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Application } from '../../src-main/api/application.ts';
import { openScene } from '../support/configure-scene.ts';
import { openConsole, type Console } from '../support/console.ts';

const patience = { timeout: 30_000 };
/** Two hosts with two accounts each. */
const accounts = 4;

/** The application, with the previews counted that came to an end. */
function countingPreviews(application: Application): {
  readonly counting: Application;
  readonly made: () => number;
} {
  let made = 0;
  const preview: Application['runs']['preview'] = async (order, call) => {
    const document = await application.runs.preview(order, call);
    made += 1;
    return document;
  };
  return {
    counting: { ...application, runs: { ...application.runs, preview } },
    made: () => made,
  };
}

it('a site check asked for in one window is shown with its time in another, and not made again', async () => {
  const scene = await openScene();
  const application = scene.application();
  await scene.preflight({ tryLogins: true });
  const made = scene.site().logins().length;
  const first = await openConsole(application);
  await first.go('/configure/sheets/1/preflight');
  const time = first.page.getByText(/^检查于 \d\d:\d\d:\d\d/);
  const said = await time.textContent(patience);
  expect(await first.page.locator('.bar').textContent()).not.toContain('未选择站点');

  const second = await openConsole(application);
  await second.go('/configure/sheets/1');
  await second.page.getByRole('grid').waitFor(patience);
  expect(await second.page.locator('.bar').textContent()).toContain('演练');
  await second.page.getByRole('button', { name: '下一步：现场检查' }).click();
  expect(await second.page.getByText(/^检查于/).textContent(patience)).toBe(said);
  // The logins of the check stand in it; a check of the second window's own would have made none.
  expect(await second.page.locator('.preflight-table').textContent()).not.toContain('未检查主机密码');
  await second.go('/configure/sheets/1/preview');
  await expect
    .poll(() => second.page.locator('.preview-before').textContent(patience), patience)
    .toMatch(/\d+ 项中 \d+ 项正常|项正常/);
  expect(scene.site().logins()).toHaveLength(made);
});

it('previews log in to no host without consent, and once to each account with it', async () => {
  const scene = await openScene();
  await scene.preflight();
  const { counting, made } = countingPreviews(scene.application());
  const [first, second] = [await openConsole(counting), await openConsole(counting)];
  const logins = (): number => scene.site().logins().length;
  const consent = (page: Page) => page.getByRole('checkbox', { name: '下次读取时尝试登录' });
  const look = async (act: () => Promise<unknown>): Promise<void> => {
    const before = made();
    await act();
    await expect.poll(made, patience).toBe(before + 1);
  };
  const again = ({ page }: Console): Promise<void> =>
    look(() => page.locator('.preview-before').getByRole('button', { name: '重新读取' }).click(patience));
  for (const window of [first, second]) {
    await look(() => window.go('/configure/sheets/1/preview'));
    await look(() => window.page.reload());
    await again(window);
  }
  expect(logins()).toBe(0);

  await consent(first.page).check();
  await again(first);
  expect(logins()).toBe(accounts);
  expect(await consent(first.page).isChecked()).toBe(false);
  await again(first);
  await consent(second.page).check();
  await again(second);
  expect(logins()).toBe(accounts);
});

it("the engineer's name set in one window is there in another", async () => {
  const scene = await openScene();
  const application = scene.application();
  const [first, second] = [await openConsole(application), await openConsole(application)];
  await first.go('/settings');
  const name = first.page.getByRole('textbox', { name: '实施工程师' });
  await name.fill('李工');
  await name.press('Enter');
  await expect.poll(async () => (await scene.client().system.settings()).engineer, patience).toBe('李工');
  await second.go('/settings');
  const shown = second.page.getByRole('textbox', { name: '实施工程师' });
  await expect.poll(() => shown.inputValue(), patience).toBe('李工');
});
