import type { GridArea, GridCell, GridSheet } from '../../../../src-main/contract/workbook-grid.ts';
import { addressOf, areaOf, areaOfPlace, doMeet, isInside, placeOf, type Place } from './cells.ts';

export const rowHeightPx = 22;
export const lettersHeightPx = 20;
export const numbersWidthPx = 34;

/** One rectangle of the sheet: a cell, or a merged area by its upper left cell. */
export interface Box {
  readonly address: string;
  readonly area: GridArea;
  readonly cell: GridCell | null;
  /** The path of the plan's value that is read here. */
  readonly input: string | null;
  readonly isSecret: boolean;
}

export interface Layout {
  readonly sheet: GridSheet;
  readonly rows: number;
  readonly columns: number;
  /** Where column `n` begins, by `n - 1`, and behind them all the end of the last. */
  readonly edgesPx: readonly number[];
  readonly frozenRows: number;
  readonly headRows: ReadonlySet<number>;
  readonly boxes: ReadonlyMap<string, Box>;
  /** By the row they begin in. */
  readonly boxesOfRow: ReadonlyMap<number, readonly Box[]>;
  /** Those that reach over several rows: they are drawn as soon as any of these is. */
  readonly tall: readonly Box[];
}

/** Room to move about behind the last cell. */
const blank = { rows: 10, columns: 2, fewestRows: 30, fewestColumns: 10 } as const;

/** Frozen rows are no help where they take the window; then the heads of the table stand still instead. */
const mostFrozenRows = 6;

/** What a sheet looks like, computed once. `pointedAt` are cells and ranges to draw even where nothing stands in them. */
export function layoutOf(sheet: GridSheet, pointedAt: readonly string[] = []): Layout {
  const boxes = boxesOf(sheet, pointedAt);
  const boxesOfRow = new Map<number, Box[]>();
  for (const box of boxes.values()) {
    const row = boxesOfRow.get(box.area.top) ?? [];
    row.push(box);
    boxesOfRow.set(box.area.top, row);
  }
  const columns = Math.max(sheet.shownColumns + blank.columns, blank.fewestColumns);
  const edgesPx = [numbersWidthPx];
  for (const width of columnWidths(sheet, columns)) {
    edgesPx.push((edgesPx.at(-1) ?? 0) + width);
  }
  const [firstHead = 0] = sheet.headerRows;
  const above = firstHead <= mostFrozenRows ? Array.from({ length: firstHead }, (_, index) => index + 1) : [];
  return {
    sheet,
    columns,
    edgesPx,
    boxes,
    boxesOfRow,
    rows: Math.max(sheet.shownRows + blank.rows, blank.fewestRows),
    frozenRows: frozenRowsOf(sheet),
    headRows: new Set([...above, ...sheet.headerRows]),
    tall: [...boxes.values()].filter(({ area }) => area.bottom > area.top),
  };
}

/** A range over more cells than this is drawn at its first one only. */
const mostPointed = 400;

/** The cells of `M19` or `C15:C17`. */
export function placesOf(cell: string): readonly Place[] {
  const area = areaOf(cell);
  if (area === null) {
    return [];
  }
  const [height, width] = [area.bottom - area.top + 1, area.right - area.left + 1];
  return Array.from({ length: height * width > mostPointed ? 1 : height * width }, (_, index) => ({
    row: area.top + Math.floor(index / width),
    column: area.left + (index % width),
  }));
}

function boxesOf(sheet: GridSheet, pointedAt: readonly string[]): Map<string, Box> {
  const cells = new Map(sheet.cells.map((cell) => [cell.address, cell]));
  const merges = new Map(sheet.merges.map((area) => [addressOf({ row: area.top, column: area.left }), area]));
  const boxes = new Map<string, Box>();
  const pointed = pointedAt
    .flatMap(placesOf)
    .filter((place) => !sheet.merges.some((area) => isInside(area, place)))
    .map(addressOf);
  const inputs = Object.keys(sheet.inputs);
  for (const address of new Set([...cells.keys(), ...merges.keys(), ...inputs, ...pointed])) {
    const place = placeOf(address);
    if (place === null || place.row > sheet.shownRows || place.column > sheet.shownColumns) {
      continue;
    }
    boxes.set(address, boxAt(place, { cells, merges, sheet }));
  }
  return boxes;
}

interface BoxParts {
  readonly cells: ReadonlyMap<string, GridCell>;
  readonly merges: ReadonlyMap<string, GridArea>;
  readonly sheet: GridSheet;
}

function boxAt(place: Place, { cells, merges, sheet }: BoxParts): Box {
  const address = addressOf(place);
  const cell = cells.get(address) ?? null;
  const input = sheet.inputs[address] ?? null;
  return {
    address,
    cell,
    input,
    area: merges.get(address) ?? areaOfPlace(place),
    isSecret:
      cell?.kind === 'secret' ||
      input?.endsWith('.password') === true ||
      sheet.secretAreas.some((area) => isInside(area, place)),
  };
}

/** The box at a place: what is drawn there, the merged area that covers it, or an empty cell. */
export function boxOf(layout: Layout, place: Place): Box {
  const merge = layout.sheet.merges.find((area) => isInside(area, place));
  const holder = merge === undefined ? place : { row: merge.top, column: merge.left };
  return (
    layout.boxes.get(addressOf(holder)) ??
    boxAt(holder, { cells: new Map(), merges: new Map(), sheet: layout.sheet })
  );
}

/** The box that `M19`, or the first cell of `C15:C17`, lies in. */
export function boxNamed(layout: Layout, cell: string): Box {
  const area = areaOf(cell);
  return boxOf(layout, area === null ? { row: 1, column: 1 } : { row: area.top, column: area.left });
}

function frozenRowsOf({ frozenRows, headerRows, merges }: GridSheet): number {
  const [firstHead = 0] = headerRows;
  const ofFile = frozenRows <= mostFrozenRows ? frozenRows : 0;
  const wanted = ofFile > 0 ? ofFile : firstHead <= mostFrozenRows ? firstHead : 0;
  // A merged area is never torn: nothing stands still that reaches into what moves.
  return merges.reduce(
    (rows, { top, bottom }) => (top <= rows && bottom > rows ? top - 1 : rows),
    merges.reduce((rows, { top, bottom }) => (top <= rows && bottom > rows ? top - 1 : rows), wanted),
  );
}

const defaultDigits = 8.43;
/** Up to this a column is as wide as in Excel; what is wider there is for reading on paper. */
const [plainPx, narrowestPx, emptyPx, widestPx] = [100, 12, 64, 240];
/** Of a column before the last one with content. */
const gapPx = 28;
/** Where the file gives a column no width of its own, it is as wide as its texts need, up to this. */
const ownPx = 132;

/** Widths in pixels, first column first: as in the file, but never much wider than what stands in the column. */
export function columnWidths(sheet: GridSheet, columns: number): readonly number[] {
  const content = contentWidths(sheet);
  return Array.from({ length: columns }, (_, index) => {
    const column = index + 1;
    const found = sheet.widths.find(({ first, last }) => column >= first && column <= last);
    const silentPx = Math.max(ownPx, (sheet.defaultWidth ?? defaultDigits) * 7 + 5);
    const excelPx = found === undefined ? silentPx : found.width * 7 + 5;
    const px = excelPx <= plainPx ? excelPx : plainPx + (excelPx - plainPx) * 0.35;
    return Math.round(
      Math.max(
        narrowestPx,
        Math.min(px, content.get(column) ?? (column <= sheet.shownColumns ? gapPx : emptyPx), widestPx),
      ),
    );
  });
}

/** What the longest text of each column needs; merged areas over several columns do not count. */
function contentWidths({ cells, merges }: GridSheet): ReadonlyMap<number, number> {
  const wide = new Set(
    merges
      .filter(({ left, right }) => right > left)
      .map(({ top, left }) => addressOf({ row: top, column: left })),
  );
  const widths = new Map<number, number>();
  for (const { address, column, text, original, kind } of cells) {
    if (wide.has(address)) {
      continue;
    }
    const beside = original === undefined ? 0 : textWidthPx(original ?? '') + 6;
    const needed = (kind === 'secret' ? secretPx : textWidthPx(text)) + beside + 28;
    widths.set(column, Math.max(widths.get(column) ?? 40, needed));
  }
  return widths;
}

/** A lock and four dots. */
const secretPx = 44;

function textWidthPx(text: string): number {
  let px = 0;
  for (const character of text.slice(0, 60)) {
    px += character > '\u2E7F' ? 12 : 6.8;
  }
  return px;
}

/** Rows to draw with their boxes. A tall box that begins above is drawn with the first row. */
export interface DrawnRow {
  readonly row: number;
  readonly boxes: readonly Box[];
}

export function drawnRows(layout: Layout, seen: GridArea): readonly DrawnRow[] {
  const carried = layout.tall.filter(({ area }) => area.top < seen.top && doMeet(area, seen));
  return Array.from({ length: Math.max(0, seen.bottom - seen.top + 1) }, (_, index) => {
    const row = seen.top + index;
    const own = (layout.boxesOfRow.get(row) ?? []).filter(
      ({ area }) => area.left <= seen.right && area.right >= seen.left,
    );
    return { row, boxes: index === 0 ? [...carried, ...own] : own };
  });
}

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where an area stands on the canvas, letters and numbers included. */
export function rectOf({ edgesPx }: Layout, { top, left, bottom, right }: GridArea): Rect {
  const from = edgesPx[left - 1] ?? edgesPx.at(-1) ?? 0;
  const to = edgesPx[right] ?? edgesPx.at(-1) ?? 0;
  return {
    left: from,
    width: to - from,
    top: lettersHeightPx + (top - 1) * rowHeightPx,
    height: (bottom - top + 1) * rowHeightPx,
  };
}

/** What of the sheet is to be drawn for a window of this size at this place, a screen's half more on each side. */
export function seenArea(layout: Layout, view: Rect): GridArea {
  const { edgesPx, rows, columns, frozenRows } = layout;
  const spare = 12;
  const firstRow = Math.floor(view.top / rowHeightPx) + 1 + frozenRows;
  const lastRow = Math.ceil((view.top + view.height) / rowHeightPx);
  const right = edgesPx.findIndex((edge) => edge >= view.left + view.width);
  const left = edgesPx.findLastIndex((edge) => edge <= view.left);
  // In steps, so that most scrolling draws nothing anew.
  const step = (value: number): number => Math.floor(value / spare) * spare;
  return {
    top: Math.max(frozenRows + 1, step(firstRow) - spare),
    bottom: Math.min(rows, step(lastRow) + 2 * spare),
    left: Math.max(1, left - 1),
    right: right === -1 ? columns : Math.min(columns, right + 2),
  };
}

/** Where a step with an arrow leads: out of the whole box, and never off the sheet. */
export function stepFrom(layout: Layout, { area }: Box, by: Place): Place {
  const { row, column } = by;
  const next = {
    row: row > 0 ? area.bottom + row : area.top + row,
    column: column > 0 ? area.right + column : area.left + column,
  };
  return {
    row: Math.min(layout.rows, Math.max(1, next.row)),
    column: Math.min(layout.columns, Math.max(1, next.column)),
  };
}
