/** A topic of 5,000 live rows on a page in a real Chromium: how soon they are there, and what following 100 changes a second costs. */
import type { Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { openLivePage } from '../support/live-page.ts';
import { objectId } from '../support/object-topic.ts';

const count = 5_000;
const changes = 1_000;
const everyMs = 10;

/** Run in the page: milliseconds from the click to the frame that shows every row. */
const whenShown = `new Promise((resolve) => {
  const clickedAt = performance.now();
  const look = () => {
    const isThere = document.querySelector('[role="status"]')?.textContent === '${count} objects';
    if (isThere && document.querySelectorAll('.table-scroll tr[data-key]').length > 10) resolve(performance.now() - clickedAt);
    else requestAnimationFrame(look);
  };
  [...document.querySelectorAll('button')][0].click();
  look();
})`;

/** Run in the page: keeps the lengths of tasks over 50 ms, as the browser itself counts them. */
const watchLongTasks = `
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: 'longtask' });
`;

/** Run in the page: a task that is too long, which the browser must have counted. */
const blockOnce = `new Promise((resolve) => setTimeout(() => {
  const until = performance.now() + 120;
  while (performance.now() < until);
  setTimeout(resolve, 100);
}))`;

const longTasks = (page: Page): Promise<readonly number[]> =>
  page.evaluate<readonly number[]>('window.longTasks');

const browser = await launchChromium();
const { topic, gateway, close } = await openLivePage(count, 0);
const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
await page.goto(gateway.openUrl);
await page.getByRole('button', { name: 'leave' }).waitFor();
const shownMs = await page.evaluate<number>(whenShown);
await page.evaluate(watchLongTasks);
for (let change = 0; change < changes; change += 1) {
  topic.restart(objectId((change * 37) % count));
  await new Promise((resolve) => setTimeout(resolve, everyMs));
}
topic.restart(objectId(0));
const expected = String(topic.cluster.get(objectId(0))?.restarts);
const restarts = page.locator(`[data-key="${objectId(0)}"] td:last-child`);
await restarts.filter({ hasText: new RegExp(`^${expected}$`) }).waitFor();
const long = await longTasks(page);
await page.evaluate(blockOnce);
const isCounted = (await longTasks(page)).length > long.length;
process.stdout.write(
  `${count} live rows are on the page ${shownMs.toFixed(0)} ms after the click (bar 1000); ${changes} changes, ${1_000 / everyMs} a second: ` +
    `${long.length} tasks over 50 ms (bar 0), the longest ${Math.max(0, ...long).toFixed(0)} ms\n`,
);
await browser.close();
await close();
if (shownMs > 1_000 || long.length > 0 || !isCounted) {
  process.exitCode = 1;
}
