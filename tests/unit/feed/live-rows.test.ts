import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ChangeRow } from '../../../src-main/contract/feed.ts';
import { createLiveRows, type LiveRows } from '../../../src-main/feed/live-rows.ts';

const change = (step: string, done: number | null): ChangeRow => ({
  collection: 'progress',
  id: step,
  row: done === null ? null : { runId: '0001', step, progress: { done, total: 2, unit: 'chunk' } },
});

function scene(limit?: number): { rows: LiveRows; ids: (from: number) => string[] } {
  let sequence = 0;
  const rows = createLiveRows(() => (sequence += 1), limit);
  return { rows, ids: (from) => rows.since(from, 100).entries.map((entry) => entry.change.id) };
}

describe('live rows', () => {
  it('forget the oldest removals, say up to where, and keep what is there', () => {
    const { rows, ids } = scene(4);
    const before = rows.head();
    rows.put(change('live', 1));
    const ends: number[] = [];
    for (const step of ['a', 'b', 'c', 'd', 'e']) {
      rows.put(change(step, 1));
      rows.put(change(step, null));
      ends.push(rows.head());
    }
    expect(ids(before)).toEqual(['live', 'c', 'd', 'e']);
    expect(rows.forgotten()).toBe(ends[1]);
  });

  it('do not forget a row that is there again after its removal', () => {
    const { rows, ids } = scene(1);
    const before = rows.head();
    for (const done of [1, null, 1]) {
      rows.put(change('a', done));
    }
    rows.put(change('b', 1));
    rows.put(change('b', null));
    expect(ids(before)).toEqual(['a', 'b']);
  });

  it('are told by page in the order of their last change, without what was gone before', () => {
    const { rows } = scene();
    for (const step of ['a', 'b', 'c', 'd']) {
      rows.put(change(step, 1));
    }
    rows.put(change('b', null));
    rows.put(change('a', 2));
    const first = rows.since(0, 2);
    expect([first.entries.map((entry) => entry.change.id), first.more]).toEqual([['c', 'd'], true]);
    const rest = rows.since(first.entries[1]!.sequence, 2);
    expect([rest.entries.map((entry) => entry.change.id), rest.more]).toEqual([['b', 'a'], false]);
  });

  it('are replaced by what a look found: only what differs is told', () => {
    const { rows, ids } = scene();
    const row = (step: string, done: number) => ({
      runId: '0001',
      step,
      progress: { done, total: 2, unit: 'chunk' },
    });
    const isSame = (one: { progress: unknown }, other: { progress: unknown }): boolean =>
      JSON.stringify(one.progress) === JSON.stringify(other.progress);
    rows.replace('progress', new Map([['a', row('a', 1)] as const, ['b', row('b', 1)] as const]), isSame);
    const before = rows.head();
    rows.replace('progress', new Map([['a', row('a', 1)] as const, ['c', row('c', 1)] as const]), isSame);
    expect(ids(before)).toEqual(['b', 'c']);
    expect([rows.has('progress', 'a'), rows.has('progress', 'b')]).toEqual([true, false]);
  });

  it('are told once where one that is the same is put again, and again once it was gone', () => {
    const { rows, ids } = scene();
    const row = (done: number) => ({ runId: '0001', step: 'a', progress: { done, total: 2, unit: 'chunk' } });
    const put = (told: ReturnType<typeof row> | null): void =>
      rows.put({ collection: 'progress', id: 'a', row: told }, isDeepStrictEqual);
    put(row(1));
    const before = rows.head();
    put(row(1));
    expect(ids(before)).toEqual([]);
    put(row(2));
    expect(ids(before)).toEqual(['a']);
    put(null);
    put(row(2));
    expect(rows.has('progress', 'a')).toBe(true);
  });
});
