import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import type { WindowOptions } from '../support/browser.ts';
import { faultsOfScene, fillScene, openPageOf, pages, steady } from './pages.ts';

const kept = resolve('docs/pictures');
const gallery = resolve('out/pictures');
/** `npm run pictures`: makes the kept ones anew, and the gallery of every page. */
const isMaking = process.env['SITEWRIGHT_PICTURES'] === 'make';

const chosen: readonly (readonly [string, WindowOptions])[] = [
  ['start', { language: 'zh-CN', appearance: 'light' }],
  ['sheet', { language: 'zh-CN', appearance: 'light' }],
  ['run', { language: 'zh-CN', appearance: 'light' }],
  ['run', { language: 'en', appearance: 'dark' }],
  ['parts', { language: 'zh-CN', appearance: 'light' }],
];

const nameOf = (name: string, { language = 'zh-CN', appearance = 'light' }: WindowOptions): string =>
  `${name}-${language}-${appearance}.png`;

/** The share of pixels that differ by more than a shade; times, numbers and ids of a run are not the same twice. */
async function difference(page: Page, before: Buffer, after: Buffer): Promise<number> {
  const blank = await page.context().newPage();
  const share = await blank.evaluate(
    async ([left, right]) => {
      const pixels = async (png: string): Promise<Uint8ClampedArray> => {
        const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height).data;
      };
      const [a, b] = [await pixels(left!), await pixels(right!)];
      if (a.length !== b.length) {
        return 1;
      }
      let different = 0;
      for (let at = 0; at < a.length; at += 4) {
        if ([0, 1, 2].some((channel) => Math.abs(a[at + channel]! - b[at + channel]!) > 32)) {
          different += 1;
        }
      }
      return different / (a.length / 4);
    },
    [before.toString('base64'), after.toString('base64')],
  );
  await blank.close();
  return share;
}

async function pictureOf(name: string, options: WindowOptions): Promise<{ page: Page; picture: Buffer }> {
  const scene = await openScene({ faults: faultsOfScene });
  await fillScene(scene);
  const { page, go } = await openConsole(scene.application(), options);
  await openPageOf(page, go, name);
  await steady(page);
  return { page, picture: await page.screenshot({ animations: 'disabled' }) };
}

describe('the pictures of the README', () => {
  it.each(chosen)('%s looks as it did', async (name, options) => {
    const file = join(kept, nameOf(name, options));
    const { page, picture } = await pictureOf(name, options);
    if (isMaking) {
      mkdirSync(kept, { recursive: true });
      writeFileSync(file, picture);
    }
    expect(existsSync(file)).toBe(true);
    expect(await difference(page, readFileSync(file), picture)).toBeLessThan(0.02);
  });
});

describe.runIf(isMaking)('the gallery', () => {
  it('shows every page in both languages and appearances', async () => {
    mkdirSync(gallery, { recursive: true });
    const scene = await openScene({ faults: faultsOfScene });
    await fillScene(scene);
    const figures: string[] = [];
    for (const language of ['zh-CN', 'en'] as const) {
      for (const appearance of ['light', 'dark'] as const) {
        const { page, go } = await openConsole(scene.application(), { language, appearance });
        for (const name of Object.keys(pages)) {
          await openPageOf(page, go, name);
          await steady(page);
          const file = nameOf(name, { language, appearance });
          writeFileSync(join(gallery, file), await page.screenshot({ animations: 'disabled' }));
          figures.push(`<figure><img src="${file}" loading="lazy"><figcaption>${file}</figcaption></figure>`);
        }
      }
    }
    const style = 'figure{display:inline-block;margin:8px;width:640px}img{width:640px;border:1px solid #ccc}';
    writeFileSync(
      join(gallery, 'index.html'),
      `<!doctype html><meta charset="utf-8"><title>Sitewright</title><style>${style}</style>${figures.join('\n')}`,
    );
  }, 600_000);
});
