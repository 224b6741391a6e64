import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { faultsOfScene, fillScene, openPageOf, pages } from './pages.ts';
import { violationsOn } from './violations.ts';

describe.each(['light', 'dark'] as const)('in the %s appearance', (appearance) => {
  it('no page has a violation', { timeout: 240_000 }, async () => {
    const scene = await openScene({ faults: faultsOfScene });
    await fillScene(scene);
    const { page, go } = await openConsole(scene.application(), { appearance });
    for (const name of Object.keys(pages)) {
      await openPageOf(page, go, name);
      expect([name, await violationsOn(page)]).toEqual([name, []]);
    }
  });

  it('every control can be reached by keyboard, and shows that it is', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const run = await scene.configure({ only: ['dns'] });
    const { page, go } = await openConsole(scene.application(), { appearance });
    await go(`/runs/${run.id}`);
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
      if (at.tag === 'BODY') {
        break;
      }
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
  for (const route of ['/', `/runs/${run.id}`]) {
    await go(route);
    await page.locator('main').first().waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect([route, wide]).toEqual([route, 0]);
  }
});
