import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRunFolders } from '../../../src-main/adapters/files/run-folders.ts';
import { openDatabase } from '../../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../../src-main/adapters/sqlite/run-store.ts';
import type { StoreDatabase } from '../../../src-main/adapters/sqlite/store-database.ts';
import { knownSites } from '../../../src-main/services/machine/known-sites.ts';
import { createRunRemoval, type RunRemoval } from '../../../src-main/services/runs/remove-runs.ts';
import { addRuns, runId, type AddedRun } from '../../support/many-runs.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

interface Fixture {
  readonly database: StoreDatabase;
  readonly store: SqliteRunStore;
  readonly removal: RunRemoval;
  /** Where a run's files lie. */
  readonly folderOf: (id: string) => string;
  readonly ids: (request: Parameters<SqliteRunStore['runPage']>[0]) => readonly string[];
}

function openFixture(runs: Iterable<AddedRun>): Fixture {
  const directory = temporaryDirectory();
  const runsDirectory = join(directory, 'runs');
  const database = openDatabase(join(directory, 'sitewright.db'));
  onTestFinished(() => void database.close());
  addRuns(database, runs);
  const folders = createRunFolders(runsDirectory);
  const store = new SqliteRunStore(database, (text) => text, folders);
  return {
    database,
    store,
    removal: createRunRemoval({ store, database, folders, logs: { letGo: () => undefined } }),
    folderOf: (id) => join(runsDirectory, id),
    ids: (request) => store.runPage(request).runs.map(({ id }) => id),
  };
}

const numbered = (count: number, of: (number: number) => Partial<AddedRun> = () => ({})): AddedRun[] =>
  Array.from({ length: count }, (_, index) => ({ number: index + 1, ...of(index + 1) }));

const newRun = (targets: readonly string[] = []) => ({
  kind: 'configure',
  version: 1,
  title: 'new',
  input: {},
  practice: true,
  targets,
  revertsRunId: null,
  createdAt: 1,
});

describe('the list of runs', () => {
  it('has the newest first also past 9999, page after page, each run once', () => {
    const { store } = openFixture(numbered(25, (number) => ({ number: 9_985 + number })));
    const seen: string[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const page = store.runPage(after === undefined ? { limit: 10 } : { limit: 10, after });
      seen.push(...page.runs.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => String(10_010 - index)));
  });

  it('is narrowed by kind, state, practice and target, and counts the states of what fits the rest', () => {
    const { store, ids } = openFixture([
      { number: 1, state: 'failed', targets: ['smartx:10.0.20.10'] },
      { number: 2, kind: 'restart', practice: true },
      { number: 3, state: 'waiting', practice: true, targets: ['practice:own', 'x'] },
    ]);
    expect(ids({ kinds: ['restart'] })).toEqual(['0002']);
    expect(ids({ states: ['failed', 'waiting'] })).toEqual(['0003', '0001']);
    expect(ids({ practice: false })).toEqual(['0001']);
    expect(ids({ target: 'practice:own' })).toEqual(['0003']);
    const page = store.runPage({ practice: true, states: ['waiting'] });
    expect(page).toMatchObject({
      counts: { waiting: 1, succeeded: 1 },
      total: 3,
      kinds: ['configure', 'restart'],
      next: null,
    });
  });

  it('is found by every word, in its number, its title, its targets, or the name of its kind', () => {
    const { ids } = openFixture([
      { number: 1, title: '示例客户 · DEMO-Cls01', targets: ['smartx:10.0.20.10'] },
      { number: 2, title: 'Other · demo-cls02' },
      { number: 3, kind: 'restart', title: 'Demo' },
    ]);
    const word = (text: string, kinds: readonly string[] = []) => ({ text, kinds: [...kinds] });
    expect(ids({ words: [word('DEMO-cls')] })).toEqual(['0002', '0001']);
    expect(ids({ words: [word('示例'), word('20.10')] })).toEqual(['0001']);
    expect(ids({ words: [word('demo'), word('restart workloads', ['restart'])] })).toEqual(['0003']);
    expect(ids({ words: [word('0002')] })).toEqual(['0002']);
    expect(ids({ words: [word('%')] })).toEqual([]);
  });
});

describe('a damaged row of the list', () => {
  it('with a state that there is not stands as waiting, in its row, the counts and the filter alike', () => {
    const { database, store, ids } = openFixture(numbered(3));
    database.prepare(`UPDATE run SET state = 'broken' WHERE id = '0002'`).run();
    const page = store.runPage({});
    expect(page).toMatchObject({
      counts: { succeeded: 2, waiting: 1 },
      runs: [{}, { id: '0002', state: 'waiting' }, {}],
    });
    expect(page.runs[1]).toMatchObject({
      allows: ['cancel'],
      damaged: { en: expect.stringContaining('0002') as string },
    });
    expect([ids({ states: ['waiting'] }), ids({ states: ['succeeded'] })]).toEqual([
      ['0002'],
      ['0003', '0001'],
    ]);
  });

  it('has the state that it is counted under, says that it is damaged, and can be deleted once it has ended', async () => {
    const { database, store, removal, ids } = openFixture([
      { number: 1 },
      { number: 2, state: 'failed', targets: ['x'] },
    ]);
    database.prepare(`UPDATE run SET counts = '{', questions = 'x', targets = '[' WHERE id = '0002'`).run();
    const page = store.runPage({ states: ['failed'] });
    expect(page).toMatchObject({
      counts: { succeeded: 1, failed: 1 },
      runs: [{ id: '0002', state: 'failed', waiting: null }],
    });
    expect(page.runs[0]?.damaged?.en).toContain('can be deleted');
    expect(ids({ target: 'x' })).toEqual([]);
    await removal.remove(['0002']);
    expect(ids({})).toEqual(['0001']);
  });
});

describe('the sites of all runs', () => {
  it('are counted once for a run on several objects of them, and found by their name', () => {
    const { store, ids } = openFixture([
      { number: 1, targets: ['k8s:1#web', 'k8s:1#db'] },
      { number: 2, targets: ['k8s:1'] },
      { number: 3, targets: ['k8s:11#web'] },
    ]);
    const seen = store.runSites().map(({ target, count, latest }) => [target, count, latest.id]);
    expect(seen).toEqual([
      ['k8s:11', 1, '0003'],
      ['k8s:1', 2, '0002'],
    ]);
    expect(ids({ target: 'k8s:1' })).toEqual(['0002', '0001']);
    expect(ids({ target: 'k8s:1#web' })).toEqual(['0001']);
  });

  it('come with their latest run and how many there are, that of the latest run first', () => {
    const { store } = openFixture([
      { number: 1, targets: ['old', 'both'] },
      { number: 9_999, targets: ['both'] },
      { number: 10_000, targets: ['second', 'both', 'first'] },
    ]);
    const seen = store.runSites().map(({ target, count, latest }) => [target, count, latest.id]);
    expect(seen).toEqual([
      ['second', 1, '10000'],
      ['both', 3, '10000'],
      ['first', 1, '10000'],
      ['old', 1, '0001'],
    ]);
  });

  it('carry the identity that the latest run to read it saw', () => {
    const { database, store } = openFixture(numbered(4, () => ({ targets: ['site'] })));
    const identify = database.prepare('UPDATE run SET identity = ?, first_targets = targets WHERE id = ?');
    identify.run('{"site":["former"]}', '0001');
    identify.run('{"site":["now"]}', '0003');
    expect(store.runSites()).toMatchObject([{ latest: { id: '0004', identity: null }, identity: ['now'] }]);
  });

  it('carry what belongs to them alone, also where a run was made on several', () => {
    const { database, store } = openFixture([
      { number: 1, title: 'First', targets: ['first'] },
      { number: 2, title: 'All of them', targets: ['first', 'second'] },
    ]);
    const identify = database.prepare('UPDATE run SET identity = ?, first_targets = targets WHERE id = ?');
    identify.run('{"first":["a"],"second":["b"]}', '0002');
    const [first, second] = store.runSites();
    expect(first).toMatchObject({ target: 'first', identity: ['a'], alone: { id: '0001' } });
    expect(second).toMatchObject({ target: 'second', identity: ['b'], alone: null });
    expect(knownSites(store, []).map(({ subject }) => subject.name)).toEqual(['First', 'second']);
  });

  it('are those that a row of the list carries, and those of a damaged run are left out', () => {
    const many = Array.from({ length: 30 }, (_, index) => `node-${index}`);
    const { database, store } = openFixture([
      { number: 1, targets: many },
      { number: 2, targets: ['lost'] },
    ]);
    database.prepare(`UPDATE run SET targets = '[' WHERE id = '0002'`).run();
    expect(store.runSites().map(({ target }) => target)).toEqual(many.slice(0, 20));
  });
});

describe('deleting runs', () => {
  it('takes everything of them: rows and files; and gives their numbers to nobody', async () => {
    const { database, store, removal, folderOf, ids } = openFixture(numbered(3));
    mkdirSync(join(folderOf('0003'), 'logs'), { recursive: true });
    writeFileSync(join(folderOf('0003'), 'logs', 'stage.log'), 'line\n');
    const before = store.facts().revision;
    await removal.remove(['0003', '0002']);
    expect(ids({})).toEqual(['0001']);
    expect(existsSync(folderOf('0003'))).toBe(false);
    const left = database.prepare('SELECT count(*) FROM attempt').pluck().get();
    expect(left).toBe(1);
    const removed = database.prepare(
      'SELECT collection, id, topic FROM tombstone WHERE revision > ? ORDER BY id',
    );
    expect(removed.all(before)).toEqual([
      { collection: 'run', id: '0002', topic: 'index' },
      { collection: 'run', id: '0003', topic: 'index' },
    ]);
    expect(await store.write((tx) => tx.createRun(newRun()))).toBe('0004');
  });

  it.each(['pending', 'running', 'waiting', 'canceling'] as const)(
    'deletes none of them when one is %s',
    async (state) => {
      const { removal, ids } = openFixture([{ number: 1 }, { number: 2, state }]);
      await expect(removal.remove(['0001', '0002'])).rejects.toMatchObject({
        code: 'RUN_STATE',
        data: { run: '0002' },
      });
      expect(ids({})).toEqual(['0002', '0001']);
    },
  );

  it('refuses a run that another one reverts, unless both go', async () => {
    const { removal, ids } = openFixture([{ number: 1 }, { number: 2, reverts: '0001' }]);
    await expect(removal.remove(['0001'])).rejects.toMatchObject({
      code: 'RUN_STATE',
      data: { run: '0001', revertedBy: '0002' },
    });
    await removal.remove(['0001', '0002']);
    expect(ids({})).toEqual([]);
    await expect(removal.remove(['0001'])).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  });

  it('removes at the next start the folder that was left, and no folder of another run', async () => {
    const { removal, folderOf } = openFixture(numbered(2));
    await removal.remove(['0002']);
    for (const id of ['0001', '0002']) {
      mkdirSync(folderOf(id), { recursive: true });
    }
    removal.removeLeftFolders(() => expect.unreachable());
    expect([existsSync(folderOf('0001')), existsSync(folderOf('0002'))]).toEqual([true, false]);
  });

  it('remembers the last thousand deletions one by one; who was away for more is told everything anew', async () => {
    const { database, store, removal } = openFixture(numbered(1_003));
    await Promise.all(Array.from({ length: 1_002 }, (_, index) => removal.remove([runId(index + 1)])));
    const tombstones = database.prepare('SELECT count(*), min(id) FROM tombstone').raw().get();
    expect(tombstones).toEqual([1_000, '0003']);
    const { revision, prunedRevision } = store.facts();
    expect(revision - prunedRevision).toBe(1_000);
  });
});
