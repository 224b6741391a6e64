import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCellText } from '../../src-main/workbook/write-cell.ts';
import { openScene, serialCell } from '../support/configure-scene.ts';
import { buildSampleWorkbook } from '../support/sample-workbook.ts';
import { openConsole } from '../support/console.ts';
import { runPage } from './run-page.ts';
import { openSheetIn, walkTheTour, wrongVlan } from './the-tour.ts';

const patience = { timeout: 60_000 };
const words = {
  'zh-CN': {
    practice: '启动演练环境',
    checked: '我已核对',
    start: /开始演练/,
    done: '完成',
    check: '核对',
    report: '验收报告',
    passed: '通过',
  },
  en: {
    practice: 'Start practice site',
    checked: 'I have reviewed this',
    start: /^Start practice run/,
    done: 'Succeeded',
    check: 'Check',
    report: 'Report',
    passed: /Passed|Accepted/,
  },
} as const;

describe.each(['zh-CN', 'en'] as const)('the newcomer, in %s', (language) => {
  it('presses "practice" and holds an acceptance report, without reading anything', async () => {
    const scene = await openScene();
    const { page } = await openConsole(scene.application(), { language });
    const say = words[language];
    let clicks = 0;
    const click = async (locator: ReturnType<typeof page.locator>): Promise<void> => {
      await locator.click(patience);
      clicks += 1;
    };
    await click(page.getByRole('button', { name: say.practice }));
    await expect.poll(() => page.url(), patience).toMatch(/#\/configure\/sheets\/\d+\/preview$/);
    await click(page.getByRole('checkbox', { name: say.checked }));
    await click(page.getByRole('button', { name: say.start }));
    await expect.poll(() => page.url(), patience).toMatch(/#\/runs\/0001$/);
    expect(clicks).toBeLessThanOrEqual(4);
    await expect.poll(() => runPage(page).state.textContent(), patience).toBe(say.done);
    const workbook = join(scene.home, 'practice-workbook', 'sample-planning.xlsx');
    expect(await readCellText(workbook, serialCell.sheet, serialCell.cell)).toMatch(/^[0-9a-f-]{36}$/);
    await page.getByRole('navigation').getByRole('link', { name: say.check, exact: true }).click();
    await expect.poll(() => page.locator('main').textContent(), patience).toMatch(say.passed);
    await page.getByRole('navigation').getByRole('link', { name: say.report, exact: true }).click();
    const report = page.frameLocator('iframe').locator('body');
    await expect.poll(() => report.textContent(), patience).toContain('DEMO-NET-SMTX-Lab-Cls01');
    expect(existsSync(join(scene.home, 'runs', '0001', 'report.html'))).toBe(true);
  });
});

it('a sheet with an error is put right in the tool, previewed, run through a fault, retried and handed over', async () => {
  const scene = await openScene();
  const workbook = join(scene.directory, 'full-planning.xlsx');
  buildSampleWorkbook(workbook, { cells: wrongVlan });
  const { page } = await openConsole(scene.application());
  await walkTheTour(page, () => openSheetIn(page, workbook));
});

it('the language is switched without a reload, and kept', async () => {
  const scene = await openScene();
  const { page, go, context } = await openConsole(scene.application());
  await go('/settings');
  await page.getByText('English', { exact: true }).first().click(patience);
  await expect.poll(() => page.locator('nav').first().textContent()).toContain('Settings');
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('en');
  expect(await page.evaluate(() => localStorage.getItem('sitewright.preferences'))).toContain('"en"');
  expect(context.pages()).toHaveLength(1);
});

it('Chinese is drawn although the machine has no Chinese font', async () => {
  const scene = await openScene();
  const { page } = await openConsole(scene.application());
  await page.getByText('开始新任务').waitFor();
  const faces = await page.evaluate(async () => {
    const loaded = await document.fonts.load('13px "Noto Sans SC Variable"', '规划设计表 验收报告');
    return loaded.map(({ status }) => status);
  });
  expect(faces.length).toBeGreaterThan(0);
  expect(new Set(faces)).toEqual(new Set(['loaded']));
});
