import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createRunLogs } from '../../../src-main/adapters/files/run-log.ts';
import { openDatabase } from '../../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../../src-main/adapters/sqlite/run-store.ts';
import type { LogStream } from '../../../src-main/contract/feed.ts';
import { createLogReading } from '../../../src-main/services/runs/run-logs.ts';
import { readFeed } from '../../support/read-feed.ts';
import { createRunFeed } from '../../support/run-feed.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { callOf } from '../../support/call-context.ts';

const line = { atMs: 0, level: 'info' as const, step: null, message: { zh: '一', en: 'one' }, facts: {} };

/** The store, the logs and the feed of a home, put together as the runtime does. */
async function scene() {
  const home = temporaryDirectory();
  const database = openDatabase(join(home, 'sitewright.db'));
  onTestFinished(() => void database.close());
  const store = new SqliteRunStore(database, (text) => text);
  const rings: ((stream: LogStream) => void)[] = [];
  const logs = createRunLogs({
    runsDirectory: join(home, 'runs'),
    nameOf: (run) => `log-of-${store.kindOf(run)}`,
    redact: (text) => text,
    onOpen: (run, stream) => void store.addLogStream(run, stream),
    onGrown: (runId, stream, size) => rings.forEach((ring) => ring({ runId, ...stream, ...size })),
  });
  onTestFinished(() => logs.close());
  const feed = createRunFeed(store, {
    clock: { elapsed: () => 0, pause: async () => undefined },
    sizeOf: (run, stream) => logs.size(run, stream),
  });
  rings.push((stream) => feed.grown(stream));
  const run = await store.write((transaction) =>
    transaction.createRun({
      kind: 'restart',
      version: 1,
      title: 'restart',
      input: {},
      practice: false,
      targets: ['site'],
      revertsRunId: null,
      createdAt: 1,
    }),
  );
  return { store, logs, feed, run, reading: createLogReading({ reader: store, logs }) };
}

it('a follower of a run hears of each of its logs, and how long they are', async () => {
  const { store, logs, feed, run } = await scene();
  const reader = readFeed(feed, `run:${run}`);
  await reader.catchUp();
  logs.append(run, line);
  logs.append(run, line);
  const rung = await reader.next();
  expect(rung.rows.at(-1)).toMatchObject({
    collection: 'log',
    id: `${run}/log-of-restart`,
    row: { form: 'lines', isOwn: true, lines: 2 },
  });
  logs.output(run, 'worker').write('out\n', 0);
  await expect.poll(() => store.logStreams(run)).toHaveLength(2);
  const [snapshot] = await readFeed(feed, `run:${run}`).catchUp();
  const told = snapshot!.rows.filter(({ collection }) => collection === 'log').map(({ row }) => row);
  expect(told).toContainEqual({
    runId: run,
    name: 'worker',
    form: 'raw',
    isOwn: false,
    lines: 1,
    sizeBytes: 4,
  });
});

it('who follows after the log was closed is told how long it is by its files', async () => {
  const { store, logs, feed, run } = await scene();
  logs.append(run, line);
  logs.append(run, line);
  logs.close();
  await expect.poll(() => store.logStreams(run)).toHaveLength(1);
  const [snapshot] = await readFeed(feed, `run:${run}`).catchUp();
  expect(snapshot!.rows.at(-1)).toMatchObject({ collection: 'log', row: { lines: 2 } });
});

it('a log is read by its name, the own one without; one that is not there is refused by name', async () => {
  const { store, logs, reading, run } = await scene();
  const call = callOf('in-process');
  const range = { run, from: 1, limit: 10 };
  expect(await reading.logs(range, call)).toEqual([]);
  logs.output(run, 'worker').write('out\n', 0);
  logs.append(run, line);
  await expect.poll(() => store.logStreams(run)).toHaveLength(2);
  expect(await reading.logs(range, call)).toMatchObject([{ seq: 1, message: { en: 'one' } }]);
  expect(await reading.output({ ...range, stream: 'worker' }, call)).toEqual([{ seq: 1, text: 'out' }]);
  for (const asked of [
    () => reading.logs({ ...range, stream: 'worker' }, call),
    () => reading.output({ ...range, stream: 'other' }, call),
  ]) {
    await expect(asked()).rejects.toMatchObject({ code: 'LOG_NOT_FOUND', data: { run } });
  }
  await expect(reading.logs({ ...range, run: '0042' }, call)).rejects.toMatchObject({
    code: 'RUN_NOT_FOUND',
  });
});
