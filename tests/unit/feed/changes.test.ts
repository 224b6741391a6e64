import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../../src-main/adapters/sqlite/run-store.ts';
import type { StepState } from '../../../src-main/contract/run.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { type StepModel, untouched } from '../../../src-main/runner/model.ts';
import { idsOf as ids, readFeed as read } from '../../support/read-feed.ts';
import { createRunFeed, type RunFeed } from '../../support/run-feed.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { shape } from '../runner/shapes.ts';

const progress = { done: 3, total: 10, unit: 'chunk' };

const stepModel = (key: string, state: StepState = 'pending'): StepModel => ({
  ...shape(key, { title: verbatim(`Step ${key}`), group: 'test' }),
  ...untouched,
  state,
});

interface Fixture {
  readonly store: SqliteRunStore;
  readonly database: Database.Database;
  readonly pauses: number[];
  feed(instanceId?: string): RunFeed;
  createRun(target?: string): Promise<string>;
  saveSteps(run: string, keys: readonly string[], state?: StepState): Promise<void>;
}

function openFixture(): Fixture {
  const database = openDatabase(join(temporaryDirectory(), 'sitewright.db'));
  onTestFinished(() => void database.close());
  const store = new SqliteRunStore(database, (text) => text);
  const pauses: number[] = [];
  let now = 0;
  const clock = {
    elapsed: () => now,
    pause: async (durationMs: number) => {
      pauses.push(durationMs);
      now += durationMs;
    },
  };
  return {
    store,
    database,
    pauses,
    feed: (instanceId = 'instance-1') => createRunFeed(store, { clock, instanceId }),
    createRun: (target = 'site') =>
      store.write((transaction) =>
        transaction.createRun({
          kind: 'configure',
          version: 1,
          title: `run on ${target}`,
          input: {},
          practice: false,
          targets: [target],
          revertsRunId: null,
          createdAt: 1,
        }),
      ),
    saveSteps: (run, keys, state) =>
      store.write((transaction) =>
        keys.forEach((key, index) =>
          transaction.saveStep(run, stepModel(key, state), { position: index, message: null }),
        ),
      ),
  };
}

describe('following the index', () => {
  it('starts with one reset that holds every run, and is complete', async () => {
    const fixture = openFixture();
    await fixture.createRun('a');
    await fixture.createRun('b');
    const batches = await read(fixture.feed(), 'index').catchUp();
    expect(batches.map(({ reset, complete }) => ({ reset, complete }))).toEqual([
      { reset: true, complete: true },
    ]);
    expect(ids(batches)).toEqual(['0001', '0002']);
  });

  it('tells an empty store as a reset without rows', async () => {
    expect(await read(openFixture().feed(), 'index').next()).toMatchObject({
      reset: true,
      complete: true,
      rows: [],
    });
  });

  it('goes on from a cursor with only what is newer', async () => {
    const fixture = openFixture();
    await fixture.createRun('a');
    const [first] = await read(fixture.feed(), 'index').catchUp();
    await fixture.createRun('b');
    const [second] = await read(fixture.feed(), 'index', first!.cursor).catchUp();
    expect({ reset: second!.reset, ids: ids([second!]) }).toEqual({ reset: false, ids: ['0002'] });
  });

  it('answers a cursor that misses nothing with an empty complete batch', async () => {
    const fixture = openFixture();
    await fixture.createRun('a');
    const [first] = await read(fixture.feed(), 'index').catchUp();
    expect(await read(fixture.feed(), 'index', first!.cursor).next()).toMatchObject({
      reset: false,
      complete: true,
      rows: [],
    });
  });

  it('keeps its cursor when the owner is another process of the same home', async () => {
    const fixture = openFixture();
    await fixture.createRun('a');
    const [first] = await read(fixture.feed('one'), 'index').catchUp();
    expect(await read(fixture.feed('two'), 'index', first!.cursor).next()).toMatchObject({
      reset: false,
      rows: [],
    });
  });

  it('sends what is committed while it waits', async () => {
    const fixture = openFixture();
    const reader = read(fixture.feed(), 'index');
    await reader.catchUp();
    const next = reader.next();
    await fixture.createRun('a');
    expect(ids([await next])).toEqual(['0001']);
  });
});

describe('a cursor that cannot be continued', () => {
  it.each([
    ['of another topic', (cursor: string) => recoded(cursor, (parts) => void (parts[0] = 'run:0001'))],
    ['of another store', (cursor: string) => recoded(cursor, (parts) => void (parts[1] = 'elsewhere'))],
    ['ahead of the head', (cursor: string) => recoded(cursor, (parts) => void (parts[2] = 999))],
  ])('is answered with exactly one reset when it is %s', async (_, change) => {
    const fixture = openFixture();
    await fixture.createRun('a');
    const [first] = await read(fixture.feed(), 'index').catchUp();
    const reader = read(fixture.feed(), 'index', change(first!.cursor));
    const batches = await reader.catchUp();
    await fixture.createRun('b');
    batches.push(await reader.next());
    expect(batches.map(({ reset }) => reset)).toEqual([true, false]);
    expect(ids(batches)).toEqual(['0001', '0002']);
  });

  it.each([
    ['malformed', 'not a cursor'],
    ['empty', ''],
    ['of another shape', Buffer.from('[1,2,3]').toString('base64url')],
  ])('is refused when it is %s, because no batch had it', async (_, cursor) => {
    const fixture = openFixture();
    await expect(read(fixture.feed(), 'index', cursor).next()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      data: { fields: ['cursor'] },
    });
  });

  it('is answered with one reset when the tombstones it needs are pruned', async () => {
    const fixture = openFixture();
    await fixture.createRun('a');
    const [first] = await read(fixture.feed(), 'index').catchUp();
    await fixture.createRun('b');
    fixture.database.exec('UPDATE store SET pruned_revision = revision');
    const reader = read(fixture.feed(), 'index', first!.cursor);
    const batches = await reader.catchUp();
    await fixture.createRun('c');
    batches.push(await reader.next());
    expect(batches.map(({ reset }) => reset)).toEqual([true, false]);
  });

  it('makes a follower that reads slowly start over when tombstones are pruned meanwhile', async () => {
    const fixture = openFixture();
    await fixture.createRun('a');
    const reader = read(fixture.feed(), 'index');
    await reader.catchUp();
    await fixture.createRun('b');
    fixture.database.exec('UPDATE store SET pruned_revision = revision');
    expect(await reader.next()).toMatchObject({ reset: true, complete: true });
  });

  it('starts over once for volatile rows when a run is followed in another process', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    const [first] = await read(fixture.feed('one'), `run:${run}`).catchUp();
    expect(await read(fixture.feed('two'), `run:${run}`, first!.cursor).next()).toMatchObject({
      reset: true,
    });
  });
});

function recoded(cursor: string, change: (parts: unknown[]) => void): string {
  const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
  change(parts);
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

describe('pages', () => {
  it('end at a revision border, lose nothing, and only the last is complete', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    const keys = Array.from({ length: 1_400 }, (_, index) => `s${index}`);
    for (let from = 0; from < keys.length; from += 70) {
      await fixture.saveSteps(run, keys.slice(from, from + 70));
    }
    const batches = await read(fixture.feed(), `run:${run}`).catchUp();
    expect(batches.length).toBeGreaterThan(2);
    expect(batches.map(({ complete }) => complete).indexOf(true)).toBe(batches.length - 1);
    expect(batches.map(({ reset }) => reset)).toEqual(batches.map((_, index) => index === 0));
    expect(new Set(ids(batches))).toEqual(new Set([run, ...keys.map((key) => `${run}/${key}`)]));
    for (const { rows } of batches.slice(0, -1)) {
      const last = Math.max(...rows.map(({ row }) => (row as { revision: number }).revision));
      const sameRevision = fixture.store.stepRows(run).filter(({ revision }) => revision === last);
      expect(sameRevision.every(({ key }) => rows.some(({ id }) => id === `${run}/${key}`))).toBe(true);
    }
  });

  it('keep together what one transaction wrote, however much', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    await fixture.saveSteps(
      run,
      Array.from({ length: 1_200 }, (_, index) => `s${index}`),
    );
    const batches = await read(fixture.feed(), `run:${run}`).catchUp();
    expect(batches.map(({ rows }) => rows.length)).toEqual([1_201]);
  });

  it('can be continued from the cursor of any page', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    for (let index = 0; index < 600; index += 1) {
      await fixture.saveSteps(run, [`s${index}`]);
    }
    const first = await read(fixture.feed(), `run:${run}`).next();
    expect(first.complete).toBe(false);
    const rest = await read(fixture.feed(), `run:${run}`, first.cursor).catchUp();
    expect(rest.map(({ reset }) => reset)).toEqual([false]);
    expect(new Set(ids([first, ...rest])).size).toBe(601);
  });

  it('lose no row that changes while they are read', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    for (let index = 0; index < 1_100; index += 1) {
      await fixture.saveSteps(run, [`s${index}`]);
    }
    const reader = read(fixture.feed(), `run:${run}`);
    const states = new Map<string, unknown>();
    for (let complete = false; !complete;) {
      const batch = await reader.next();
      for (const { id, row } of batch.rows) {
        states.set(id, row);
      }
      complete = batch.complete;
      if (!complete) {
        await fixture.saveSteps(run, ['s5', 's700', 's1099'], 'succeeded');
      }
    }
    const expected = fixture.store.stepRows(run).map((row) => [`${run}/${row.key}`, row] as const);
    states.delete(run);
    expect(states).toEqual(new Map(expected));
  });
});

describe('batches while following', () => {
  it('merge what was committed since the follower last read', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    const reader = read(fixture.feed(), `run:${run}`);
    await reader.catchUp();
    await fixture.saveSteps(run, ['a'], 'pending');
    await fixture.saveSteps(run, ['a'], 'running');
    await fixture.saveSteps(run, ['a', 'b'], 'succeeded');
    const batch = await reader.next();
    expect(batch.rows.map(({ id, row }) => [id, (row as { state: string }).state])).toEqual([
      [`${run}/a`, 'succeeded'],
      [`${run}/b`, 'succeeded'],
    ]);
  });

  it('come at most ten times a second', async () => {
    const fixture = openFixture();
    const reader = read(fixture.feed(), 'index');
    await reader.catchUp();
    for (const target of ['a', 'b', 'c']) {
      await fixture.createRun(target);
      await reader.next();
    }
    expect(fixture.pauses).toEqual([100, 100, 100]);
  });

  it('keep quiet about other runs', async () => {
    const fixture = openFixture();
    const [one, other] = [await fixture.createRun('a'), await fixture.createRun('b')];
    const reader = read(fixture.feed(), `run:${one}`);
    await reader.catchUp();
    await fixture.saveSteps(other, ['x']);
    const next = reader.next();
    await fixture.saveSteps(other, ['y']);
    await fixture.saveSteps(one, ['z']);
    expect(ids([await next])).toEqual([`${one}/z`]);
  });

  it('tell what was removed', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    const reader = read(fixture.feed(), 'index');
    const [first] = await reader.catchUp();
    await fixture.store.write(() => {
      fixture.database
        .exec(`DELETE FROM hold; DELETE FROM run WHERE id = '${run}'; UPDATE store SET revision = revision + 1;
        INSERT INTO tombstone SELECT 'run', '${run}', 'index', revision FROM store`);
    });
    const gone = [{ collection: 'run', id: run, row: null }];
    expect((await reader.next()).rows).toEqual(gone);
    expect((await read(fixture.feed(), 'index', first!.cursor).next()).rows).toEqual(gone);
  });

  it('tell who follows a run that it was deleted, also after a while away', async () => {
    const fixture = openFixture();
    const [run, other] = [await fixture.createRun('a'), await fixture.createRun('b')];
    const reader = read(fixture.feed(), `run:${run}`);
    const beside = read(fixture.feed(), `run:${other}`);
    const [first] = await reader.catchUp();
    await beside.catchUp();
    await fixture.store.write((tx) => tx.endUnreadable(run, 2));
    await fixture.store.write((tx) => tx.removeRun(run));
    const gone = { collection: 'run', id: run, row: null };
    expect((await reader.next()).rows).toEqual([gone]);
    expect((await read(fixture.feed(), `run:${run}`, first!.cursor).next()).rows).toEqual([gone]);
    const next = beside.next();
    await fixture.saveSteps(other, ['x']);
    expect(ids([await next])).toEqual([`${other}/x`]);
  });

  it('lose nothing while many writers commit', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    const reader = read(fixture.feed(), `run:${run}`);
    await reader.catchUp();
    const keys = Array.from({ length: 300 }, (_, index) => `s${index}`);
    const writing = Promise.all(
      keys.map(async (key, index) => {
        for (let turn = 0; turn < index % 7; turn += 1) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        await fixture.saveSteps(run, [key], 'succeeded');
      }),
    );
    const seen = new Set<string>();
    while (seen.size < keys.length) {
      for (const id of ids([await reader.next()])) {
        seen.add(id);
      }
    }
    await writing;
    expect(seen).toEqual(new Set(keys.map((key) => `${run}/${key}`)));
  });
});

describe('live progress', () => {
  it('gives a new follower the last value', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    await fixture.saveSteps(run, ['iso'], 'running');
    const feed = fixture.feed();
    feed.progress(run, 'iso', { ...progress, done: 1 });
    feed.progress(run, 'iso', progress);
    const [batch] = await read(feed, `run:${run}`).catchUp();
    expect(batch!.rows.at(-1)).toEqual({
      collection: 'progress',
      id: `${run}/iso`,
      row: { runId: run, step: 'iso', progress },
    });
  });

  it('follows without a commit, and is merged to the last value', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    await fixture.saveSteps(run, ['iso'], 'running');
    const feed = fixture.feed();
    const reader = read(feed, `run:${run}`);
    await reader.catchUp();
    feed.progress(run, 'iso', { ...progress, done: 1 });
    feed.progress(run, 'iso', progress);
    expect((await reader.next()).rows).toMatchObject([
      { collection: 'progress', row: { progress: { done: 3 } } },
    ]);
  });

  it('is taken back when the step ends', async () => {
    const fixture = openFixture();
    const run = await fixture.createRun();
    await fixture.saveSteps(run, ['iso'], 'running');
    const feed = fixture.feed();
    feed.progress(run, 'iso', progress);
    const reader = read(feed, `run:${run}`);
    await reader.catchUp();
    await fixture.saveSteps(run, ['iso'], 'succeeded');
    expect((await reader.next()).rows).toMatchObject([
      { collection: 'step', row: { state: 'succeeded' } },
      { collection: 'progress', id: `${run}/iso`, row: null },
    ]);
    expect(ids(await read(feed, `run:${run}`).catchUp())).toEqual([run, `${run}/iso`]);
  });

  it('does not reach followers of the index or of other runs', async () => {
    const fixture = openFixture();
    const [one, other] = [await fixture.createRun('a'), await fixture.createRun('b')];
    const feed = fixture.feed();
    feed.progress(one, 'iso', progress);
    const batches = [
      ...(await read(feed, 'index').catchUp()),
      ...(await read(feed, `run:${other}`).catchUp()),
    ];
    expect(batches.flatMap(({ rows }) => rows).filter(({ collection }) => collection === 'progress')).toEqual(
      [],
    );
  });
});

describe('ending', () => {
  it('an abort ends a follower that waits, quietly', async () => {
    const reader = read(openFixture().feed(), 'index');
    await reader.catchUp();
    const waiting = reader.next().catch((thrown: unknown) => thrown);
    expect(await reader.stop()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual(new Error('the feed ended'));
  });

  it('an ended follower is called no more', async () => {
    const fixture = openFixture();
    let listening = 0;
    const feed = createRunFeed(fixture.store, {
      onCommit: () => {
        listening += 1;
        return () => {
          listening -= 1;
        };
      },
      clock: { elapsed: () => 0, pause: async () => undefined },
    });
    const reader = read(feed, 'index');
    await reader.catchUp();
    expect(listening).toBe(1);
    await reader.stop();
    expect(listening).toBe(0);
  });

  it('followers who stand at the same place are given one reading, until something is committed', async () => {
    const fixture = openFixture();
    await fixture.createRun();
    const read = (): unknown => fixture.store.changedRuns(0, 500);
    const first = read();
    expect(read()).toBe(first);
    await fixture.createRun('elsewhere');
    expect(read()).toMatchObject({ rows: [{ id: '0001' }, { id: '0002' }] });
  });

  it('a topic that nobody declared is refused by name', async () => {
    const feed = openFixture().feed();
    for (const topic of ['indexes', 'index:', 'pods:prod', 'run', '']) {
      await expect(read(feed, topic).next()).rejects.toMatchObject({
        code: 'TOPIC_UNKNOWN',
        category: 'notFound',
        data: { topic },
      });
    }
  });

  it('a run that is not there is refused by name', async () => {
    await expect(read(openFixture().feed(), 'run:0042').next()).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    });
  });
});
