import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isoContent, openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 30_000 };

async function takeRealSite(page: Page, address: string): Promise<void> {
  await page.getByRole('radio', { name: '真实站点' }).check();
  await page.getByRole('textbox', { name: '集群地址' }).fill(address);
  await page.getByRole('checkbox', { name: '接受明文 HTTP 的风险' }).check();
  await page.getByRole('button', { name: '变更预览' }).click();
}

describe('the preview of a real site', () => {
  it('that is not reached says so once, asks no other step of it, and cannot be started', async () => {
    const scene = await openScene();
    await scene.openImport();
    const { page, go } = await openConsole(scene.application());
    await go('/configure/sheets/1/preview');
    // Nothing is looked at before a person has chosen where.
    await page.getByText('选择之前不会访问任何设备').waitFor(patience);
    expect(await page.locator('.bar').textContent()).toContain('未选择站点');
    await page.getByRole('link', { name: '选择站点' }).click();
    const onward = page.getByRole('button', { name: '变更预览' });
    expect(await onward.getAttribute('title')).toBe('请选择演练环境或真实站点');
    // Nobody listens at the discard port.
    await takeRealSite(page, 'http://127.0.0.1:9');
    const banner = page.getByRole('alert');
    await expect.poll(() => banner.textContent(), patience).toContain('「连接集群」未通过，现在不能开始');
    const rows = page.locator('table tbody tr').filter({ hasText: '未读取现状' });
    expect(await rows.count()).toBeGreaterThan(5);
    expect(await page.getByRole('checkbox', { name: '下次读取时尝试登录' }).isChecked()).toBe(false);
    await page.getByRole('checkbox', { name: '我已核对' }).check();
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => page.locator('.preview-confirm [role="status"]').textContent())
      .toContain('未通过，解决后重新读取');
    const start = page.getByRole('button', { name: /开始执行/ });
    expect(await start.getAttribute('aria-disabled')).toBe('true');
    expect(await start.getAttribute('title')).toContain('未通过，解决后重新读取');
    await banner.getByRole('button', { name: '现场检查' }).click();
    await expect.poll(() => page.url()).toContain('/configure/sheets/1/preflight');
  });
});

describe('a step that an error of the sheet blocks', () => {
  it('stands in its place among the others, says that it will not be executed and why, and is not ticked', async () => {
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    await scene.preflight();
    const { page, go } = await openConsole(scene.application());
    await go('/configure/sheets/1/preview');
    await page.locator('.preview-split table').waitFor(patience);
    const rows = page.locator('.preview-split tbody tr').filter({ hasText: /VLAN-21\d\d/ });
    const texts = await rows.allTextContents();
    const at = texts.findIndex((text) => text.includes('不执行'));
    // Between its neighbours, not behind them.
    expect([at > 0, at < texts.length - 1, texts.filter((text) => text.includes('不执行')).length]).toEqual([
      true,
      true,
      1,
    ]);
    expect(texts[at]).toMatch(/虚拟网络!F9.*9999/);
    const row = rows.nth(at);
    expect(await row.getByRole('checkbox').isChecked()).toBe(false);
    expect(await row.getByRole('img', { name: '错误' }).count()).toBe(1);
  });
});

describe('the preview in English in a small window', () => {
  it('cuts no step, nothing that is there or will be', async () => {
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    await scene.preflight();
    const { page, go } = await openConsole(scene.application(), { language: 'en' });
    await go('/configure/sheets/1/preview');
    await page.locator('.preview-split table').waitFor(patience);
    const folded = page.locator('.preview-fold[aria-expanded="false"]');
    while ((await folded.count()) > 0) {
      await folded.first().click();
    }
    const cells = page.locator(
      '.preview-split tbody tr:not(.group) td, .preview-table, .preview-confirm .cut',
    );
    const cut = await cells.evaluateAll((all) =>
      all.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
    );
    expect(await cells.count()).toBeGreaterThan(60);
    expect(cut).toEqual([]);
  });
});

describe('the site of a sheet', () => {
  it('is proposed from the sheet and from beside it, taken by a person only, with a password for each account', async () => {
    const scene = await openScene();
    const image = 'SMTX_VMTOOLS-4.0.0-2501010000.iso';
    writeFileSync(join(scene.directory, image), isoContent);
    await scene.openImport();
    const { page, go } = await openConsole(scene.application());
    await go('/configure/sheets/1/site');
    const site = page.locator('.site-page');
    const address = site.getByRole('textbox', { name: '集群地址' });
    await site.getByRole('radio', { name: '真实站点' }).check(patience);
    expect(await address.inputValue()).toBe('https://192.0.2.11');
    await address.fill('https://192.0.2.12');
    await site.getByRole('button', { name: '使用 https://192.0.2.11' }).click();
    expect(await address.inputValue()).toBe('https://192.0.2.11');
    await site.getByRole('button', { name: `使用 ${image}` }).click();
    expect(await site.textContent()).toContain(`${image} 192 KiB`);
    await site.getByRole('button', { name: '不上传' }).click();
    await site.getByRole('button', { name: '选择 ISO…' }).click();
    const picker = page.getByRole('dialog');
    writeFileSync(join(scene.directory, 'notes.iso'), 'no image');
    const path = picker.getByRole('textbox', { name: '输入或粘贴路径，回车打开' });
    await path.fill(join(scene.directory, 'notes.iso'));
    await path.press('Enter');
    const refused = site.getByRole('alert');
    await refused.getByText('notes.iso 不是 ISO 9660 镜像').waitFor(patience);
    expect(await site.textContent()).toContain('未选择');
    for (const user of ['smartx', 'root']) {
      expect(await site.getByLabel(`主机账号 ${user} 的当前密码`).count()).toBe(1);
    }
    expect(await violationsOn(page)).toEqual([]);
  });
});
