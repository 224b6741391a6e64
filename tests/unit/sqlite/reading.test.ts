import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase, openDatabaseForReading } from '../../../src-main/adapters/sqlite/open-database.ts';
import type { StoreDatabase } from '../../../src-main/adapters/sqlite/store-database.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const namesBeside = (path: string): string[] => readdirSync(dirname(path)).sort();

/** A home's database of which an owner was the last to take leave. */
function leftInOrder(): string {
  const path = join(temporaryDirectory(), 'sitewright.db');
  openDatabase(path).close();
  return path;
}

function openReader(path: string): StoreDatabase {
  const reader = openDatabaseForReading(path);
  if (reader === null) {
    throw new Error('there is a database');
  }
  onTestFinished(() => void reader.close());
  return reader;
}

const count = (database: StoreDatabase): unknown =>
  database.prepare('SELECT count(*) FROM site_key').pluck().get();

describe('a reader of the database', () => {
  it('leaves nothing beside it', () => {
    const path = leftInOrder();
    const reader = openReader(path);
    expect(count(reader)).toBe(0);
    reader.close();
    expect(namesBeside(path)).toEqual(['sitewright.db']);
  });

  it('writes nothing', () => {
    const reader = openReader(leftInOrder());
    expect(() => reader.exec('DELETE FROM site_key')).toThrow(/readonly|read-only|read only/i);
  });

  it('takes nothing from the owner when it closes, and sees what the owner has written', () => {
    const path = leftInOrder();
    const owner = openDatabase(path);
    onTestFinished(() => void owner.close());
    const first = openReader(path);
    owner.exec('CREATE TABLE kept (value INTEGER) STRICT; INSERT INTO kept VALUES (7)');
    first.close();
    const second = openReader(path);
    expect(second.prepare('SELECT value FROM kept').pluck().all()).toEqual([7]);
    owner.exec('INSERT INTO kept VALUES (8)');
    expect(second.prepare('SELECT value FROM kept').pluck().all()).toEqual([7, 8]);
    second.close();
    owner.close();
    expect(namesBeside(path)).toEqual(['sitewright.db']);
  });
});
