import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { choosePractice } from './pages.ts';

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
  for (const name of ['任务', '站点', '设置', '集群配置']) {
    await follow(new RegExp(`^${name}`));
    await expect.poll(focused, patience).toBe(`H1 ${name}`);
  }
  await follow(/^任务/);
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
    await go('/configure/sheets/1/preview');
    await page.keyboard.press('Control+k');
    const goals = page.getByRole('option');
    await expect.poll(() => goals.count(), patience).toBe(16);
    const named = await goals.allTextContents();
    expect(named.slice(0, 14)).toEqual([
      '规划表',
      '执行设置',
      '现场检查',
      '执行',
      '核对',
      '验收报告',
      '开始',
      '任务',
      '站点',
      '连接',
      '工作负载重启',
      '节点重试',
      '集群配置',
      '设置',
    ]);
    // No two of them are called the same.
    expect(new Set(named).size).toBe(named.length);
    expect(named[14]).toContain('执行任务 0002');
    expect(named[14]).toContain('等待处理');
    await page.keyboard.type('0001');
    await expect.poll(() => goals.count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('#/runs/0001');
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
    expect(await chosen.textContent()).toBe('站点');
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
    ['/configure/sheets/1', '执行', '#/runs/0002'],
    ['/configure/sheets/1/preflight', '核对', '#/runs/0002/check'],
    ['/configure/sheets/1/preview', '验收报告', '#/runs/0002/report'],
  ] as const) {
    await go(address);
    await stages.getByRole('link', { name: stage, exact: true }).click(patience);
    await expect.poll(() => page.url()).toContain(leads);
  }
});

it('the stages of a job keep their marks on each of its pages', async () => {
  const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
  await scene.openImport();
  const { page, go } = await openConsole(scene.application());
  await go('/configure/sheets/1/preflight');
  await choosePractice(page);
  await page.getByRole('table').first().waitFor(patience);
  const stages = page.getByRole('navigation', { name: '任务阶段' });
  const marked = (): Promise<string[]> =>
    stages.evaluateAll((all) =>
      all.flatMap((nav) =>
        [...nav.children].filter((stage) => stage.querySelector('svg')).map(({ textContent }) => textContent),
      ),
    );
  const expectOn = async (addresses: readonly string[], stagesMarked: readonly string[]): Promise<void> => {
    for (const address of addresses) {
      await go(address);
      await expect.poll(marked, { ...patience, message: address }).toEqual(stagesMarked);
    }
  };
  const sheet = '/configure/sheets/1';
  const before = [sheet, `${sheet}/site`, `${sheet}/preflight`, `${sheet}/preview`];
  await expectOn([...before, sheet], ['规划表', '现场检查']);
  // A run changes the site, so that the check before it does not hold any more.
  await scene.configure({ only: ['vds', 'vlan'] });
  const after = [sheet, `${sheet}/site`, '/runs/0001', '/runs/0001/check', '/runs/0001/report'];
  await expectOn(after, ['规划表', '执行', '核对']);
});

it('lists are gone through with J and K, and opened with Enter', async () => {
  const { page, go } = await openFilled();
  await go('/');
  await page.locator('.run-table tbody tr').nth(1).waitFor();
  for (const key of ['j', 'j', 'k', 'j', 'Enter']) {
    await page.keyboard.press(key);
  }
  await expect.poll(() => page.url()).toContain('#/runs/0001');
});

describe('an address that leads nowhere', () => {
  it.each([
    ['/nothing', '没有这个页面', '开始'],
    ['/configure/sheets/abc', '没有这个页面', '开始'],
    ['/configure/sheets/77', '没有该规划表的导入记录', '集群配置'],
    ['/runs/9999', '没有该执行任务', '任务'],
    ['/runs/9999/report', '没有该执行任务', '任务'],
  ])('%s says so in plain words, with a way on', async (address, words, way) => {
    const { page, go } = await openFilled();
    await go(address);
    const state = page.locator('main .state').first();
    await expect.poll(() => state.textContent(), patience).toContain(words);
    expect(await state.textContent()).not.toContain('runs list');
    expect(await state.getByRole('link', { name: way }).count()).toBe(1);
  });
});
