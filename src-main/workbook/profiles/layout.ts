import type { CellPlace } from '../grid/cell-address.ts';
import type { Sheet } from '../grid/grid.ts';
import type { AnchorKey, ColumnKey, Profile, SheetKey, TableKey } from './profile.ts';

/** A table as found. Rows are those between its headers and what follows it. */
export interface TableLayout {
  readonly sheet: Sheet;
  readonly headerRow: number;
  readonly columns: ReadonlyMap<ColumnKey, number>;
  readonly rows: readonly number[];
}

/** Where an anchor's value stands; `inside` when it follows its label in the same cell. */
export interface AnchorPlace {
  readonly sheet: Sheet;
  readonly label: CellPlace | null;
  readonly value: CellPlace;
  readonly isInside: boolean;
}

/** Something the profile names and the workbook does not have. */
export interface Miss {
  readonly part: 'sheet' | 'header' | 'anchor';
  /** The key of a sheet or an anchor, `hosts.name` for a column: as in a profile mapping. */
  readonly key: string;
  readonly wanted: string;
  readonly isRequired: boolean;
  /** The sheet it was looked for on; null when that is missing or for a sheet. */
  readonly sheet: string | null;
  readonly near: NearMiss | null;
}

export interface NearMiss {
  readonly text: string;
  /** Null for the title of a sheet. */
  readonly cell: string | null;
}

/** A profile applied to a workbook. */
export interface Layout {
  readonly profile: Profile;
  readonly sheets: ReadonlyMap<SheetKey, Sheet>;
  readonly tables: ReadonlyMap<TableKey, TableLayout>;
  /** An anchor has one place, except for lists (`DNS 服务器 1`, `DNS 服务器 2`). */
  readonly anchors: ReadonlyMap<AnchorKey, readonly AnchorPlace[]>;
  readonly misses: readonly Miss[];
  /** The rows of the cluster's sheets where the headers of one of their tables stand once more, in reading order. */
  readonly repeatedRows: ReadonlyMap<SheetKey, readonly number[]>;
}

/** A profile fits when nothing it requires is missing. */
export function fits(layout: Layout): boolean {
  return layout.misses.every((miss) => !miss.isRequired);
}
