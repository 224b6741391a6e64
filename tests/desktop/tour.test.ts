import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDesk } from '../cli/command.ts';
import { buildSampleWorkbook } from '../support/sample-workbook.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runPage } from '../ui/run-page.ts';
import { walkTheTour, wrongVlan } from '../ui/the-tour.ts';
import { launch, runtime, type Launched } from './runtime.ts';

const patience = { timeout: 90_000 };

/** The window of a home that another process owns, in Chinese, as the engineers have it. */
async function openAttached(): Promise<Launched> {
  const desk = openDesk();
  const owner = desk.start(['serve', '--json']);
  await owner.until('stdout', '}');
  const desktop = await launch({ home: desk.home });
  onTestFinished(() => desktop.close());
  await desktop.page.evaluate(() =>
    localStorage.setItem('sitewright.preferences', '{"language":"zh-CN","appearance":"light"}'),
  );
  await desktop.page.reload();
  return desktop;
}

describe.skipIf(runtime === null)('the newcomer at the desktop', () => {
  it('presses "practice" and holds an acceptance report in the window', { timeout: 180_000 }, async () => {
    const { page } = await openAttached();
    await page.getByRole('button', { name: '启动演练环境' }).click(patience);
    await expect.poll(() => page.url(), patience).toMatch(/#\/configure\/sheets\/\d+\/preview$/);
    await page.getByRole('checkbox', { name: '我已核对' }).click(patience);
    await page.getByRole('button', { name: /开始演练/ }).click(patience);
    await expect.poll(() => page.url(), patience).toMatch(/#\/runs\/0001$/);
    await expect.poll(() => runPage(page).state.textContent(), patience).toBe('完成');
    await page.getByRole('navigation').getByRole('link', { name: '验收报告', exact: true }).click();
    await expect.poll(() => page.url(), patience).toBe('app://sitewright/index.html#/runs/0001/report');
    const report = page.frameLocator('iframe.report-frame');
    await expect
      .poll(() => report.locator('body').textContent(), patience)
      .toContain('DEMO-NET-SMTX-Lab-Cls01');
    expect(await report.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(page.frames().map((frame) => frame.url())).toContain(
      'app://sitewright/api/report/0001?language=zh-CN',
    );
    await page.getByRole('button', { name: '存为 PDF' }).waitFor();
  });

  it('walks the whole way from a faulty sheet to the report', { timeout: 240_000 }, async () => {
    const { page, app } = await openAttached();
    const workbook = buildSampleWorkbook(join(temporaryDirectory(), 'plan.xlsx'), { cells: wrongVlan });
    await page.getByRole('button', { name: '启动演练环境' }).waitFor(patience);
    await walkTheTour(page, async () => {
      await app.evaluate(
        ({ dialog }, filePaths) => {
          dialog.showOpenDialog = async () => ({
            canceled: false,
            filePaths,
          });
        },
        [workbook],
      );
      await page.keyboard.press('Control+o');
    });
  });

  it('finds a start page without a violation', async () => {
    const { page } = await openAttached();
    await page.getByRole('button', { name: '启动演练环境' }).waitFor(patience);
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        resultTypes: ['violations'],
      }),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))])).toEqual([]);
  });
});
