import { expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 20_000 };

it.each([
  { language: 'zh-CN', width: 1280, height: 720, real: '真实站点', says: '不带路径和密码' },
  { language: 'en', width: 1440, height: 900, real: 'Real site', says: 'without a path' },
] as const)(
  'an address with a password leads nowhere, and the page says why ($language)',
  async ({ language, width, height, real, says }) => {
    const scene = await openScene();
    await scene.openImport();
    const { page, go } = await openConsole(scene.application(), { language, width, height });
    await go('/configure/sheets/1/site');
    await page.getByText(real, { exact: true }).click(patience);
    const address = page.getByPlaceholder('https://192.0.2.11');
    await address.fill('https://operator:S3cretInUrl99@192.0.2.11');
    const onward = page.locator('.site-onward');
    await expect.poll(() => onward.textContent(), patience).toContain(says);
    if (process.env['SHOT'] !== undefined) {
      await page.screenshot({ path: `/tmp/outroom/site-${language}.png` });
    }
    expect(await violationsOn(page)).toEqual([]);
    await address.fill('https://192.0.2.11');
    await expect.poll(() => onward.textContent(), patience).not.toContain(says);
  },
);
