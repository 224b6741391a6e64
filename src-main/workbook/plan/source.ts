import type { CellReader } from '../grid/cell-reader.ts';
import type { AnchorKey, ColumnKey, TableKey } from '../profiles/profile.ts';
import type { Layout, TableLayout } from '../profiles/layout.ts';
import { absentField, readField, type Field, type FieldForm } from './field.ts';

/** Reads a located workbook by the profile's own names. */
export interface PlanSource {
  readonly layout: Layout;
  readonly reader: CellReader;
  table(key: TableKey): TableLayout | null;
  /** A cell of a table; an absent field when the workbook has no such column. */
  cell(
    where: { readonly table: TableLayout; readonly row: number },
    column: ColumnKey,
    form?: FieldForm,
  ): Field;
  /** The value of an anchor; null when the workbook has no such label. */
  anchor(key: AnchorKey, form?: FieldForm): Field | null;
  anchors(key: AnchorKey, form?: FieldForm): readonly Field[];
}

export function createPlanSource(layout: Layout, reader: CellReader): PlanSource {
  const anchors: PlanSource['anchors'] = (key, form = 'text') =>
    (layout.anchors.get(key) ?? []).map((anchor) => {
      const field = readField(reader, { sheet: anchor.sheet, place: anchor.value }, form);
      return anchor.isInside ? withoutLabel(field) : field;
    });
  return {
    layout,
    reader,
    table: (key) => layout.tables.get(key) ?? null,
    cell: ({ table, row }, column, form = 'text') => {
      const number = table.columns.get(column);
      return number === undefined
        ? absentField(table.sheet, { row, column: 1 })
        : readField(reader, { sheet: table.sheet, place: { row, column: number } }, form);
    },
    anchor: (key, form) => anchors(key, form)[0] ?? null,
    anchors,
  };
}

/** `版本:6.2.0` without `版本:`. A correction of the cell may give the value alone. */
function withoutLabel(field: Field): Field {
  const parts = field.text.normalize('NFKC').split(':');
  return parts.length < 2 ? field : { ...field, text: parts.slice(1).join(':').trim() };
}
