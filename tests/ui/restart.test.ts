import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';
import { openConsole, type Console } from '../support/console.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 30_000 };

interface Desk extends Console {
  /** The next restarts on the practice cluster meet these. */
  readonly order: (faults: readonly string[]) => Promise<void>;
}

/** A new person's console: nothing was ever done in its home. */
async function openDesk(language: 'zh-CN' | 'en'): Promise<Desk> {
  const runtime = await openRuntime(temporaryDirectory());
  onTestFinished(() => runtime.close());
  const { client } = clientOf(runtime.application);
  const order = async (faults: readonly string[]): Promise<void> => {
    const cluster = { kind: 'practice' as const, url: null, faults: [...faults] };
    await client.workloads.status({ cluster, workloads: [] });
  };
  return { ...(await openConsole(runtime.application, { language })), order };
}

/** For a look at the pages: `SITEWRIGHT_PICTURES=make`. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SITEWRIGHT_PICTURES'] !== 'make') {
    return;
  }
  mkdirSync('out/pictures', { recursive: true });
  for (const width of [1440, 1280]) {
    await page.setViewportSize({ width, height: width === 1280 ? 720 : 900 });
    await page.screenshot({ path: `out/pictures/restart-${name}-${width}.png`, animations: 'disabled' });
  }
}

/** What stands in a cell, a button or a head and does not fit into it. */
const cutOn = (page: Page): Promise<string[]> =>
  page
    .locator('main :is(th, td, button, h1, h2, .status > .cut)')
    .evaluateAll((all) =>
      all
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map(({ textContent }) => textContent.trim()),
    );

const words = {
  'zh-CN': {
    practice: '演练重启',
    nothing: '还没有可用的集群',
    open: '打开演练集群',
    filter: '名称、镜像、标签',
    shown: /^显示 \d+ 个$/,
    two: '显示 2 个',
    kinds: '类型',
    select: '选择',
    selected: '已选 2 个',
    restart: '重启…',
    start: '开始重启（2）',
    startOne: '开始重启（1）',
    batchSize: '每批数量',
    wrong: '每批数量须为不小于 1 的整数，或留空',
    done: '完成',
    stops: '阻止',
    timeout: '超时（秒）',
    settle: '稳定期（秒）',
    pull: '镜像拉取失败',
    steps: '步骤',
    batches: '批次',
    cancel: '取消执行…',
    cancelAct: '取消执行',
    back: /^回到上一版本/,
    rolled: '已完成',
    undo: '回退到上一版本…',
    runs: '重启记录',
    graph: '步骤图',
  },
  en: {
    practice: 'Practice restart',
    nothing: 'No cluster yet',
    open: 'Open the practice cluster',
    filter: 'Name, image, label',
    shown: /^\d+ shown$/,
    two: '2 shown',
    kinds: 'Kind',
    select: 'Select',
    selected: '2 selected',
    restart: 'Restart…',
    start: 'Start restart (2)',
    startOne: 'Start restart (1)',
    batchSize: 'Batch size',
    wrong: 'The batch size is a whole number from 1, or empty',
    done: 'Succeeded',
    stops: 'Stops',
    timeout: 'Timeout (s)',
    settle: 'Settle time (s)',
    pull: 'Image cannot be pulled',
    steps: 'Steps',
    batches: 'Batches',
    cancel: 'Cancel run…',
    cancelAct: 'Cancel run',
    back: /^Go back/,
    rolled: 'Rolled out',
    undo: 'Roll back…',
    runs: 'Restart history',
    graph: 'Graph',
  },
} as const;

describe.each(['zh-CN', 'en'] as const)('restarting workloads, in %s', (language) => {
  const say = words[language];

  it(
    'leads a new person from the start page through the list to a run that is done',
    { timeout: 180_000 },
    async () => {
      const { page, go } = await openDesk(language);
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      const box = (workload: string) =>
        page.getByRole('checkbox', { name: `${say.select} ${workload}`, exact: true });
      const clean = async (): Promise<void> => {
        expect(await violationsOn(page)).toEqual([]);
        expect(await cutOn(page)).toEqual([]);
      };

      // Without a cluster the page says how to get one.
      await go('/workloads');
      await page.getByText(say.nothing).waitFor(patience);
      await clean();
      await picture(page, `none-${language}`);

      // One click from the start page to the workloads of the practice cluster.
      await go('/');
      await button(say.practice).waitFor(patience);
      await picture(page, `start-${language}`);
      await button(say.practice).click();
      await page.getByRole('row', { name: /checkout/ }).waitFor(patience);
      await clean();
      await picture(page, `list-${language}`);

      // Narrowed by what is typed; the two that are left are picked.
      await page.getByRole('searchbox', { name: say.filter }).fill('data/ledger');
      await page.getByRole('searchbox', { name: say.filter }).fill('web');
      await expect.poll(() => page.getByRole('row', { name: /ledger/ }).count(), patience).toBe(0);
      await box('Deployment web/portal').check();
      await box('Deployment web/checkout').check();
      await page.getByText(say.selected).waitFor(patience);
      await clean();
      await picture(page, `picked-${language}`);
      await page.getByRole('button', { name: say.restart }).click();

      // The preview is read by itself; options change it.
      await expect.poll(() => button(say.start).getAttribute('aria-disabled'), patience).toBe('false');
      await clean();
      await page.getByLabel(say.batchSize, { exact: true }).fill('x');
      await page.locator('.restart-onward').getByText(say.wrong).waitFor(patience);
      await page.getByLabel(say.batchSize, { exact: true }).fill('1');
      await page.getByLabel(say.settle, { exact: true }).fill('0');
      await expect.poll(() => button(say.start).getAttribute('aria-disabled'), patience).toBe('false');
      await expect
        .poll(() => page.locator('.restart-request').textContent())
        .toContain('PATCH /apis/apps/v1');
      await expect
        .poll(() => page.locator('.restart-request').textContent())
        .toContain('"kubectl.kubernetes.io/restartedAt"');
      await clean();
      await picture(page, `preview-${language}`);
      await button(say.start).click();

      // The run, batch by batch, to its end.
      await page.getByRole('heading', { name: /0001/ }).waitFor(patience);
      await page
        .getByRole('row', { name: /portal/ })
        .first()
        .waitFor(patience);
      await page.locator('.page-head').getByText(say.done, { exact: true }).waitFor(patience);
      await expect.poll(() => page.getByText(say.rolled, { exact: true }).count(), patience).toBe(2);
      await clean();
      await picture(page, `done-${language}`);
      // The steps of any run stay one click away.
      await button(say.steps).click();
      await page.getByRole('heading', { name: say.graph }).waitFor(patience);
      await button(say.batches).click();

      // The workload tells of it.
      await go('/workloads/practice/web/deployment/portal');
      await page.getByRole('heading', { name: say.runs }).waitFor(patience);
      await page.getByRole('link', { name: '0001' }).waitFor(patience);
      await clean();
      await picture(page, `workload-${language}`);
    },
  );

  it(
    'shows what holds a rollout while it holds, and takes back what was canceled',
    { timeout: 180_000 },
    async () => {
      const { page, go, order } = await openDesk(language);
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      await order(['pod:portal:ImagePullBackOff']);

      // Four clicks from the start page.
      await go('/');
      await button(say.practice).click(patience);
      await page
        .getByRole('checkbox', { name: `${say.select} Deployment web/portal`, exact: true })
        .click(patience);
      await page.getByRole('button', { name: say.restart }).click();
      await expect.poll(() => button(say.startOne).getAttribute('aria-disabled'), patience).toBe('false');
      await button(say.startOne).click();
      await page.getByRole('heading', { name: /0001/ }).waitFor(patience);

      const cause = page.locator('.restart-cause').filter({ hasText: say.pull });
      await cause.first().waitFor(patience);
      expect(await cause.first().textContent()).toContain('ImagePullBackOff');
      expect(await violationsOn(page)).toEqual([]);
      expect(await cutOn(page)).toEqual([]);
      await picture(page, `held-${language}`);

      // The workload's own page says the same.
      await go('/workloads/practice/web/deployment/portal');
      await page.locator('.restart-cause').filter({ hasText: say.pull }).waitFor(patience);
      expect(await violationsOn(page)).toEqual([]);
      await picture(page, `stuck-${language}`);

      // Canceled with the way back: the run that takes it back is there, and waits for a yes.
      await go('/runs/0001');
      await page.getByRole('button', { name: say.cancel }).click(patience);
      await page.getByRole('radio', { name: say.back }).check();
      await picture(page, `cancel-${language}`);
      await page.locator('dialog[open]').getByRole('button', { name: say.cancelAct }).click();
      await page.getByRole('heading', { name: /0002/ }).waitFor(patience);
      expect(await violationsOn(page)).toEqual([]);
      await picture(page, `back-${language}`);
    },
  );

  it('marks what stops a restart, with its object', { timeout: 120_000 }, async () => {
    const { page, go } = await openDesk(language);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await go('/');
    await button(say.practice).click(patience);
    await page
      .getByRole('checkbox', { name: `${say.select} Deployment web/checkout`, exact: true })
      .check(patience);
    await page
      .getByRole('checkbox', { name: `${say.select} Deployment web/reports`, exact: true })
      .check(patience);
    await page
      .getByRole('checkbox', { name: `${say.select} Deployment web/gateway`, exact: true })
      .check(patience);
    await page.getByRole('button', { name: say.restart }).click();
    await page.locator('.restart-findings li').first().waitFor(patience);
    await page
      .getByText(/web\/gateway/)
      .first()
      .waitFor(patience);
    expect(await violationsOn(page)).toEqual([]);
    expect(await cutOn(page)).toEqual([]);
    await picture(page, `findings-${language}`);
  });
});
