import { expect, it, onTestFinished } from 'vitest';
import { openWindow } from '../support/browser.ts';
import { openLivePage } from '../support/live-page.ts';
import { objectId } from '../support/object-topic.ts';

const patience = { timeout: 20_000 };

it('a topic of 5,000 live rows is shown, followed, looked at again and closed, by what its one file says', async () => {
  const { topic, gateway, close } = await openLivePage(5_000, 0);
  onTestFinished(close);
  const { page } = await openWindow();
  await page.goto(gateway.openUrl);
  expect(topic.events).toEqual([]);
  await page.getByRole('button', { name: 'objects:prod' }).click();
  await page.getByText('5000 objects').waitFor(patience);
  const restarts = (id: string) => page.locator(`[data-key="${id}"] td`).last();
  topic.restart(objectId(3));
  topic.restart(objectId(3));
  await expect.poll(() => restarts(objectId(3)).textContent(), patience).toBe('2');
  // A change of a row that is out of sight is there when it is scrolled to.
  topic.restart(objectId(4_999));
  await page.locator('.table-scroll').evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect.poll(() => restarts(objectId(4_999)).textContent(), patience).toBe('1');
  topic.cluster.delete(objectId(4_999));
  topic.look('prod');
  await page.getByText('4999 objects').waitFor(patience);
  await page.getByRole('button', { name: 'leave' }).click();
  await expect.poll(() => topic.events, patience).toEqual(['open prod', 'look prod', 'close prod']);
});

it('a topic that nobody declared is refused on the page by its code', async () => {
  const { gateway, close } = await openLivePage(1, 0);
  onTestFinished(close);
  const { page } = await openWindow();
  await page.goto(gateway.openUrl);
  await page.getByRole('button', { name: 'objects-of:prod' }).click();
  await expect.poll(() => page.getByRole('alert').textContent(), patience).toBe('TOPIC_UNKNOWN');
});
