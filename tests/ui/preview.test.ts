import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';

const patience = { timeout: 30_000 };

async function takeRealSite(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: '站点与选项' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('radio', { name: '真实站点' }).check();
  await drawer.getByRole('textbox', { name: '集群地址' }).fill(address);
  await drawer.getByRole('checkbox', { name: '接受明文 http' }).check();
  await drawer.getByRole('button', { name: '采用并重新读取' }).click();
}

describe('the preview of a real site', () => {
  it('that is not reached says so once, asks no other step of it, and cannot be started', async () => {
    const scene = await openScene();
    await scene.application().imports.open({ path: scene.workbook, profile: null });
    const { page, go } = await openConsole(scene.application());
    await go('/job/1/preview');
    // Nobody listens at the discard port.
    await takeRealSite(page, 'http://127.0.0.1:9');
    const banner = page.getByRole('alert');
    await expect.poll(() => banner.textContent(), patience).toContain('「连接集群」未通过，现在不能开始');
    const rows = page.locator('table tbody tr').filter({ hasText: '没有查看' });
    expect(await rows.count()).toBeGreaterThan(5);
    await page.getByRole('checkbox', { name: '我已核对' }).check();
    const start = page.getByRole('button', { name: /开始执行/ });
    expect(await start.getAttribute('aria-disabled')).toBe('true');
    expect(await start.getAttribute('title')).toContain('未通过，解决后重新查看');
    await banner.getByRole('button', { name: '只读检查' }).click();
    await expect.poll(() => page.url()).toContain('/job/1/preflight');
  });
});
