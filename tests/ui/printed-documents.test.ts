import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { configureOrder } from '../../src-main/contract/configure-order.ts';
import type { Language } from '../../src-main/contract/text.ts';
import { openWindow } from '../support/browser.ts';
import { openScene } from '../support/configure-scene.ts';

/** Width of the text on an A4 page, in CSS pixels. */
const width = 650;

async function printed(html: string, language: Language): Promise<Page> {
  const { page } = await openWindow({ language, width });
  await page.emulateMedia({ media: 'print' });
  await page.setContent(html);
  return page;
}

/** Words that a narrow column breaks in two; what is long by nature, such as an address, may be. */
const brokenWords = (page: Page): Promise<string[]> =>
  page.locator('th, td').evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      const broken: string[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node.parentElement?.closest('.exact') !== null) {
          continue;
        }
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(
          /(?<![\w./-])[a-z]{3,14}(?![\w./-])/gi,
        )) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          if (range.getClientRects().length > 1) {
            broken.push(word);
          }
        }
      }
      return broken;
    }),
  );

async function requireWhole(page: Page): Promise<void> {
  expect(await brokenWords(page)).toEqual([]);
  const mark = await page.locator('.watermark span').boundingBox();
  expect([mark!.x >= 0, mark!.x + mark!.width <= width]).toEqual([true, true]);
  const name = page.locator('.blank i', { hasText: '陈工' });
  const label = page.locator('.blank', { hasText: '陈工' }).locator('span');
  const [of, written] = [await label.boundingBox(), await name.boundingBox()];
  // The name stands on its line, beside its label.
  expect(Math.abs(of!.y + of!.height - (written!.y + written!.height))).toBeLessThan(4);
}

it.each(['zh-CN', 'en'] as const)(
  'what is signed breaks no word and cuts nothing on paper, in %s',
  async (language) => {
    const scene = await openScene({ faults: ['ipmi:host=demo-node-02:fail'] });
    const { id, versions } = await scene.openImport();
    const client = scene.client();
    const at = { id, sheet: '虚拟网络', cell: 'D10' };
    await client.imports.override({ ...at, value: 'VLAN-X', secret: null, reason: 'agreed' });
    const request = scene.request({ engineer: '陈工', language, isoPath: scene.iso });
    const preview = await client.runs.preview(configureOrder(request));
    const sha256 = versions.at(-1)?.sha256 ?? '';
    const sheet = await client.configure.previewDocument({ ...request, preview, readAt: Date.now(), sha256 });
    await requireWhole(await printed(sheet, language));
    const run = await scene.configure({ engineer: '陈工', isoPath: scene.iso });
    await requireWhole(await printed(await client.reports.make({ run: run.id, language }), language));
  },
);
