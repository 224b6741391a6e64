import { describe, expect, it } from 'vitest';
import { groupRow, neededPx, type Column } from '../../src-renderer/components/table/columns.ts';
import { found, nextSorting, sorted } from '../../src-renderer/components/table/sorting.ts';

interface Vlan {
  readonly name: string;
  readonly id: number | null;
}

const columns: readonly Column<Vlan>[] = [
  {
    key: 'name',
    title: 'Name',
    minPx: 120,
    render: ({ name }) => name,
    sortBy: ({ name }) => name,
    foundBy: ({ name }) => name,
  },
  { key: 'id', title: 'VLAN ID', widthPx: 80, render: ({ id }) => id, sortBy: ({ id }) => id },
];
const vlans: readonly Vlan[] = [
  { name: 'vlan10', id: 30 },
  { name: 'vlan2', id: null },
  { name: 'Backup', id: 4 },
];
const names = (rows: ReturnType<typeof sorted<Vlan>>): readonly string[] =>
  rows.map((row) => ('name' in row ? row.name : row.key));

describe('a table', () => {
  it('is sorted by one column at a time: rising, falling, then as the rows came', () => {
    const rising = nextSorting(null, 'id');
    const falling = nextSorting(rising, 'id');
    expect([rising, falling, nextSorting(falling, 'id')]).toEqual([
      { key: 'id', isDown: false },
      { key: 'id', isDown: true },
      null,
    ]);
    expect(nextSorting(falling, 'name')).toEqual({ key: 'name', isDown: false });
  });

  it('sorts names by the numbers in them, and rows without a value last either way', () => {
    expect(names(sorted(vlans, columns, { key: 'name', isDown: false }))).toEqual([
      'Backup',
      'vlan2',
      'vlan10',
    ]);
    expect(names(sorted(vlans, columns, { key: 'id', isDown: false }))).toEqual([
      'Backup',
      'vlan10',
      'vlan2',
    ]);
    expect(names(sorted(vlans, columns, { key: 'id', isDown: true }))).toEqual(['vlan10', 'Backup', 'vlan2']);
  });

  it('keeps groups in the given order only', () => {
    const rows = [groupRow('a', 2, 'A'), ...vlans];
    expect(names(sorted(rows, columns, null))[0]).toBe('group a');
    expect(names(sorted(rows, columns, { key: 'name', isDown: false }))).not.toContain('group a');
  });

  it('finds rows by every word, in the columns that are searched', () => {
    expect(names(found(vlans, columns, 'VLAN 1'))).toEqual(['vlan10']);
    expect(names(found(vlans, columns, ' '))).toHaveLength(3);
    expect(found(vlans, columns, '30')).toEqual([]);
  });

  it('needs the widths of its columns, those that a person gave before those that are declared', () => {
    expect(neededPx(columns, {})).toBe(200);
    expect(neededPx(columns, { id: 300 })).toBe(420);
  });
});
