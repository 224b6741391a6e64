import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Each page and something that is on it once it has been read. */
const pages: readonly (readonly [string, string])[] = [
  ['/', '.run-table tbody tr'],
  ['/run/0001', '.step-actions'],
  ['/run/0002', '.question'],
  ['/run/0001/check', 'table'],
  ['/run/0001/report', 'iframe'],
  ['/job/1/sheet', '[role="grid"]'],
  ['/job/1/preflight', 'table, .preflight-group, main li'],
  ['/job/1/preview', 'table'],
  ['/configure', 'table'],
  ['/history', 'table'],
  ['/history/compare/0001/0002', 'table'],
  ['/settings', 'main h1'],
  ['/parts', 'main h1'],
];

async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
      // The frame of the report is a document of its own.
      iframes: false,
    }),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

describe.each(['light', 'dark'] as const)('in the %s appearance', (appearance) => {
  it('no page has a violation', async () => {
    const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict', 'job:kind=dns:fail'] });
    const { path } = { path: scene.workbook };
    await scene.application().imports.open({ path, profile: null });
    await scene.configure({ only: ['dns', 'vds', 'vlan'] });
    await scene.restartSite();
    await scene.configure({ only: ['dns'], confirmed: false });
    const { page, go } = await openConsole(scene.application(), { appearance });
    for (const [route, sign] of pages) {
      await go(route);
      await page.locator(sign).first().waitFor({ timeout: 20_000 });
      expect([route, await violationsOn(page)]).toEqual([route, []]);
    }
  });

  it('every control can be reached by keyboard, and shows that it is', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const run = await scene.configure({ only: ['dns'] });
    const { page, go } = await openConsole(scene.application(), { appearance });
    await go(`/run/${run.id}`);
    await page.locator('.step-actions').waitFor();
    const reached = new Set<string>();
    for (let press = 0; press < 120; press += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle } = getComputedStyle(element);
        const focused = getComputedStyle(element.parentElement ?? element);
        const isSeen = outlineStyle !== 'none' || focused.boxShadow !== 'none';
        return { name: element.ariaLabel ?? element.textContent, tag: element.tagName, isSeen };
      });
      if (at.tag === 'BODY') break;
      expect([at.name, at.isSeen]).toEqual([at.name, true]);
      reached.add(at.name);
    }
    const controls = await page.locator('button:visible, a:visible').count();
    expect(reached.size).toBeGreaterThan(controls * 0.8);
  });
});

it('holds at 200 % zoom: nothing is cut off that cannot be scrolled to', async () => {
  const scene = await openScene({ faults: ['job:kind=dns:fail'] });
  const run = await scene.configure({ only: ['dns'] });
  const { page, go } = await openConsole(scene.application(), { width: 640, height: 360, scale: 2 });
  for (const route of ['/', `/run/${run.id}`]) {
    await go(route);
    await page.locator('main').first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect([route, wide]).toEqual([route, 0]);
  }
});
