import { cellName, cellRange, isInRange, type CellPlace, type CellRange } from '../grid/cell-address.ts';
import { holderOf, type Sheet } from '../grid/grid.ts';
import { builtInProfiles } from '../profiles/built-in.ts';
import { headerFormsOf } from '../profiles/header-forms.ts';
import { createLabelIndex } from '../profiles/label-index.ts';
import type { Layout } from '../profiles/layout.ts';
import type { ColumnKey } from '../profiles/profile.ts';
import { passwordRanges } from './password-ranges.ts';

/** Columns and anchors that hold passwords whatever their labels say. */
export const passwordColumns: readonly ColumnKey[] = ['bmcPassword', 'sshPassword', 'administratorPassword'];

/**
 * The places of a sheet that hold passwords: where the layouts have them, and where its labels say so. `layouts` may be
 * none, and may be of other sheets.
 */
export function secretRangesOf(sheet: Sheet, layouts: readonly Layout[]): readonly CellRange[] {
  const tables = layouts
    .flatMap((layout) => [...layout.tables.values()])
    .filter((table) => table.sheet === sheet);
  const anchors = layouts
    .flatMap((layout) => [...layout.anchors])
    .flatMap(([key, places]) => places.map((place) => ({ key, place })))
    .filter(({ place }) => place.sheet === sheet);
  const labelled = passwordRanges(
    { sheet, labels: createLabelIndex(sheet).labels },
    {
      headers: headerFormsOf(builtInProfiles),
      headerRows: tables.map((table) => table.headerRow),
      valueRows: anchors.map(({ place }) => (place.label ?? place.value).row),
      labels: new Set(anchors.flatMap(({ place }) => (place.label === null ? [] : [cellName(place.label)]))),
    },
  );
  const columns = tables.flatMap((table) =>
    passwordColumns.flatMap((key): readonly CellRange[] => {
      const column = table.columns.get(key);
      const end = table.rows.at(-1);
      return column === undefined || end === undefined
        ? []
        : [{ top: table.headerRow + 1, bottom: end, left: column, right: column }];
    }),
  );
  const single = anchors
    .filter(({ key }) => key === 'administratorPassword')
    .map(({ place }) => cellRange(place.value));
  return [...labelled, ...columns, ...single];
}

/** Whether the value seen at a place is a password. */
export function isSecretPlace(sheet: Sheet, place: CellPlace, ranges: readonly CellRange[]): boolean {
  const holder = holderOf(sheet, place);
  return ranges.some((range) => isInRange(range, holder));
}
