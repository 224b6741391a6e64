import { cellName, cellRange, lastRow, type CellPlace, type CellRange } from '../grid/cell-address.ts';
import { mergeAt, rightOf, type Sheet } from '../grid/grid.ts';
import type { LabelCell } from '../profiles/label-index.ts';

/** What is known of a sheet's structure beyond its texts. */
export interface KnownStructure {
  /** The texts of headers in their compared form: a row with several of them begins a table. */
  readonly headers: ReadonlySet<string>;
  readonly headerRows: readonly number[];
  /** Rows of single values, each beside its label. A table ends there. */
  readonly valueRows: readonly number[];
  /** Cells of labels whose values are known, whatever they say. */
  readonly labels: ReadonlySet<string>;
}

const password = /密码|password/;
/** Speak of passwords and hold none: 密码有效期, password policy. */
const aboutPasswords = /复杂|策略|有效|过期|长度|加密|禁止|要求|policy|expir|complex|length|[,;!?。]/;
/** Longer texts are explanations. */
const longestLabel = 32;
/** So many texts make a row of headers; a label with its value are two. */
const fewestHeaders = 3;

/** A planning sheet has a few dozen; one that is nothing but such labels must not take minutes. */
const maximumLabels = 500;

interface Structure {
  readonly sheet: Sheet;
  readonly rows: ReadonlyMap<number, readonly LabelCell[]>;
  readonly headerRows: ReadonlySet<number>;
  readonly valueRows: ReadonlySet<number>;
  /** Headers of passwords as far as they are found. */
  readonly headers: LabelCell[];
}

/**
 * The places of a sheet that labels say hold passwords: below a header to the next row of headers, or right of the
 * label in a list of labels and values. Empty cells are among them: a password may yet be entered there.
 */
export function passwordRanges(
  { sheet, labels }: { readonly sheet: Sheet; readonly labels: readonly LabelCell[] },
  known: KnownStructure,
): readonly CellRange[] {
  const hits = labels.filter((label) => isPasswordLabel(label) && !known.labels.has(label.cell));
  if (hits.length === 0) {
    return [];
  }
  const rows = Map.groupBy(labels, (label) => label.place.row);
  const headed = [...rows].filter(([, cells]) => countOf(cells, known.headers) >= fewestHeaders);
  const headerRows = new Set([...known.headerRows, ...headed.map(([row]) => row)]);
  const structure: Structure = {
    sheet,
    rows,
    headerRows,
    headers: [],
    valueRows: new Set(known.valueRows),
  };
  const values: CellRange[] = [];
  for (const hit of hits.slice(0, maximumLabels)) {
    const role = roleOf(hit, structure);
    if (role === 'header') {
      structure.headers.push(hit);
    } else if (role === 'label') {
      values.push(cellRange(rightOf(sheet, hit.place)));
    }
  }
  return [...values, ...structure.headers.map((header) => belowOf(header, structure))];
}

/** `header` of a column, `label` of the value beside it, or a `value` that looks like one. */
function roleOf(hit: LabelCell, structure: Structure): 'header' | 'label' | 'value' {
  const { row } = hit.place;
  if (structure.headerRows.has(row)) {
    return 'header';
  }
  const isSparse = (structure.rows.get(row) ?? []).length < fewestHeaders;
  if (isBelowHeader(hit, structure)) {
    return isSparse && hit.form.includes('密码') ? 'label' : 'value';
  }
  return isSparse || structure.valueRows.has(row) || isListed(structure.sheet, hit.place)
    ? 'label'
    : 'header';
}

function isPasswordLabel({ form }: LabelCell): boolean {
  return form.length <= longestLabel && password.test(form) && !aboutPasswords.test(form);
}

function countOf(cells: readonly LabelCell[], forms: ReadonlySet<string>): number {
  return new Set(cells.map((cell) => cell.form).filter((form) => forms.has(form))).size;
}

/**
 * Below a header, what speaks of passwords is a value: a password like `Password-1`, or a remark (见附件密码表). It is
 * another header where most of those above stand once more.
 */
function isBelowHeader({ place: { row, column } }: LabelCell, structure: Structure): boolean {
  const above = structure.headers.findLast((header) => header.place.column === column);
  if (above === undefined || endBelow(above.place.row, structure) < row) {
    return false;
  }
  const forms = new Set((structure.rows.get(above.place.row) ?? []).map((label) => label.form));
  return countOf(structure.rows.get(row) ?? [], forms) < fewestHeaders;
}

/** The first row below that is not of the same table. */
function endBelow(row: number, { headerRows, valueRows, headers }: Structure): number {
  const found = headers.map((header) => header.place.row);
  return [...headerRows, ...valueRows, ...found].reduce(
    (first, end) => (end > row && end < first ? end : first),
    lastRow + 1,
  );
}

/** A label between labels: the sheet lists them below each other, each with its value beside it. */
function isListed(sheet: Sheet, { row, column }: CellPlace): boolean {
  return [row - 1, row + 1].every((other) => {
    const text = sheet.cells.get(cellName({ row: other, column }))?.value?.text ?? '';
    return /\p{Script=Han}/u.test(text);
  });
}

function belowOf({ place }: LabelCell, structure: Structure): CellRange {
  const merge = mergeAt(structure.sheet, place);
  const header = merge ?? cellRange(place);
  const { bottom, left, right } = header;
  return { top: bottom + 1, bottom: endBelow(bottom, structure) - 1, left, right };
}
