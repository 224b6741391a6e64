import { cellName, cellRange, lastRow, type CellPlace, type CellRange } from '../grid/cell-address.ts';
import { mergeAt, rightOf, type Sheet } from '../grid/grid.ts';
import { createLabelIndex, type LabelCell } from '../profiles/label-index.ts';

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

/**
 * The places of a sheet that labels say hold passwords: below a header to the next row of headers, or right of the
 * label in a list of labels and values. Empty cells are among them: a password may yet be entered there.
 */
export function passwordRanges(sheet: Sheet, known: KnownStructure): readonly CellRange[] {
  const labels = createLabelIndex(sheet).labels;
  const hits = labels.filter((label) => isPasswordLabel(label) && !known.labels.has(label.cell));
  if (hits.length === 0) {
    return [];
  }
  const rows = Map.groupBy(labels, (label) => label.place.row);
  const headerRows = new Set(known.headerRows);
  for (const [row, cells] of rows) {
    if (countOf(cells, known.headers) >= fewestHeaders) {
      headerRows.add(row);
    }
  }
  const valueRows = new Set(known.valueRows);
  const headers: LabelCell[] = [];
  const values: CellRange[] = [];
  for (const hit of hits) {
    const { row } = hit.place;
    if (isValueBelow(hit, { headers, rows, headerRows })) {
      continue;
    }
    const isInHeaders = !valueRows.has(row) && (rows.get(row) ?? []).length >= fewestHeaders;
    if (headerRows.has(row) || (isInHeaders && !isListed(sheet, hit.place))) {
      headers.push(hit);
    } else {
      values.push(cellRange(rightOf(sheet, hit.place)));
    }
  }
  const ends = [...headerRows, ...valueRows, ...headers.map((header) => header.place.row)];
  return [...values, ...headers.map((header) => belowOf(sheet, header.place, ends))];
}

function isPasswordLabel({ form }: LabelCell): boolean {
  return form.length <= longestLabel && password.test(form) && !aboutPasswords.test(form);
}

function countOf(cells: readonly LabelCell[], forms: ReadonlySet<string>): number {
  return new Set(cells.map((cell) => cell.form).filter((form) => forms.has(form))).size;
}

/** A password may itself be `Password-1`: below a header it is a label only where a row of headers begins again. */
function isValueBelow(
  hit: LabelCell,
  found: {
    readonly headers: readonly LabelCell[];
    readonly rows: ReadonlyMap<number, readonly LabelCell[]>;
    readonly headerRows: ReadonlySet<number>;
  },
): boolean {
  const { row, column } = hit.place;
  const above = found.headers.findLast((header) => header.place.column === column);
  if (above === undefined || hit.form.includes('密码') || found.headerRows.has(row)) {
    return false;
  }
  const forms = new Set((found.rows.get(above.place.row) ?? []).map((label) => label.form));
  return countOf(found.rows.get(row) ?? [], forms) < fewestHeaders;
}

/** A label between labels: the sheet lists them below each other, each with its value beside it. */
function isListed(sheet: Sheet, { row, column }: CellPlace): boolean {
  return [row - 1, row + 1].every((other) => {
    const text = sheet.cells.get(cellName({ row: other, column }))?.value?.text ?? '';
    return /\p{Script=Han}/u.test(text);
  });
}

function belowOf(sheet: Sheet, header: CellPlace, ends: readonly number[]): CellRange {
  const merge = mergeAt(sheet, header);
  const top = (merge?.bottom ?? header.row) + 1;
  const end = Math.min(...ends.filter((row) => row >= top), lastRow + 1);
  return { top, bottom: end - 1, left: merge?.left ?? header.column, right: merge?.right ?? header.column };
}
