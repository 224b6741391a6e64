/**
 * The pages of a large cluster in a real Chromium: 5,000 nodes and 2,000 workloads. How soon their lists are there, how long
 * the tasks of the page take while it scrolls and 200 objects change each second, and the memory of the page and of the owner.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { atShare, heapOf, memoryOf, rendererOf, tasksOf, traceCategories } from './browser-trace.ts';

const followMs = 12_000;
const bars = { shownMs: 1_000, taskMs: 50, pageMb: 300, ownerMib: 250 };
const program = fileURLToPath(new URL('../../bin/sitewright.js', import.meta.url));
const lists = [
  { route: '/nodes/site', label: 'Nodes', count: 5_000 },
  { route: '/workloads/site', label: 'Workloads', count: 2_000 },
] as const;

/** What the process writes until it makes sense. */
async function written<T>(child: ChildProcess, read: (text: string) => T): Promise<T> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    try {
      return read(text);
    } catch {
      // The rest is still to come.
    }
  }
  throw new Error(`ended with ${text}`);
}

const start = (words: readonly string[]): ChildProcess =>
  spawn(process.execPath, [...words], { stdio: ['pipe', 'pipe', 'inherit'] });

/** Milliseconds until the whole list is on the page. */
async function shown(page: Page, { route, label, count }: (typeof lists)[number]): Promise<number> {
  const before = performance.now();
  await page.evaluate(`new Promise((resolve) => {
    location.hash = '#${route}';
    const look = () => {
      const table = document.querySelector('table[aria-label="${label}"]');
      const isThere = table?.querySelector('tbody tr[data-key]') != null;
      if (isThere && Number(table.getAttribute('aria-rowcount')) > ${count}) resolve();
      else requestAnimationFrame(look);
    };
    look();
  })`);
  return performance.now() - before;
}

/** Milliseconds of the tasks while it scrolls and follows, and what its objects take. */
async function followed(browser: Browser, page: Page, pid: number) {
  await browser.startTracing(page, { categories: traceCategories });
  const until = performance.now() + followMs;
  const list = page.locator('.table-scroll').first();
  await list.hover();
  for (let turn = 0; performance.now() < until; turn += 1) {
    await page.mouse.wheel(0, turn % 40 < 20 ? 900 : -900);
    await page.waitForTimeout(100);
  }
  const trace = await browser.stopTracing();
  return { tasks: tasksOf(trace, pid), heapMb: heapOf(trace, pid) };
}

const directory = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
const home = join(directory, 'home');
const cluster = start([
  fileURLToPath(new URL('large-cluster.ts', import.meta.url)),
  join(directory, 'cluster'),
]);
const kubeconfig = await written(cluster, (text) => JSON.parse(text) as string);
const added = spawnSync(
  process.execPath,
  [program, 'connections', 'add', 'site', '--kubeconfig', kubeconfig, '--home', home],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
if (added.status !== 0) {
  throw new Error('the connection was not added');
}
const owner = start([program, 'serve', '--json', '--home', home]);
const { openUrl } = await written(owner, (text) => JSON.parse(text) as { openUrl: string });
const browser = await launchChromium();
let isPassed = true;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'en' });
  await page.goto(openUrl);
  await page.getByRole('link', { name: 'Settings' }).waitFor();
  const pid = await rendererOf(browser);
  const first = await shown(page, lists[0]);
  const second = await shown(page, lists[1]);
  cluster.stdin?.write('go\n');
  for (const list of lists) {
    await shown(page, list);
    const { tasks, heapMb } = await followed(browser, page, pid);
    const [p99, most] = [atShare(tasks, 0.99), tasks.at(-1) ?? Number.NaN];
    const shownMs = list === lists[0] ? first : second;
    const ownerMib = memoryOf(owner.pid ?? 0);
    process.stdout.write(
      `  ${list.count} ${list.label}: there after ${shownMs.toFixed(0)} ms (bar ${bars.shownMs}); tasks ${p99.toFixed(1)} ms at 99 % (bar ${bars.taskMs}), ${most.toFixed(0)} ms at most, of ${tasks.length}; page ${heapMb.toFixed(0)} MB at most (bar ${bars.pageMb}); owner ${ownerMib.toFixed(0)} MiB (bar ${bars.ownerMib})\n`,
    );
    const isWithin = shownMs <= bars.shownMs && p99 <= bars.taskMs;
    isPassed &&= isWithin && heapMb <= bars.pageMb && ownerMib <= bars.ownerMib && tasks.length > 0;
  }
} finally {
  await browser.close();
  for (const child of [owner, cluster]) {
    if (child.exitCode === null && child.kill()) {
      await once(child, 'exit');
    }
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}
if (!isPassed) {
  process.exitCode = 1;
}
