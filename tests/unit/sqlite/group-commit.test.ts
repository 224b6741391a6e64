import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GroupCommit } from '../../../src-main/adapters/sqlite/group-commit.ts';
import { StoreDatabase } from '../../../src-main/adapters/sqlite/store-database.ts';
import { AppError } from '../../../src-main/contract/errors.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

interface Scene {
  readonly commit: GroupCommit;
  readonly database: StoreDatabase;
  readonly add: (value: number) => () => void;
  readonly values: () => readonly unknown[];
}

/** A store that may grow to so many pages: SQLite's own way to be full. */
function scene(): Scene {
  const database = new StoreDatabase(join(temporaryDirectory(), 'store.db'));
  onTestFinished(() => void database.close());
  database.exec('CREATE TABLE kept (value INTEGER, ballast BLOB)');
  const insert = database.prepare('INSERT INTO kept VALUES (?, zeroblob(?))');
  return {
    commit: new GroupCommit(database, () => undefined),
    database,
    add: (value) => () => void insert.run(value, value > 100 ? 100_000 : 1),
    values: () => database.prepare('SELECT value FROM kept ORDER BY value').pluck().all(),
  };
}

describe('a commit that fails', () => {
  it('ends the writers that were there, takes nothing of theirs, and leaves the store good for the next', async () => {
    const { commit, database, add, values } = scene();
    const writer = commit.writer();
    await writer.write(add(1));
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`);
    const full = { code: 'DISK_FULL', data: { path: database.name } };
    await expect(Promise.all([writer.write(add(2)), writer.write(add(101))])).rejects.toMatchObject(full);
    expect(writer.isOver()).toBe(true);
    database.pragma('max_page_count = 100000');
    await expect(writer.write(add(3))).rejects.toMatchObject(full);
    const next = commit.writer();
    await next.write(add(4));
    expect([next.isOver(), values()]).toEqual([false, [1, 4]]);
  });

  it('of who keeps nothing in memory ends nobody else', async () => {
    const { commit, database, add, values } = scene();
    const writer = commit.writer();
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`);
    await expect(commit.write(add(101))).rejects.toMatchObject({ code: 'DISK_FULL' });
    await writer.write(add(5));
    expect([writer.isOver(), values()]).toEqual([false, [5]]);
  });

  // Windows removes no file that is open.
  it.skipIf(process.platform === 'win32')(
    'is one into a file that was removed or replaced since: nobody would find it again',
    async () => {
      const { commit, database, add } = scene();
      const gone = { code: 'DATABASE_UNUSABLE', data: { path: database.name } };
      await commit.write(add(1));
      rmSync(database.name);
      await expect(commit.write(add(2))).rejects.toMatchObject(gone);
      writeFileSync(database.name, '');
      await expect(commit.write(add(3))).rejects.toMatchObject(gone);
    },
  );

  it('is not one mutation that is refused: the others of its transaction stay', async () => {
    const { commit, add, values } = scene();
    const writer = commit.writer();
    const refused = writer.write(() => {
      add(6)();
      throw new AppError('TARGET_HELD', { zh: '被占用', en: 'held' });
    });
    const [held] = await Promise.allSettled([refused, writer.write(add(7))]);
    expect(held).toMatchObject({ status: 'rejected', reason: { code: 'TARGET_HELD' } });
    expect([writer.isOver(), values()]).toEqual([false, [7]]);
  });
});
