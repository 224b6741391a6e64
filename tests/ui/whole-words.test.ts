import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { runPage } from './run-page.ts';

const patience = { timeout: 20_000 };

/** What does not fit into its own box. */
const cutOf = (elements: Locator): Promise<string[]> =>
  elements.evaluateAll((all) =>
    all
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(({ textContent }) => textContent),
  );

it.each(['zh-CN', 'en'] as const)(
  'values, names and log lines are whole in a small window, in %s',
  async (language) => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
    const run = await scene.configure({ isoPath: scene.iso });
    const { page, go } = await openConsole(scene.application(), { language });
    await go(`/runs/${run.id}/check`);
    const rows = page.locator('.check-table tbody tr');
    await rows.first().waitFor(patience);
    expect(await cutOf(page.locator('.check-table td, .check-table td > *'))).toEqual([]);
    expect(await cutOf(page.locator('.facts-whole'))).toEqual([]);
    const backup = page.getByRole('button', {
      name: language === 'en' ? 'Copy backup file name' : '复制备份文件名',
    });
    expect(await backup.count()).toBe(1);
    const table = (await page.locator('.check-table').textContent()) ?? '';
    expect(table).not.toContain('external');
    expect(table).toMatch(/192 KiB ?[（(]196,708/);

    await go(`/runs/${run.id}`);
    const on = runPage(page);
    await on.graph.locator('.graph-chip').first().waitFor(patience);
    expect(await cutOf(on.graph.locator('.graph-head .cut, .graph-chip .cut'))).toEqual([]);
    await page.getByRole('button', { name: language === 'en' ? 'Collapse all' : '全部折叠' }).click();
    expect(await cutOf(on.graph.locator('.graph-head .cut'))).toEqual([]);

    await page
      .getByRole('button', { name: language === 'en' ? /^Warnings and errors/ : /^警告与错误/ })
      .click();
    const lines = on.log.locator('.log-line');
    const sentence = lines.filter({ hasText: 'conflicts with another one' }).first();
    await sentence.waitFor(patience);
    expect(await cutOf(on.log.locator('.log-said'))).toEqual([]);
    const boxes = await lines.evaluateAll((all) =>
      all.map((line) => line.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })),
    );
    boxes.sort((a, b) => a.top - b.top);
    for (const [index, { top }] of boxes.entries()) {
      if (index > 0) {
        expect(top).toBeGreaterThanOrEqual((boxes[index - 1]?.bottom ?? 0) - 1);
      }
    }
    // One row a line, for whoever wants more lines at a time.
    await page.getByRole('checkbox', { name: language === 'en' ? 'Wrap lines' : '自动换行' }).uncheck();
    await expect.poll(() => sentence.evaluate(({ clientHeight }) => clientHeight)).toBe(18);
  },
);

it.each(['zh-CN', 'en'] as const)(
  'the notes of the start page are whole in a small window, in %s',
  async (language) => {
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    await scene.openImport();
    await scene.client().plan.read({ file: scene.request().file });
    expect((await scene.configure({ only: ['dns'], confirmed: false })).state).toBe('waiting');
    const { page } = await openConsole(scene.application(), { language });
    await page.locator('.waiting-list li').first().waitFor(patience);
    await page.locator('.begin-row').nth(1).waitFor(patience);
    expect(await cutOf(page.locator('.begin-row > span, .waiting-list li > span'))).toEqual([]);
  },
);
