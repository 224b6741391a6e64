import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPracticeKubernetes } from '../../src-main/practice/index.ts';
import { openRuntime } from '../../src-main/runtime.ts';
import { clientOf } from '../support/call-context.ts';
import { openConsole } from '../support/console.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const patience = { timeout: 60_000 };
const count = 2_000;

/** Run in the page: keeps the lengths of tasks over 50 ms, as the browser itself counts them. */
const watchLongTasks = `
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: 'longtask' });
`;

it(
  '2,000 workloads are one table, drawn in sight, narrowed, picked, and told how old they are',
  { timeout: 240_000 },
  async () => {
    const directory = temporaryDirectory();
    const cluster = await createPracticeKubernetes({
      directory: join(directory, 'cluster'),
      clock: { now: () => Date.now() },
      faults: [],
      pace: 'fast',
    });
    let isOpen = true;
    const closeCluster = async (): Promise<void> => {
      if (isOpen) {
        isOpen = false;
        await cluster.close();
      }
    };
    onTestFinished(closeCluster);
    cluster.fill({ nodes: 0, workloads: count });
    const runtime = await openRuntime(join(directory, 'home'));
    onTestFinished(() => runtime.close());
    await clientOf(runtime.application).client.connections.add({
      kind: 'kubernetes',
      name: 'large',
      isDefault: true,
      kubeconfig: { text: readFileSync(cluster.kubeconfig, 'utf8') },
      allow: ['files'],
      approved: [],
    });
    const { page, go } = await openConsole(runtime.application, { language: 'en' });

    await go('/');
    await page.getByRole('button', { name: 'Practice restart' }).waitFor(patience);
    const clickedAt = performance.now();
    await page.getByRole('button', { name: 'Choose workloads' }).click();
    const table = page.getByRole('grid', { name: 'Workloads' });
    await table.locator('tbody tr[data-key]').nth(10).waitFor(patience);
    const shownMs = performance.now() - clickedAt;
    // Only those in sight are drawn.
    expect(Number(await table.getAttribute('aria-rowcount'))).toBeGreaterThan(count);
    expect(await table.locator('tbody tr').count()).toBeLessThan(100);

    await page.evaluate(watchLongTasks);
    const typedAt = performance.now();
    await page.getByRole('searchbox', { name: 'Name, image, label' }).fill('1999');
    await expect.poll(() => table.locator('tbody tr[data-key]').count(), patience).toBe(1);
    const narrowedMs = performance.now() - typedAt;
    await page.getByRole('searchbox', { name: 'Name, image, label' }).fill('');
    await expect.poll(() => table.getAttribute('aria-rowcount'), patience).not.toBe('2');
    await page.getByRole('checkbox', { name: 'Select all listed workloads' }).check();
    await page.getByText(/^20\d\d selected$/).waitFor(patience);
    const longest = await page.evaluate<number>('Math.max(0, ...window.longTasks)');
    process.stdout.write(
      `${count} workloads: shown ${shownMs.toFixed(0)} ms after the click, narrowed in ${narrowedMs.toFixed(0)} ms, longest task ${longest.toFixed(0)} ms\n`,
    );
    // Far from what is measured on a machine of its own, so that only a page that draws everything fails.
    expect(longest).toBeLessThan(2_000);

    // The cluster is gone: what was read stays, with its age and the reason.
    await closeCluster();
    await page
      .getByText(/^The list of .*Deployment.* is from .* and may be out of date/)
      .first()
      .waitFor(patience);
    expect(await table.locator('tbody tr[data-key]').count()).toBeGreaterThan(10);
  },
);
