import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };
const reason = '客户网络组电话确认';

const grid = (page: Page): Locator => page.getByRole('grid');
const cell = (page: Page, address: string): Locator => page.locator(`[data-address="${address}"]`);
const value = (page: Page): Locator => page.locator('.editor input').first();
const check = (page: Page): Locator => page.locator('.editor [role="status"]');
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName ?? null,
  );

async function openSheet(cells: Readonly<Record<string, string | number | null>>) {
  const scene = await openScene({ cells });
  const { id } = await scene.openImport();
  const { page, go } = await openConsole(scene.application());
  await go(`/configure/sheets/${id}?sheet=${encodeURIComponent('虚拟网络')}&cell=F9`);
  await grid(page).waitFor(patience);
  const overrides = async (): Promise<unknown[]> =>
    (await scene.client().imports.show({ id })).overrides.map(({ cell: at, value: now }) => [at, now]);
  return { page, overrides };
}

describe('the grid of a planning sheet, for somebody who knows Excel', () => {
  it('begins to edit with what is typed, checks it at once, keeps it elsewhere, and undoes what was saved', async () => {
    const { page, overrides } = await openSheet({ '虚拟网络!F9': 9999 });
    await cell(page, 'F9').click();
    await page.keyboard.type('2102');
    expect(await value(page).inputValue()).toBe('2102');
    await expect.poll(() => cell(page, 'F9').textContent()).toContain('2102');
    await expect.poll(() => check(page).textContent(), patience).toContain('未发现问题');
    // Another value says what is wrong with it before it is saved.
    await value(page).fill('2101');
    await expect.poll(() => check(page).textContent(), patience).toContain('重复');
    await value(page).fill('2102');

    // Another cell is chosen before it is saved: nothing is lost.
    await cell(page, 'D9').click();
    expect(await cell(page, 'F9').textContent()).toContain('2102');
    await page.getByRole('button', { name: '1 处未保存' }).click();
    expect(await value(page).inputValue()).toBe('2102');
    expect(await violationsOn(page)).toEqual([]);

    // Enter leads to the reason that is still missing, and then saves.
    await value(page).press('Enter');
    await page.keyboard.type(reason);
    await page.keyboard.press('Enter');
    await expect.poll(overrides, patience).toEqual([['F9', '2102']]);
    await expect.poll(() => focused(page), patience).toBe('grid');
    await page.keyboard.press('Control+z');
    await expect.poll(overrides, patience).toEqual([]);
    await page.getByRole('status').filter({ hasText: '已撤销 虚拟网络!F9' }).waitFor(patience);
    await page.keyboard.press('Control+z');
    await page.getByRole('status').filter({ hasText: '没有可撤销的修改' }).waitFor(patience);
  });

  it('goes on from what is there with a double click, gives it up with Escape, and saves no value that is equal', async () => {
    const { page, overrides } = await openSheet({ '虚拟网络!F9': 2102 });
    await cell(page, 'F9').dblclick();
    expect(await focused(page)).toBe('INPUT');
    await page.keyboard.type('9');
    expect(await value(page).inputValue()).toBe('21029');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('grid');
    expect(await value(page).inputValue()).toBe('2102');

    await page.keyboard.type('2102');
    await page.locator('.editor input').last().fill(reason);
    const save = page.getByRole('button', { name: /保存改值/ });
    expect(await save.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Control+Enter');
    expect(await overrides()).toEqual([]);

    await grid(page).focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => value(page).inputValue()).toBe('');
  });

  it('takes a value back as a whole with one Ctrl+Z, however its edit began and wherever the focus is', async () => {
    const { page, overrides } = await openSheet({ '虚拟网络!F9': 9999 });
    const undone = page.getByRole('status').filter({ hasText: '已撤销 虚拟网络!F10' });
    const began: readonly (() => Promise<void>)[] = [
      () => cell(page, 'F10').click(),
      () => cell(page, 'F10').dblclick(),
      async () => {
        await cell(page, 'F10').click();
        await value(page).selectText();
      },
    ];
    await cell(page, 'F10').click();
    const before = await value(page).inputValue();
    for (const begin of began) {
      for (const leave of ['', 'Enter', 'Tab']) {
        await begin();
        await page.keyboard.type('2193');
        if (leave !== '') {
          await page.keyboard.press(leave);
        }
        expect(await value(page).inputValue()).toContain('2193');
        await page.keyboard.press('Control+z');
        await undone.waitFor(patience);
        expect(await value(page).inputValue()).toBe(before);
        expect(await cell(page, 'F10').textContent()).toBe(before);
        expect(await page.getByRole('button', { name: /处未保存/ }).count()).toBe(0);
        expect(await focused(page)).toBe('grid');
      }
    }
    // Also from another cell, and the finding about the saved value is not shown beside the one that is entered.
    await cell(page, 'F9').click();
    expect(await cell(page, 'F9').locator('svg').getAttribute('aria-label')).toBe('错误');
    await page.keyboard.type('2102');
    await page.keyboard.press('Enter');
    expect(await cell(page, 'F9').locator('svg').getAttribute('aria-label')).toBe('未保存');
    await cell(page, 'D9').click();
    await page.keyboard.press('Control+z');
    await page.getByRole('status').filter({ hasText: '已撤销 虚拟网络!F9' }).waitFor(patience);
    expect(await value(page).inputValue()).toBe('9999');
    // Nothing entered: the field keeps what it has, and nothing that was saved is touched.
    await value(page).focus();
    await page.keyboard.press('Control+z');
    expect(await value(page).inputValue()).toBe('9999');
    expect(await overrides()).toEqual([]);
  });

  it('names an empty cell that is flagged by its field', async () => {
    const { page } = await openSheet({ '虚拟网络!D9': 'Infra-network', '虚拟网络!F9': null });
    await page.locator('.findings-list .finding button').filter({ hasText: 'F9' }).first().click(patience);
    await expect
      .poll(() => page.locator('.editor-head').textContent(), patience)
      .toContain('VLAN ID · Infra-network（未填）');
    expect(await page.locator('.editor-head').textContent()).not.toContain('未用于规划');
  });
});

it('a saved override says so and stays selected; findings that are hidden are counted', async () => {
  const scene = await openScene({ cells: { '虚拟网络!F9': 9999, '主机规划!I3': '192.0.2.999' } });
  const { id } = await scene.openImport();
  const { page, go } = await openConsole(scene.application());
  // Without a choice the first finding is selected.
  await go(`/configure/sheets/${id}`);
  const editor = page.locator('.editor');
  const first = await editor.getByRole('heading').textContent({ timeout: 20_000 });
  expect(first).toBe('虚拟网络!F9');
  await value(page).fill('2102');
  await page.locator('.editor input').last().fill(reason);
  await page.getByRole('button', { name: /保存改值/ }).click();
  await page.getByRole('status').filter({ hasText: '已保存 虚拟网络!F9 的改值' }).waitFor(patience);
  expect(await editor.textContent()).toContain('已保存 虚拟网络!F9 的改值');
  await cell(page, 'F9').filter({ hasText: '2102' }).waitFor(patience);
  expect(await editor.getByRole('heading').textContent()).toBe(first);

  const findings = page.locator('.findings-list');
  await page.getByRole('button', { name: /^错误 1$/ }).click();
  const hidden = findings.getByRole('status').filter({ hasText: '隐藏了 1 项问题' });
  await hidden.waitFor(patience);
  await hidden.getByRole('button', { name: '全部显示' }).click();
  await hidden.waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: /^错误 1$/ }).getAttribute('aria-pressed')).toBe('true');
});
