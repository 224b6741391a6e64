import { parse, relative, sep } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { runPage } from './run-page.ts';

const patience = { timeout: 30_000 };

/** A cell of the sample sheet that nothing can be made of; `walkTheTour` puts it right. */
export const wrongVlan = { '虚拟网络!F9': 9999 } as const;

const reason = '客户网络组电话确认';
const conflicting = 'VLAN-2106';

const stage = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: '任务阶段' }).getByRole('link', { name, exact: true });

/** The pages of a job before its run, as a person uses them; the same in every window. */
export function jobPages(page: Page) {
  return {
    finding: (cell: string): Locator =>
      page.locator('.findings-list .finding button').filter({ hasText: cell }),
    /** Puts the chosen cell right. */
    async correct(value: string, why: string): Promise<void> {
      const fields = page.locator('.editor').getByRole('textbox');
      await fields.first().fill(value);
      await fields.last().fill(why);
      await page.keyboard.press('Control+Enter');
    },
    /** Has the job done on the practice site, where a network of this name is refused. */
    async practise(network: string): Promise<void> {
      await stage(page, '执行设置').click(patience);
      const site = page.locator('.site-page');
      await site.getByRole('radio', { name: '演练环境' }).check();
      await site.getByRole('combobox', { name: '预置故障' }).fill('冲突（409）');
      await page.keyboard.press('Enter');
      await site.getByRole('combobox', { name: '网络', exact: true }).fill(network);
      await page.keyboard.press('Enter');
      await site.getByRole('list', { name: '预置故障' }).getByTitle(network).first().waitFor();
      await page.getByRole('button', { name: '变更预览' }).click();
    },
    async agreeAndStart(): Promise<void> {
      await page.getByRole('checkbox', { name: '我已核对' }).check(patience);
      await page.getByRole('button', { name: /开始演练/ }).click();
    },
  };
}

/** Chooses a workbook in the picker that the page has where its window has none. */
export async function openSheetIn(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Control+o');
  const picker = page.getByRole('dialog');
  const { root } = parse(path);
  const names = relative(root, path).split(sep);
  await picker.getByRole('navigation').getByRole('button', { name: root, exact: true }).click(patience);
  for (const [index, name] of names.entries()) {
    const entry = index === names.length - 1 ? name : `${name}/`;
    await picker.getByRole('button').filter({ hasText: entry }).first().click(patience);
  }
}

/** Import, findings, correction, preview, a run that meets a fault, retry, report: in Chinese, through the page alone. */
export async function walkTheTour(page: Page, openSheet: () => Promise<void>): Promise<void> {
  const job = jobPages(page);
  await page.getByRole('button', { name: '启动演练环境' }).waitFor(patience);
  await openSheet();
  await expect.poll(() => page.url(), patience).toMatch(/#\/configure\/sheets\/\d+$/);
  await job.finding('F9').first().click(patience);
  await job.correct('2102', reason);
  await page.getByRole('button', { name: '错误 0' }).waitFor(patience);

  await stage(page, '变更预览').click();
  await job.practise(conflicting);
  await job.agreeAndStart();
  await expect.poll(() => page.url(), patience).toMatch(/#\/runs\/\d+$/);

  const run = runPage(page);
  await expect.poll(() => run.state.textContent(), patience).toBe('失败');
  await expect.poll(() => run.detail.locator('h2').first().textContent(), patience).toContain(conflicting);
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /· 名称$/ }).fill(`${conflicting}b`);
  await dialog.getByRole('textbox', { name: '原因' }).fill('现场已有同名网络');
  await dialog.getByRole('button', { name: '修改并重试' }).click();
  await expect.poll(() => run.state.textContent(), patience).toMatch(/^完成/);

  await stage(page, '验收报告').click();
  const report = page.frameLocator('iframe').locator('body');
  await expect.poll(() => report.textContent(), patience).toContain(reason);
  expect(await report.textContent()).toContain(`${conflicting}b`);
}
