import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { openSheetIn } from './the-tour.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };

describe('the start page', () => {
  it('remembers the sheets that no run was made of, and leads on with each', async () => {
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    await scene.openImport();
    await scene.client().plan.read({ file: scene.request().file });
    const { page, go } = await openConsole(scene.application());
    const waiting = page.getByRole('region', { name: '等我处理' });
    await expect.poll(() => waiting.textContent(), patience).toContain('规划表有错误');
    expect(await waiting.textContent()).toMatch(/错误 1/);
    expect(await violationsOn(page)).toEqual([]);
    await waiting.getByRole('button', { name: '继续' }).click();
    await expect.poll(() => page.url()).toContain('#/configure/sheets/1');

    const correction = { sheet: '虚拟网络', cell: 'F9', value: '2102', secret: null, reason: 'x' };
    await scene.client().imports.override({ id: 1, ...correction });
    await scene.configure({ only: ['dns'] });
    await go('/');
    await page.getByRole('button', { name: '启动演练环境' }).waitFor(patience);
    await expect.poll(() => waiting.count(), patience).toBe(0);
  });

  it('has a run that failed, which leads to it, until it was retried', async () => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
    const run = await scene.configure({ only: ['vds', 'vlan'] });
    const { page } = await openConsole(scene.application());
    const waiting = page.getByRole('region', { name: '等我处理' });
    await expect.poll(() => waiting.textContent(), patience).toMatch(/失败.*0001.*1 步失败/);
    await expect
      .poll(() => page.locator('.foot').textContent(), patience)
      .toContain('1 个任务等待处理，未发送任何变更');
    await waiting.getByRole('button', { name: '查看并决定' }).click();
    await expect.poll(() => page.url()).toContain(`#/runs/${run.id}`);
    await scene.restartSite();
    await scene.retry(run.id);
    await page.getByRole('link', { name: '开始', exact: true }).click();
    await waiting.waitFor({ state: 'hidden' });
  });

  it('keeps the time of what waits on one line, however wide the window is', async () => {
    const scene = await openScene();
    await scene.configure({ only: ['dns'], confirmed: false });
    const { page } = await openConsole(scene.application(), { language: 'en' });
    const time = page.locator('.waiting-list .faint').first();
    await time.waitFor(patience);
    const lines: number[] = [];
    for (let width = 1000; width <= 1440; width += 20) {
      await page.setViewportSize({ width, height: 720 });
      lines.push(
        await time.evaluate((element) => new Set([...element.getClientRects()].map(({ top }) => top)).size),
      );
    }
    expect(new Set(lines)).toEqual(new Set([1]));
  });
});

describe('a file that is no planning workbook', () => {
  it('is named as such, with its own sheets, and a way back; whoever insists may match it', async () => {
    const scene = await openScene();
    const workbook = new ExcelJS.Workbook();
    for (const title of ['报价单', '物料清单']) {
      workbook.addWorksheet(title).addRow(['序号', '名称', '数量']);
    }
    const path = join(scene.directory, 'quotation.xlsx');
    await workbook.xlsx.writeFile(path);
    const { page } = await openConsole(scene.application());
    await page.getByRole('button', { name: '选择文件…' }).waitFor(patience);
    await openSheetIn(page, path);
    const main = page.locator('main');
    await expect.poll(() => main.textContent(), patience).toContain('匹配到 0 张，这不是规划设计表');
    expect(await main.textContent()).toContain('报价单、物料清单');
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(await violationsOn(page)).toEqual([]);

    await page.getByRole('button', { name: '仍要手工匹配' }).click();
    const sheet = page.getByRole('combobox').first();
    expect(await sheet.locator('option').allTextContents()).toEqual(['（没有）', '报价单', '物料清单']);
    await sheet.selectOption('物料清单');
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('link', { name: '返回', exact: true }).click();
    await page.getByRole('button', { name: '启动演练环境' }).waitFor(patience);
  });
});

it('a sheet that a template fits says so at the address where templates are matched, and leads to its page', async () => {
  const scene = await openScene();
  await scene.openImport();
  const { page, go } = await openConsole(scene.application());
  await go('/configure/sheets/1/mapping');
  await page.getByText('这份规划表与模板 smartx-v20250820 一致').waitFor(patience);
  expect(await page.locator('main').textContent()).not.toContain('没有完全符合的模板');
  await page.getByRole('link', { name: '打开规划表' }).click();
  await expect.poll(() => page.url()).toContain('/configure/sheets/1');
});

describe('the file picker of the gateway', () => {
  it('goes to a folder that is typed, takes a file that is pasted, and asks nothing while it is open', async () => {
    const scene = await openScene();
    mkdirSync(join(scene.directory, '.kept'));
    const huge = join(scene.directory, 'huge.xlsx');
    writeFileSync(huge, '');
    truncateSync(huge, 1.5 * 1024 ** 3);
    const { page } = await openConsole(scene.application());
    const choose = page.getByRole('button', { name: '选择文件…' });
    await choose.click(patience);
    const picker = page.getByRole('dialog');
    const trail = picker.locator('.picker-trail');
    await picker.getByRole('navigation').getByRole('button', { name: '/', exact: true }).click(patience);
    await expect.poll(() => trail.textContent()).toBe('/');
    // Nothing was asked for yet.
    expect(await page.locator('.begin-row').first().textContent()).not.toContain('已请求');

    const path = picker.getByRole('textbox', { name: '输入或粘贴路径，回车打开' });
    await path.fill(join(scene.directory, 'gone.xlsx'));
    await path.press('Enter');
    await picker.getByText('路径打不开').waitFor(patience);
    await path.fill(scene.iso);
    await path.press('Enter');
    await picker.getByText('不是可以打开的文件夹或规划表（.xlsx、.xlsm）').waitFor(patience);
    await path.fill(scene.directory);
    await path.press('Enter');
    await expect.poll(() => trail.textContent(), patience).toBe(scene.directory);
    expect(await violationsOn(page)).toEqual([]);
    const tooLarge = picker.getByRole('button', { name: 'huge.xlsx' });
    expect([await tooLarge.isDisabled(), await tooLarge.textContent()]).toEqual([
      true,
      'huge.xlsx1.50 GiB，超过上限 1.00 GiB',
    ]);
    const hidden = picker.getByRole('button', { name: '.kept/' });
    expect(await hidden.count()).toBe(0);
    await picker.getByRole('checkbox', { name: '显示隐藏的文件和文件夹' }).check(patience);
    await hidden.waitFor(patience);
    expect(await violationsOn(page)).toEqual([]);
    await path.fill(scene.workbook);
    await path.press('Enter');
    await expect.poll(() => page.url(), patience).toContain('#/configure/sheets/1');
  });
});
