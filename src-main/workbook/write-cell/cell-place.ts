import { parseCellName, type CellPlace } from '../grid/cell-address.ts';
import { isSpreadsheet } from '../grid/rich-text.ts';
import { createXmlReader, type XmlControl, type XmlElement } from '../package/xml.ts';
import type { RowPlace } from './row-scanner.ts';
import { styleNumber, type SheetHead } from './sheet-head.ts';
import type { SheetScan } from './sheet-scan.ts';

/** Where bytes of the part are replaced, and what has to stand around the new cell. Offsets are bytes. */
export interface CellSplice {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  /** The cell's format: its own, or what a new cell has from its row or column. */
  readonly style: string | null;
}

/** Finds where the scanned cell stands, or would stand. */
export function placeCell(partName: string, scan: SheetScan, cell: CellPlace): CellSplice {
  const { head, row } = scan;
  const columnStyle =
    head.columnStyles.find(({ first, last }) => first <= cell.column && cell.column <= last)?.style ?? null;
  const prefix = head.prefix;
  if (row.kind === 'present') {
    return placeInRow({ partName, head, row, cell, columnStyle });
  }
  const before = `<${prefix}row r="${cell.row}">`;
  const after = `</${prefix}row>`;
  return head.isSelfClosing
    ? // `<sheetData/>` becomes `<sheetData>…</sheetData>`.
      {
        start: row.offset - 2,
        end: row.offset,
        before: `>${before}`,
        after: `${after}</${prefix}sheetData>`,
        style: columnStyle,
      }
    : { start: row.offset, end: row.offset, before, after, style: columnStyle };
}

interface RowAround {
  readonly partName: string;
  readonly head: SheetHead;
  readonly row: Extract<RowPlace, { kind: 'present' }>;
  readonly cell: CellPlace;
  readonly columnStyle: string | null;
}

interface RowState {
  isSelfClosing: boolean;
  style: string | null;
  lastColumn: number;
  /** Of the wanted cell's opening tag, when it is there. */
  open: { readonly start: number; readonly style: string | null } | null;
  found: { readonly start: number; readonly end: number } | null;
}

/** Parses the one row, one character per byte, so that positions are offsets. */
function placeInRow(around: RowAround): CellSplice {
  const { head, row } = around;
  const state: RowState = { isSelfClosing: false, style: null, lastColumn: 0, open: null, found: null };
  const reader = createXmlReader(
    around.partName,
    (control) => ({
      open: (element) => openInRow(around, state, { control, element }),
      close: (element) => closeInRow(around, state, { control, element }),
    }),
    { positions: 'bytes' },
  );
  const skipped = head.bytes[0] === 0xef ? 3 : 0;
  reader.write(head.bytes.subarray(skipped));
  reader.write(row.bytes);
  if (state.isSelfClosing) {
    const end = row.offset + row.bytes.length;
    return {
      start: end - 2,
      end,
      before: '>',
      after: `</${head.prefix}row>`,
      style: state.style ?? around.columnStyle,
    };
  }
  const { start, end } = state.found ?? { start: rowContentEnd(row.bytes), end: rowContentEnd(row.bytes) };
  const style = state.open === null ? (state.style ?? around.columnStyle) : state.open.style;
  return { start: row.offset + start, end: row.offset + end, before: '', after: '', style };
}

interface Event {
  readonly control: XmlControl;
  readonly element: XmlElement;
}

function openInRow(around: RowAround, state: RowState, event: Event): void {
  const { element } = event;
  if (!isSpreadsheet(element)) {
    return;
  }
  if (element.local === 'row') {
    state.isSelfClosing = element.isSelfClosing;
    const hasFormat = ['1', 'true', 'on'].includes(element.attributes['customFormat']?.value ?? '0');
    state.style = hasFormat ? styleNumber(element.attributes['s']?.value) : null;
  } else if (element.local === 'c' && state.open === null) {
    openCell(around, state, event);
  }
}

function openCell(around: RowAround, state: RowState, { control, element }: Event): void {
  const written = parseCellName(element.attributes['r']?.value ?? '');
  const column = written?.column ?? state.lastColumn + 1;
  const start = around.row.bytes.lastIndexOf('<', positionInRow(around, control) - 1, 'latin1');
  state.lastColumn = column;
  if (column === around.cell.column) {
    state.open = { start, style: styleNumber(element.attributes['s']?.value) };
  } else if (column > around.cell.column) {
    state.found = { start, end: start };
    control.stop();
  }
}

function closeInRow(around: RowAround, state: RowState, { control, element }: Event): void {
  if (element.local === 'c' && state.open !== null && isSpreadsheet(element)) {
    state.found = { start: state.open.start, end: positionInRow(around, control) };
    control.stop();
  }
}

function positionInRow(around: RowAround, control: XmlControl): number {
  const skipped = around.head.bytes[0] === 0xef ? 3 : 0;
  return control.position() - (around.head.bytes.length - skipped);
}

/** Where the row's end tag begins; it is the last tag of the bytes. */
function rowContentEnd(row: Buffer): number {
  return row.lastIndexOf('<', row.length, 'latin1');
}
