import type { LabelIndex } from './label-index.ts';
import type { TableHead } from './locate-tables.ts';

/** Fewer equal texts also stand in headers of other tables. */
const fewestEqual = 3;

/**
 * The rows of a sheet that hold the headers of one of its tables once more, in reading order: there begins another
 * table of the kind, and the one before it ends.
 */
export function repeatedHeadRows(heads: readonly TableHead[], index: LabelIndex): readonly number[] {
  const rows = Map.groupBy(index.labels, (label) => label.place.row);
  const headForms = heads.map(({ headerRow, columns }) => {
    const places = new Set(columns.values());
    const labels = (rows.get(headerRow) ?? []).filter((label) => places.has(label.place.column));
    return new Set(labels.map((label) => label.form));
  });
  return [...rows]
    .filter(([row]) => heads.every((head) => head.headerRow !== row))
    .filter(([, labels]) => {
      const forms = new Set(labels.map((label) => label.form));
      return headForms.some(
        (head) => forms.intersection(head).size >= Math.max(fewestEqual, Math.ceil(head.size / 2)),
      );
    })
    .map(([row]) => row);
}
