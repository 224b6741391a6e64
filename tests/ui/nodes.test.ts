import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRuntime } from '../../src-main/runtime.ts';
import { openConsole, type Console } from '../support/console.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { managedNodes, nameOf, signal, type Site } from '../unit/practice-kubernetes/site.ts';
import { openLab } from './node-lab.ts';
import { nodeWords } from './node-words.ts';
import { violationsOn } from './violations.ts';

const patience = { timeout: 30_000 };

/** A new person's console: nothing was ever done in its home. */
async function openDesk(language: 'zh-CN' | 'en'): Promise<Console> {
  const runtime = await openRuntime(temporaryDirectory());
  onTestFinished(() => runtime.close());
  return openConsole(runtime.application, { language });
}

/** A control plane node whose machine is lost: it stays where it is, and a retry of it is refused. */
async function loseMachine({ api }: Site, name: string): Promise<void> {
  const status = { machineStatus: { phase: 'SSHFailed' } };
  await api.patch(managedNodes, nameOf(name), {
    type: 'merge',
    subresource: 'status',
    body: { status },
    signal,
  });
  const labels = { 'node-role.kubernetes.io/control-plane': '' };
  await api.patch(managedNodes, nameOf(name), { type: 'merge', body: { metadata: { labels } }, signal });
}

/** For a look at the pages: `SITEWRIGHT_PICTURES=make`. */
async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SITEWRIGHT_PICTURES'] !== 'make') {
    return;
  }
  mkdirSync('out/pictures', { recursive: true });
  for (const width of [1440, 1280]) {
    await page.setViewportSize({ width, height: width === 1280 ? 720 : 900 });
    await page.screenshot({ path: `out/pictures/nodes-${name}-${width}.png`, animations: 'disabled' });
  }
}

/** What stands in a cell, a button or a head and does not fit into it; reasons beside buttons are read whole on hover. */
const cutOn = (page: Page): Promise<string[]> =>
  page
    .locator(':is(main, dialog[open]) :is(th, td:not(.node-acts-cell), button, h1, h2, .status > .cut)')
    .evaluateAll((all) =>
      all
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map(({ textContent }) => textContent.trim()),
    );

async function clean(page: Page): Promise<void> {
  expect(await violationsOn(page)).toEqual([]);
  expect(await cutOn(page)).toEqual([]);
}

describe.each(['zh-CN', 'en'] as const)('retrying nodes, in %s', (language) => {
  const say = nodeWords[language];
  const rowOf = (page: Page, node: string) => page.getByRole('row', { name: new RegExp(node) }).first();
  const actOf = (page: Page, act: string, node: string) =>
    page.getByRole('button', { name: `${act} ${node}`, exact: true });
  const dialogOf = (page: Page) => page.locator('dialog[open]');
  const toast = (page: Page, text: string) => page.locator('.toast').filter({ hasText: text }).first();
  const isOff = (page: Page, act: string, node: string) =>
    actOf(page, act, node).getAttribute('aria-disabled');
  /** Confirms what the dialog asks, once its preview is read. */
  async function confirm(page: Page): Promise<void> {
    const button = dialogOf(page).getByRole('button', { name: say.confirm, exact: true });
    await expect.poll(() => button.getAttribute('aria-disabled'), patience).toBe('false');
    await button.click();
  }

  it('takes three clicks from the start page to the run of a retry', { timeout: 120_000 }, async () => {
    const { page, go } = await openDesk(language);
    await go('/nodes');
    await page.getByText(say.nothing).waitFor(patience);
    await clean(page);
    await go('/');
    const practice = page.getByRole('button', { name: say.practice, exact: true });
    await practice.waitFor(patience);
    expect(await violationsOn(page)).toEqual([]);
    await picture(page, `start-${language}`);

    let clicks = 0;
    const click = async (act: () => Promise<void>): Promise<void> => {
      clicks += 1;
      await act();
    };
    await click(() => practice.click());
    await click(() => actOf(page, say.retry, 'gpu-04').click(patience));
    await dialogOf(page).getByRole('heading', { name: say.ask }).waitFor(patience);
    await click(() => confirm(page));
    await page.getByRole('heading', { name: /0001/ }).waitFor(patience);
    expect(clicks).toBeLessThanOrEqual(5);
    await toast(page, say.started).waitFor(patience);
    await rowOf(page, 'gpu-04')
      .getByText(/ManagedFailed → Manag(?:ing|ed)$/)
      .waitFor(patience);
    await clean(page);
    await picture(page, `running-${language}`);
  });

  it('lists failed nodes first, narrows, and says why a button is off', { timeout: 120_000 }, async () => {
    const { page, go, site } = await openLab(language);
    await loseMachine(site, 'gpu-05');
    await go('/nodes');
    const names = () =>
      page.locator('tbody tr[data-key]').evaluateAll((all) => all.map((row) => row.dataset['key']));
    await expect
      .poll(async () => (await names()).slice(0, 3).toSorted(), patience)
      .toEqual(['gpu-04', 'gpu-05', 'gpu-06']);
    // How long it has failed.
    await rowOf(page, 'gpu-04')
      .getByText(/^\d+[smhd]/)
      .first()
      .waitFor(patience);
    await clean(page);
    await picture(page, `list-${language}`);

    const table = page.getByRole('grid');
    expect(await actOf(page, say.retry, 'gpu-04').getAttribute('aria-disabled')).toBe('false');
    expect(await isOff(page, say.manage, 'gpu-04')).toBe('true');
    await rowOf(page, 'gpu-04').getByText(say.useRetry).waitFor(patience);
    await expect.poll(() => isOff(page, say.retry, 'gpu-05'), patience).toBe('true');
    expect(await actOf(page, say.retry, 'gpu-05').getAttribute('title')).toBe(say.notReady);
    await rowOf(page, 'gpu-05').getByText(say.notReady).waitFor(patience);
    await rowOf(page, 'gpu-05').getByText(say.controlPlane, { exact: true }).waitFor(patience);
    expect(await actOf(page, say.unmanage, 'gpu-01').getAttribute('title')).toBe(say.controlPlaneStays);
    expect(await actOf(page, say.unmanage, 'gpu-02').getAttribute('title')).toBe(say.bound);
    expect(await isOff(page, say.unmanage, 'gpu-03')).toBe('false');
    expect(await isOff(page, say.manage, 'gpu-08')).toBe('false');
    // One that may not be done does nothing.
    await actOf(page, say.retry, 'gpu-05').click({ force: true });
    expect(await dialogOf(page).count()).toBe(0);

    // While something is done with a node, nothing else can be.
    site.kubernetes.orderPace('real');
    const spec = { cluster: 'mi300x-east' };
    await site.api.patch(managedNodes, nameOf('gpu-08'), { type: 'merge', body: { spec }, signal });
    await rowOf(page, 'gpu-08').getByText(say.underWay).waitFor(patience);
    expect(await rowOf(page, 'gpu-08').locator('.turning').count()).toBe(1);
    expect(await actOf(page, say.retry, 'gpu-08').count()).toBe(0);
    expect(await isOff(page, say.manage, 'gpu-08')).toBe('true');
    expect(await isOff(page, say.unmanage, 'gpu-08')).toBe('true');
    await picture(page, `passing-${language}`);

    await page.getByRole('combobox', { name: say.phase, exact: true }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: say.anyFailed }).click();
    await expect.poll(() => table.locator('tbody tr[data-key]').count(), patience).toBe(3);
    await page.getByRole('searchbox', { name: say.filter }).fill('gpu-06');
    await expect.poll(names, patience).toEqual(['gpu-06']);

    // The cluster is gone: what was read stays, with its age.
    await site.kubernetes.close();
    await page.getByText(say.stale).first().waitFor(patience);
    await picture(page, `stale-${language}`);
    expect(await names()).toEqual(['gpu-06']);
  });

  it('asks first, retries, and tells how it ended', { timeout: 120_000 }, async () => {
    const { page, go } = await openLab(language);
    await go('/nodes/lab/gpu-04');
    await page.getByRole('heading', { name: say.evidence }).first().waitFor(patience);
    await page.getByText(say.hostname).waitFor(patience);
    await page.locator('.node-log').getByText(/fatal/i).first().waitFor(patience);
    await clean(page);
    await picture(page, `node-${language}`);

    await actOf(page, say.retry, 'gpu-04').click();
    await dialogOf(page).getByRole('heading', { name: say.ask }).waitFor(patience);
    await dialogOf(page).getByRole('button', { name: say.cancel, exact: true }).click();
    expect(await dialogOf(page).count()).toBe(0);
    await actOf(page, say.retry, 'gpu-04').click();
    await dialogOf(page)
      .getByText(/set its phase to|状态改为/)
      .first()
      .waitFor(patience);
    await clean(page);
    await picture(page, `confirm-${language}`);
    await confirm(page);
    await page.getByRole('heading', { name: /0001/ }).waitFor(patience);
    await toast(page, say.phases).waitFor(patience);
    await toast(page, say.succeeded).waitFor(patience);
    await rowOf(page, 'gpu-04').getByText(say.managed, { exact: true }).waitFor(patience);
    await clean(page);

    // The node tells of it.
    await page.getByRole('link', { name: 'gpu-04' }).click();
    await page.getByRole('heading', { name: say.attempts, exact: true }).waitFor(patience);
    await page.getByRole('heading', { name: say.runs, exact: true }).waitFor(patience);
    await expect.poll(() => page.getByRole('link', { name: '0001' }).count(), patience).toBe(2);
    await clean(page);
    await picture(page, `node-after-${language}`);
  });

  it('retries many, and one that is refused does not stop the others', { timeout: 120_000 }, async () => {
    const { page, go, site } = await openLab(language, ['node:gpu-06:fails']);
    await loseMachine(site, 'gpu-05');
    await go('/nodes/lab');
    await rowOf(page, 'gpu-05').getByText(say.notReady).waitFor(patience);
    for (const node of ['gpu-04', 'gpu-05', 'gpu-06']) {
      await page.getByRole('checkbox', { name: `${say.select} ${node}`, exact: true }).check();
    }
    await page.getByText(say.selected).waitFor(patience);
    await clean(page);
    await picture(page, `picked-${language}`);
    await page.getByRole('button', { name: say.retrySelected }).click();
    const dialog = dialogOf(page);
    await dialog.getByRole('heading', { name: say.askBoth }).waitFor(patience);
    await dialog.getByText(say.refusedOne).waitFor(patience);
    // A control plane that has failed to be managed is warned of.
    expect(await dialog.locator('.node-warning').textContent()).toContain('gpu-05');
    await dialog.getByLabel(say.atOnce, { exact: true }).fill('0');
    await expect
      .poll(() =>
        dialog.getByRole('button', { name: say.confirm, exact: true }).getAttribute('aria-disabled'),
      )
      .toBe('true');
    await dialog.getByLabel(say.atOnce, { exact: true }).fill('1');
    await clean(page);
    await picture(page, `confirm-many-${language}`);
    await confirm(page);

    await page.getByRole('heading', { name: /0001/ }).waitFor(patience);
    await toast(page, say.notReady).waitFor(patience);
    await toast(page, say.failedAgain).waitFor(patience);
    await rowOf(page, 'gpu-05').getByText(say.refused).waitFor(patience);
    await rowOf(page, 'gpu-04').getByText(say.managed, { exact: true }).waitFor(patience);
    await page.locator('.node-notes-row').filter({ hasText: say.notReady }).waitFor(patience);
    await page.locator('.node-notes-row').filter({ hasText: /fatal/i }).first().waitFor(patience);
    await clean(page);
    await picture(page, `run-${language}`);
    await page.getByRole('button', { name: say.steps, exact: true }).click();
    await page.locator('.graph-chip').first().waitFor(patience);
    await page.getByRole('button', { name: say.nodes, exact: true }).click();

    // All that have failed, in one go.
    await go('/nodes/lab');
    await page.getByRole('button', { name: say.retryAll }).click(patience);
    await dialogOf(page)
      .getByRole('row', { name: /gpu-05/ })
      .waitFor(patience);
    await dialogOf(page)
      .getByRole('row', { name: /gpu-06/ })
      .waitFor(patience);
    expect(
      await dialogOf(page)
        .getByRole('row', { name: /gpu-04/ })
        .count(),
    ).toBe(0);
  });

  it('brings a node into the cluster that is named, and takes one out', { timeout: 120_000 }, async () => {
    const { page, go } = await openLab(language);
    await go('/nodes/lab');
    await actOf(page, say.manage, 'gpu-08').click(patience);
    const dialog = dialogOf(page);
    // There is one cluster, so it is the one that is meant.
    await dialog.getByRole('heading', { name: say.askInto }).waitFor(patience);
    await clean(page);
    await picture(page, `manage-${language}`);
    await dialog.getByLabel(say.into, { exact: true }).fill('');
    await expect
      .poll(() =>
        dialog.getByRole('button', { name: say.confirm, exact: true }).getAttribute('aria-disabled'),
      )
      .toBe('true');
    await dialog.getByLabel(say.into, { exact: true }).fill('mi300x-east');
    await confirm(page);
    await page.getByRole('heading', { name: /0001/ }).waitFor(patience);
    await rowOf(page, 'gpu-08').getByText(say.managed, { exact: true }).waitFor(patience);
    await go('/nodes/lab');
    await actOf(page, say.unmanage, 'gpu-08').click(patience);
    await confirm(page);
    await page.getByRole('heading', { name: /0002/ }).waitFor(patience);
    await rowOf(page, 'gpu-08').getByText(say.unmanaged, { exact: true }).waitFor(patience);
  });

  it('names the part of the evidence that may not be read', { timeout: 120_000 }, async () => {
    const { page, go } = await openLab(language, ['rbac:deny=get/pods/log']);
    await go('/nodes/lab/gpu-04');
    await page.getByText(say.missing).waitFor(patience);
    expect(await page.locator('.node-warning').textContent()).toContain(say.noLog);
    expect(await isOff(page, say.retry, 'gpu-04')).toBe('false');
    await clean(page);
  });
});
