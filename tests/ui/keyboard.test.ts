import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { choosePractice } from './pages.ts';

const patience = { timeout: 20_000 };

/** What has the focus, by its role or element and its words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return `${activeElement?.tagName ?? ''} ${activeElement?.closest('label, a, button, h1')?.textContent ?? ''}`;
  });

async function openPreview() {
  const scene = await openScene();
  await scene.openImport();
  const { page, go } = await openConsole(scene.application());
  await go('/configure/sheets/1/preview');
  await choosePractice(page);
  await page.locator('.preview-table tbody tr').first().waitFor(patience);
  return { page, go };
}

describe('the keyboard', () => {
  it('begins at the heading of the page that was gone to', async () => {
    const { page } = await openPreview();
    await page.getByRole('link', { name: '集群配置', exact: true }).click();
    await expect.poll(() => focused(page), patience).toBe('H1 集群配置');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
    await page
      .getByRole('link', { name: /变更预览/ })
      .first()
      .click();
    await expect.poll(() => focused(page), patience).toBe('H1 变更预览');
  });

  it('comes from the heading of a preview to the tick in a few steps, goes about its rows by arrows, and is told what is missing', async () => {
    const { page } = await openPreview();
    await page.locator('h1').focus();
    let tabs = 0;
    while (!(await focused(page)).includes('我已核对')) {
      tabs += 1;
      expect(tabs).toBeLessThan(17);
      await page.keyboard.press('Tab');
    }
    const rows = page.locator('.preview-table tbody tr');
    await rows.getByRole('button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await rows.nth(2).locator(':focus').count()).toBe(1);
    // Where it was left is where it comes back to.
    await page.keyboard.press('Tab');
    expect(await page.locator('.preview-table tbody :focus').count()).toBe(0);
    await page.keyboard.press('Shift+Tab');
    expect(await rows.nth(2).locator(':focus').count()).toBe(1);

    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => page.locator('.preview-confirm [role="status"]').textContent())
      .toContain('我已核对');
    expect(await focused(page)).toContain('我已核对');
    expect(page.url()).toContain('/preview');
  });

  it('is told on every page with what each key does, never with what stands in a field', async () => {
    const scene = await openScene();
    await scene.openImport();
    const { page, go } = await openConsole(scene.application());
    for (const address of ['/', '/configure', '/configure/sheets/1']) {
      await go(address);
      await page.getByRole('searchbox').first().waitFor(patience);
      const hints = await page
        .getByRole('searchbox')
        .evaluateAll((all) => all.map((field) => field.getAttribute('placeholder')));
      await page.keyboard.press('?');
      const told = await page.getByRole('dialog').locator('dd').allTextContents();
      expect(told).toContain('转到筛选框');
      expect(told.filter((each) => hints.includes(each))).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
});
