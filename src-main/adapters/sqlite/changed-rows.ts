import type Database from 'better-sqlite3';
import type { ChangedPage, ChangeRow, Collection } from '../../contract/feed.ts';
import { createReadAll, type ReadAll } from './read-all.ts';

/** A table whose rows carry the revision of the transaction that wrote them, as a topic tells it. */
export interface RevisedTable {
  readonly collection: Collection;
  readonly table: string;
  /** Columns to read: `*` or names. */
  readonly columns: string;
  /**
   * Which of its rows belong to the topic, as a column and its value; all of them without. With the column `id` that is one
   * row, whose removal is told here as well as in the topic that its tombstone names.
   */
  readonly of?: { readonly column: string; readonly value: string };
  /** The order of rows that one transaction wrote. */
  readonly order?: string;
  /** The row as the feed tells it, with its id in the collection. */
  toChange(record: unknown): ChangeRow;
}

/** Reads pages of what changed in tables, and of what was removed from them. */
export type ReadChanged = (
  topic: string,
  tables: readonly RevisedTable[],
  range: { readonly from: number; readonly limit: number },
) => ChangedPage;

const filterOf = ({ of }: RevisedTable): string => (of === undefined ? '' : ` AND ${of.column} = ?`);
const valuesOf = ({ of }: RevisedTable): readonly string[] => (of === undefined ? [] : [of.value]);

const isOfTopic = '(topic = ? OR (collection = ? AND id = ?))';
const removedSql = `SELECT collection, id FROM tombstone WHERE revision > ? AND revision <= ? AND ${isOfTopic}`;

/** The topic, and the row that it is about, as `isOfTopic` takes them. */
function removedIn(topic: string, tables: readonly RevisedTable[]): readonly (string | null)[] {
  const about = tables.find(({ of }) => of?.column === 'id');
  return [topic, about?.collection ?? null, about?.of?.value ?? null];
}

/** The revision of the row that fills a page: a page ends there, however many rows one transaction wrote. */
function borderOf(all: ReadAll, topic: string, { tables, from, limit }: Asked): number | null {
  const parts = tables.map(
    (each) => `SELECT revision FROM ${each.table} WHERE revision > ?${filterOf(each)}`,
  );
  parts.push(`SELECT revision FROM tombstone WHERE revision > ? AND ${isOfTopic}`);
  const sql = `SELECT revision FROM (${parts.join(' UNION ALL ')}) ORDER BY revision LIMIT 1 OFFSET ?`;
  const values = tables.flatMap((each) => [from, ...valuesOf(each)]);
  const [row] = all(sql, ...values, from, ...removedIn(topic, tables), limit) as { revision: number }[];
  return row?.revision ?? null;
}

interface Asked {
  readonly tables: readonly RevisedTable[];
  readonly from: number;
  readonly limit: number;
}

function pageOf(all: ReadAll, topic: string, asked: Asked & { readonly head: number }): ChangedPage {
  const { tables, from, head } = asked;
  const last = borderOf(all, topic, asked) ?? head;
  const removed = all(removedSql, from, last, ...removedIn(topic, tables)) as {
    collection: Collection;
    id: string;
  }[];
  const changed = tables.flatMap((each) => {
    const order = each.order === undefined ? '' : `, ${each.order}`;
    const sql = `SELECT ${each.columns} FROM ${each.table} WHERE revision > ? AND revision <= ?${filterOf(each)} ORDER BY revision${order}`;
    return all(sql, from, last, ...valuesOf(each)).map((record) => each.toChange(record));
  });
  // What was removed and is there again has a row as well, which counts.
  const gone = removed.map(({ collection, id }) => ({ collection, id, row: null }));
  return { rows: [...gone, ...changed], revision: last, more: last < head };
}

/**
 * Reads one store's changes. Many follow the same: what one has read at a head of the store, the others are given as
 * well. A tombstone names the topic that tells it.
 */
export function createReadChanged(database: Database.Database): ReadChanged {
  const all = createReadAll(database);
  let pages: { readonly head: number; readonly read: Map<string, ChangedPage> } = {
    head: -1,
    read: new Map(),
  };
  return (topic, tables, { from, limit }) => {
    const [facts] = all('SELECT revision FROM store') as { revision: number }[];
    const head = facts?.revision ?? 0;
    if (pages.head !== head) {
      pages = { head, read: new Map() };
    }
    const key = `${topic}/${from}/${limit}`;
    const page = pages.read.get(key) ?? pageOf(all, topic, { tables, from, limit, head });
    pages.read.set(key, page);
    return page;
  };
}
