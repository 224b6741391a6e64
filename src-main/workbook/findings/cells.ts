import { rangeName, type CellRange } from '../grid/cell-address.ts';
import type { Field } from '../plan/field.ts';
import type { Problem } from './catalog.ts';

type Place = Problem['at'];

/** Fields that stand directly below each other, as one range each: `K3:K6`. */
export function runsOf<F extends { readonly field: Field }>(
  entries: readonly F[],
): readonly { readonly at: Place; readonly entries: readonly F[] }[] {
  const runs: F[][] = [];
  for (const entry of [...entries].sort((left, right) => compare(left.field, right.field))) {
    const run = runs.at(-1);
    const last = run?.at(-1)?.field;
    // A merged cell gives its value to each of its rows, and is one place.
    const isNext =
      last !== undefined &&
      last.at.sheet === entry.field.at.sheet &&
      last.place.column === entry.field.place.column &&
      (last.place.row === entry.field.place.row || last.area.bottom + 1 === entry.field.place.row);
    if (isNext) {
      run?.push(entry);
    } else {
      runs.push([entry]);
    }
  }
  return runs.map((run) => ({ at: rowsOf(run.map((entry) => entry.field)), entries: run }));
}

function compare(left: Field, right: Field): number {
  return (
    Number(left.at.sheet > right.at.sheet) - Number(left.at.sheet < right.at.sheet) ||
    left.place.column - right.place.column ||
    left.place.row - right.place.row
  );
}

/** As {@link spanOf}; a merged cell that gives its value to several of the fields counts with all of its rows. */
function rowsOf(fields: readonly Field[]): Place {
  const counts = Map.groupBy(fields, ({ place }) => place.row);
  const merged = fields.filter(({ place }) => (counts.get(place.row)?.length ?? 0) > 1);
  const bottom = Math.max(...fields.map(({ place }) => place.row), ...merged.map(({ area }) => area.bottom));
  const { row: top, column } = fields[0]?.place ?? { row: 1, column: 1 };
  return { ...spanOf(fields), cell: rangeName({ top, bottom, left: column, right: column }) };
}

/** The smallest range that holds all fields, which are on one sheet. */
export function spanOf(fields: readonly Field[]): Place {
  const range = fields.reduce<CellRange | null>(
    (span, { place }) => ({
      top: Math.min(span?.top ?? place.row, place.row),
      left: Math.min(span?.left ?? place.column, place.column),
      bottom: Math.max(span?.bottom ?? place.row, place.row),
      right: Math.max(span?.right ?? place.column, place.column),
    }),
    null,
  );
  return { sheet: fields[0]?.at.sheet ?? '', cell: range === null ? '' : rangeName(range) };
}

/** `主机规划!I3`. */
export function referenceText(field: Field): string {
  return `${field.at.sheet}!${field.at.cell}`;
}

/** Where the other value stands: as {@link referenceText}, and for both in one merged cell its area, `主机规划!I3:I6`. */
export function otherPlace(field: Field, other: Field): string {
  const isSame = referenceText(field) === referenceText(other);
  return isSame ? `${other.at.sheet}!${rangeName(other.area)}` : referenceText(other);
}

/**
 * In their order, with what a person overrode last. Rules about two cells report the later one, and leave out what needs
 * it: where one of them was overridden, that is the one in doubt, and not what it now contradicts.
 */
export const overriddenLast = <T>(items: readonly T[], fieldOf: (item: T) => Field): readonly T[] => [
  ...items.filter((item) => !fieldOf(item).isOverridden),
  ...items.filter((item) => fieldOf(item).isOverridden),
];
