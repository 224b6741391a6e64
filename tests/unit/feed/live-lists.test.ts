import { expect, it } from 'vitest';
import { AppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { createChangeFeed, type ChangeFeed } from '../../../src-main/feed/changes.ts';
import { createObjectTopic, objectId, type ObjectTopic } from '../../support/object-topic.ts';
import { idsOf, readFeed } from '../../support/read-feed.ts';

interface Scene {
  readonly topic: ObjectTopic;
  readonly feed: ChangeFeed;
  /** Ends the grace of a list that nobody follows. */
  readonly endGrace: () => Promise<void>;
}

function scene(count: number): Scene {
  const graces: (() => void)[] = [];
  const clock = {
    elapsed: () => 0,
    pause: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        graces.push(resolve);
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  };
  const topic = createObjectTopic(count, { clock });
  const feed = createChangeFeed({
    sources: [topic.source],
    facts: () => ({ storeId: 'store', revision: 0, prunedRevision: 0 }),
    onCommit: () => () => undefined,
    instanceId: 'one',
    // Batches follow each other at once: what is tested here waits for the grace only.
    clock: { elapsed: () => 0, pause: async () => undefined },
  });
  const endGrace = async (): Promise<void> => {
    graces.splice(0).forEach((end) => end());
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { topic, feed, endGrace };
}

it('thousands of live rows come in pages, once each, and what changes meanwhile comes as it is then', async () => {
  const { topic, feed } = scene(1_700);
  const reader = readFeed(feed, 'objects:prod');
  const first = await reader.next();
  topic.restart(objectId(3));
  const batches = [first, ...(await reader.catchUp())];
  expect(batches.map(({ rows, reset, complete }) => [rows.length, reset, complete])).toEqual([
    [500, true, false],
    [500, false, false],
    [500, false, false],
    [201, false, true],
  ]);
  expect(new Set(idsOf(batches)).size).toBe(1_700);
  expect(batches.at(-1)!.rows.at(-1)).toMatchObject({ id: objectId(3), row: { restarts: 1 } });
});

it('a list is opened for its first follower, and closed a while after its last one has gone', async () => {
  const { topic, feed, endGrace } = scene(2);
  const [one, other] = [readFeed(feed, 'objects:prod'), readFeed(feed, 'objects:prod')];
  await one.catchUp();
  await other.catchUp();
  await one.stop();
  await endGrace();
  expect(topic.events).toEqual(['open prod']);
  await other.stop();
  // Somebody is back within the grace.
  const back = readFeed(feed, 'objects:prod');
  await back.catchUp();
  await endGrace();
  expect(topic.events).toEqual(['open prod']);
  await back.stop();
  await endGrace();
  expect(topic.events).toEqual(['open prod', 'close prod']);
});

it('a cursor goes on while its list stays open, and starts over once when that was opened anew', async () => {
  const { topic, feed, endGrace } = scene(3);
  const reader = readFeed(feed, 'objects:prod');
  const [first] = await reader.catchUp();
  await reader.stop();
  topic.restart(objectId(1));
  const within = readFeed(feed, 'objects:prod', first!.cursor);
  expect(await within.next()).toMatchObject({ reset: false, rows: [{ id: objectId(1) }] });
  await within.stop();
  await endGrace();
  const anew = readFeed(feed, 'objects:prod', first!.cursor);
  expect(idsOf(await anew.catchUp())).toHaveLength(3);
  expect(topic.events).toEqual(['open prod', 'close prod', 'open prod']);
});

it('a look tells only what is different, and what is gone', async () => {
  const { topic, feed } = scene(4);
  const reader = readFeed(feed, 'objects:prod');
  await reader.catchUp();
  topic.cluster.delete(objectId(0));
  topic.cluster.set('default/new', { namespace: 'default', name: 'new', phase: 'Pending', restarts: 0 });
  topic.look('prod');
  topic.look('staging');
  expect((await reader.next()).rows).toEqual([
    { collection: 'object', id: objectId(0), row: null },
    { collection: 'object', id: 'default/new', row: topic.cluster.get('default/new') },
  ]);
  expect(topic.events).toEqual(['open prod', 'look prod']);
});

it('a list that breaks off ends its followers with its error, and is opened anew for the next', async () => {
  const { topic, feed } = scene(1);
  const reader = readFeed(feed, 'objects:prod');
  await reader.catchUp();
  const next = reader.next();
  topic.breakOff('prod', new AppError('CANCELED', verbatim('the watch ended')));
  await expect(next).rejects.toMatchObject({ code: 'CANCELED' });
  await readFeed(feed, 'objects:prod').catchUp();
  expect(topic.events).toEqual(['open prod', 'close prod', 'open prod']);
});

it('a row that its source did not declare, or declared otherwise, does not leave', async () => {
  const { topic, feed } = scene(0);
  topic.cluster.set('x', { namespace: 'default', name: 'x', phase: 'Running', restarts: 0.5 });
  await expect(readFeed(feed, 'objects:prod').next()).rejects.toThrow('restarts');
});
