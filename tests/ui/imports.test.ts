import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };

describe('the page of the planning sheets', () => {
  it('says how much was found in each, as it was read last', async () => {
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    const { id } = await scene.openImport();
    const { counts } = await scene.client().plan.read({ file: scene.request().file });
    const { page, go } = await openConsole(scene.application());
    await go('/configure');
    const found = page.locator('.imports-findings');
    await expect
      .poll(() => found.getAttribute('title'), patience)
      .toBe(`错误 1 · 警告 ${counts.warning} · 提示 ${counts.info}`);
    expect(await found.getByRole('img', { name: '错误' }).count()).toBe(1);
    expect(await violationsOn(page)).toEqual([]);

    const finding = { sheet: '虚拟网络', cell: 'F9', code: 'vlan-format' };
    await scene.client().imports.ignoreFinding({ id, ...finding, reason: 'agreed' });
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: '已忽略 1' });
    await expect.poll(() => row.textContent(), patience).toContain('尚未统计，打开规划表后显示');
    expect(await violationsOn(page)).toEqual([]);
  });

  it('has two filters: `/` goes to the first, and once more to the second', async () => {
    const scene = await openScene();
    await scene.openImport();
    const { page, go } = await openConsole(scene.application());
    await go('/configure');
    const sheets = page.getByRole('searchbox', { name: '文件名、模板' });
    const runs = page.getByRole('searchbox', { name: '站点、编号、功能' });
    await page.getByRole('link', { name: /变更预览/ }).waitFor();
    expect(await page.locator('.filter kbd').allTextContents()).toEqual(['/']);
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.ariaLabel ?? null);
    for (const name of ['文件名、模板', '站点、编号、功能', '文件名、模板']) {
      await page.keyboard.press('/');
      expect(await focused()).toBe(name);
    }
    // Where something stands already, it is a character like any other.
    await page.keyboard.type('a/b');
    expect([await sheets.inputValue(), await runs.inputValue()]).toEqual(['a/b', '']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+f');
    expect(await focused()).toBe('文件名、模板');
    const reached: (string | null)[] = [];
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press('Tab');
      reached.push(await focused());
    }
    expect(reached).toContain('站点、编号、功能');
  });

  it('that is empty says what belongs here, and leads to both ways to begin', async () => {
    const scene = await openScene();
    const { page, go } = await openConsole(scene.application());
    await go('/configure');
    await page.getByText('还没有导入规划表').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('button', { name: '导入规划表…' }).click();
    const picker = page.getByRole('dialog');
    await expect.poll(() => picker.textContent(), patience).toContain('选择规划表');
    await page.keyboard.press('Escape');
    await expect.poll(() => picker.count()).toBe(0);
    await page.getByRole('button', { name: '启动演练环境' }).click();
    await expect.poll(() => page.url(), patience).toContain('#/configure/sheets/1/preview');
  });
});
