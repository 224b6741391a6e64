import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createReadChanged, type RevisedTable } from '../../../src-main/adapters/sqlite/changed-rows.ts';
import { openDatabase } from '../../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../../src-main/adapters/sqlite/run-store.ts';
import type { TopicSource } from '../../../src-main/feed/topics.ts';
import { idsOf, readFeed } from '../../support/read-feed.ts';
import { createRunFeed } from '../../support/run-feed.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const siteSchema = z.object({ name: z.string(), nodes: z.number() });

declare module '../../../src-main/contract/feed.ts' {
  interface CollectionRows {
    readonly site: z.infer<typeof siteSchema>;
  }
}

const recordSchema = siteSchema.extend({ revision: z.number() });

/** An engine's own table beside those of the runs, written within their transactions. */
function scene() {
  const database = openDatabase(join(temporaryDirectory(), 'sitewright.db'));
  onTestFinished(() => void database.close());
  database.exec('CREATE TABLE site (name TEXT PRIMARY KEY, nodes INTEGER, revision INTEGER) STRICT');
  const store = new SqliteRunStore(database, (text) => text);
  const sites: RevisedTable = {
    collection: 'site',
    table: 'site',
    columns: '*',
    toChange(record) {
      const row = recordSchema.parse(record);
      return { collection: 'site', id: row.name, row };
    },
  };
  const readChanged = createReadChanged(database);
  const source: TopicSource = {
    prefix: 'sites',
    collections: { site: siteSchema },
    read: (_name, from, limit) => readChanged('sites', [sites], { from, limit }),
  };
  const save = database.prepare('INSERT OR REPLACE INTO site VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM site WHERE name = ?');
  const bury = database.prepare("INSERT OR REPLACE INTO tombstone VALUES ('site', ?, 'sites', ?)");
  return {
    feed: createRunFeed(store, {
      clock: { elapsed: () => 0, pause: async () => undefined },
      sources: [source],
    }),
    save: (names: readonly string[], nodes = 1) =>
      store.write((transaction) => names.forEach((name) => save.run(name, nodes, transaction.revision()))),
    remove: (name: string) =>
      store.write((transaction) => {
        remove.run(name);
        bury.run(name, transaction.revision());
      }),
  };
}

it('rows of an engine are followed as those of the runs are', async () => {
  const { feed, save, remove } = scene();
  await save(['beijing', 'shanghai']);
  const reader = readFeed(feed, 'sites');
  expect((await reader.catchUp())[0]).toMatchObject({
    reset: true,
    // What the source did not declare of a row stays behind.
    rows: [
      { collection: 'site', id: 'beijing', row: { name: 'beijing', nodes: 1 } },
      { collection: 'site', id: 'shanghai' },
    ],
  });
  await save(['beijing'], 3);
  const second = await reader.next();
  expect(second.rows).toEqual([{ collection: 'site', id: 'beijing', row: { name: 'beijing', nodes: 3 } }]);
  await remove('shanghai');
  expect((await reader.next()).rows).toEqual([{ collection: 'site', id: 'shanghai', row: null }]);
  expect((await readFeed(feed, 'sites', second.cursor).next()).rows).toHaveLength(1);
  expect(idsOf(await readFeed(feed, 'index').catchUp())).toEqual([]);
});

it('a row that was removed and is there again is there, also to who missed both', async () => {
  const { feed, save, remove } = scene();
  await save(['beijing']);
  const [before] = await readFeed(feed, 'sites').catchUp();
  await remove('beijing');
  await save(['beijing'], 2);
  const { rows } = await readFeed(feed, 'sites', before!.cursor).next();
  expect(rows.at(-1)).toMatchObject({ id: 'beijing', row: { nodes: 2 } });
});

it('pages of an engine end at a revision border, removals counted', async () => {
  const { feed, save, remove } = scene();
  const names = Array.from({ length: 700 }, (_, index) => `site-${index}`);
  await save(names.slice(0, 300));
  await save(names.slice(300));
  await remove('site-0');
  const batches = await readFeed(feed, 'sites').catchUp();
  expect(batches.map(({ rows, complete }) => [rows.length, complete])).toEqual([
    [699, false],
    [1, true],
  ]);
});
