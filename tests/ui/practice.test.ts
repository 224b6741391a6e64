import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { openConsole } from '../support/console.ts';
import { runPage } from './run-page.ts';

const patience = { timeout: 60_000 };
const network = 'VLAN-2106';
const words = {
  'zh-CN': {
    practice: '启动演练环境',
    checked: '我已核对',
    start: /开始演练/,
    done: '完成',
    failed: '失败',
    home: '开始',
    fault: '预置故障',
    refused: /冲突（409）/,
    retry: '重试',
    goOn: '接着上次',
  },
  en: {
    practice: 'Start practice site',
    checked: 'I have reviewed this',
    start: /^Start practice run/,
    done: 'Succeeded',
    failed: 'Failed',
    home: 'Start',
    fault: 'Injected fault',
    refused: /conflict \(409\)/,
    retry: 'Retry',
    goOn: 'Continue',
  },
} as const;

describe.each(['zh-CN', 'en'] as const)('the fourth step of the tour, in %s', (language) => {
  it('injects a fault after a good run, and the next run ends failed at that step', async () => {
    const scene = await openScene();
    const { page, go } = await openConsole(scene.application(), { language });
    const say = words[language];
    const run = runPage(page);
    const practise = async (): Promise<void> => {
      await page.getByRole('button', { name: say.practice }).click(patience);
      await page.getByRole('checkbox', { name: say.checked }).check(patience);
      await page.getByRole('button', { name: say.start }).click();
      await expect.poll(() => page.url(), patience).toMatch(/#\/runs\/\d+$/);
    };
    await practise();
    await expect.poll(() => run.state.textContent(), patience).toBe(say.done);

    await go('/');
    const picker = page.getByRole('combobox', { name: say.fault });
    await picker.fill('nothing of that kind');
    await page.keyboard.press('Enter');
    await picker.fill('vlan:name');
    await page.locator('.ant-select-item-option').filter({ hasText: say.refused }).click();
    await practise();
    await expect.poll(() => run.state.textContent(), patience).toBe(say.failed);
    expect(await page.locator('.fault-chip').textContent()).toContain(network);
    await expect.poll(() => run.detail.locator('h2').first().textContent(), patience).toContain(network);
    await page.getByRole('button', { name: say.retry, exact: true }).first().waitFor(patience);

    // The site as it was left has all but that network; the run that failed lets go of it.
    await go('/');
    await page.getByRole('button', { name: say.goOn }).click();
    await practise();
    await expect.poll(() => run.state.textContent(), patience).toBe(say.done);
    const document = await scene.client().runs.show({ run: '0003' });
    expect(document.faults).toEqual([]);
    const changed = document.steps.filter((step) => step.changed === true).map(({ key }) => key);
    expect(changed).toContain(`vlan:vDS-Business/${network}`);
    expect(changed).not.toContain('vlan:vDS-Business/VLAN-2105');
  });
});
