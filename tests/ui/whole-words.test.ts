import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { faultsOfScene, fillScene, openPageOf, pages } from './pages.ts';
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

/**
 * The words that reach beyond what clips them: beside the box of an element that hides what does not fit, or of a field
 * whose hint is longer than it. What a person scrolls is not clipped, and a sheet is read as in Excel.
 */
const clippedOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isSkipped = (element: Element): boolean =>
      element.closest('.visually-hidden, [aria-hidden="true"], .sheet-book, script, style') !== null;
    const ruler = document.createElement('canvas').getContext('2d');
    const isTooLong = (field: HTMLInputElement): boolean => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(field);
      const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      if (ruler === null || field.value !== '' || room <= 0) {
        return false;
      }
      ruler.font = font;
      return ruler.measureText(field.placeholder).width > room + 1;
    };
    const clipOf = (element: Element): Element | null => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at);
        if (overflowX !== 'visible') {
          return ['hidden', 'clip'].includes(overflowX) ? at : null;
        }
      }
      return document.body;
    };
    const range = document.createRange();
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const { parentElement, textContent } = node;
      if (parentElement === null || (textContent ?? '').trim() === '' || isSkipped(parentElement)) {
        continue;
      }
      const clip = clipOf(parentElement);
      if (clip === null) {
        continue;
      }
      const box = clip.getBoundingClientRect();
      // Dots take the place of words from the padding on.
      const right = box.right - parseFloat(getComputedStyle(clip).paddingRight);
      range.selectNodeContents(node);
      const isOut = [...range.getClientRects()].some(
        (words) => words.width > 1 && (words.left < box.left - 1 || words.right > right + 1),
      );
      if (isOut) {
        found.push(textContent ?? '');
      }
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
      if (isTooLong(field)) {
        found.push(`[${field.placeholder}]`);
      }
    }
    return found;
  });

describe.each([
  [1280, 800],
  [1440, 900],
])('in a window of %d × %d', (width, height) => {
  it('no page in English cuts a word', { timeout: 180_000 }, async () => {
    const scene = await openScene({ faults: faultsOfScene });
    await fillScene(scene);
    const { page, go } = await openConsole(scene.application(), { language: 'en', width, height });
    const cut: Record<string, string[]> = {};
    for (const name of Object.keys(pages)) {
      await openPageOf(page, go, name);
      const found = await clippedOn(page);
      if (found.length > 0) {
        cut[name] = found;
      }
    }
    expect(cut).toEqual({});
  });
});
