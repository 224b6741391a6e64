import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';

const patience = { timeout: 20_000 };

async function openFilled() {
  const scene = await openScene();
  await scene.openImport();
  await scene.configure({ only: ['dns'] });
  await scene.configure({ only: ['ntp'], confirmed: false });
  return openConsole(scene.application());
}

it('going to another page puts the focus on its heading, also for a page that is still being read', async () => {
  const { page, go } = await openFilled();
  await go('/');
  const focused = (): Promise<string> =>
    page.evaluate(
      () => `${document.activeElement?.tagName ?? ''} ${document.activeElement?.textContent ?? ''}`,
    );
  const follow = async (name: string | RegExp): Promise<void> => {
    await page.getByRole('link', { name }).first().focus();
    await page.keyboard.press('Enter');
  };
  for (const name of ['历史', '设置', '集群配置']) {
    await follow(new RegExp(`^${name}`));
    await expect.poll(focused, patience).toBe(`H1 ${name}`);
  }
  await follow('历史');
  await follow('0001');
  await expect.poll(focused, patience).toBe('H1 执行任务 0001');
  await follow('核对');
  await expect.poll(focused, patience).toMatch(/^H1 /);
  await follow('验收报告');
  await expect.poll(focused, patience).toBe('H1 验收报告');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('0002');
  await page.keyboard.press('Enter');
  await expect.poll(focused, patience).toBe('H1 执行任务 0002');
});

describe('going somewhere by its name', () => {
  it('finds pages, stages of the job and runs, those that wait first', async () => {
    const { page, go } = await openFilled();
    await go('/job/1/preview');
    await page.keyboard.press('Control+k');
    const goals = page.getByRole('option');
    await expect.poll(() => goals.count(), patience).toBe(9);
    const named = await goals.allTextContents();
    expect(named.slice(0, 7)).toEqual(['规划表', '站点', '现场检查', '开始', '集群配置', '历史', '设置']);
    expect(named[7]).toContain('执行任务 0002');
    expect(named[7]).toContain('等待处理');
    await page.keyboard.type('0001');
    await expect.poll(() => goals.count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('#/run/0001');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('is gone through by arrows, and left with Esc', async () => {
    const { page, go } = await openFilled();
    await go('/');
    await page.getByRole('button', { name: '转到' }).click();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = page.getByRole('option', { selected: true });
    expect(await chosen.textContent()).toBe('历史');
    await page.getByRole('combobox', { name: '页面、阶段或执行任务' }).fill('nothing is called so');
    await expect.poll(() => page.getByRole('dialog').textContent()).toContain('没有匹配的页面或执行任务');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(page.url()).toMatch(/#\/$/);
  });
});

it('a job that was run leads to its last run from every page before it', async () => {
  const { page, go } = await openFilled();
  const stages = page.getByRole('navigation', { name: '任务阶段' });
  for (const [address, stage, leads] of [
    ['/job/1/sheet', '执行', '#/run/0002'],
    ['/job/1/preflight', '核对', '#/run/0002/check'],
    ['/job/1/preview', '验收报告', '#/run/0002/report'],
  ] as const) {
    await go(address);
    await stages.getByRole('link', { name: stage, exact: true }).click(patience);
    await expect.poll(() => page.url()).toContain(leads);
  }
});

it('lists are gone through with J and K, and opened with Enter', async () => {
  const { page, go } = await openFilled();
  await go('/');
  await page.locator('.run-table tbody tr').nth(1).waitFor();
  for (const key of ['j', 'j', 'k', 'j', 'Enter']) {
    await page.keyboard.press(key);
  }
  await expect.poll(() => page.url()).toContain('#/run/0001');
});

describe('an address that leads nowhere', () => {
  it.each([
    ['/nothing', '没有这个页面', '开始'],
    ['/job/abc/sheet', '没有这个页面', '开始'],
    ['/job/77/sheet', '没有该规划表的导入记录', '集群配置'],
    ['/run/9999', '没有该执行任务', '历史'],
    ['/run/9999/report', '没有该执行任务', '历史'],
  ])('%s says so in plain words, with a way on', async (address, words, way) => {
    const { page, go } = await openFilled();
    await go(address);
    const state = page.locator('main .state').first();
    await expect.poll(() => state.textContent(), patience).toContain(words);
    expect(await state.textContent()).not.toContain('runs list');
    expect(await state.getByRole('link', { name: way }).count()).toBe(1);
  });
});
