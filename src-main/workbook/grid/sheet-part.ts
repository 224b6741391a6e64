import type { AppError } from '../../contract/errors.ts';
import type { WorkbookPackage } from '../package/container.ts';
import { damaged } from '../package/refusals.ts';
import { readRelationships, type WorkbookSheet } from '../package/relationships.ts';
import type { XmlElement } from '../package/xml.ts';
import { bounds, requireWithinBound } from './bounds.ts';
import { cellName, parseCellName, parseRangeName, type CellPlace, type CellRange } from './cell-address.ts';
import { cellValue, type CellContext } from './cell-value.ts';
import { plainStyle, type CellStyle } from './cell-styles.ts';
import type { Cell, Sheet } from './grid.ts';
import { createHiddenCollector } from './hidden-lines.ts';
import { readSheetPart } from './read-part.ts';
import { createRichTextCollector, isSpreadsheet, type RichText } from './rich-text.ts';

/** Parses one sheet: its cells with content, its merged areas and links, and whether it is protected. */
export function readSheet(workbook: WorkbookPackage, sheet: WorkbookSheet, context: CellContext): Sheet {
  const cells = createCellCollector(context, (place, index) =>
    danglingString(workbook, { sheet, place, index }),
  );
  const outline = createOutlineCollector();
  const hidden = createHiddenCollector();
  readSheetPart(workbook, sheet.partName, () => ({
    open: (element) => {
      if (isSpreadsheet(element)) {
        cells.open(element);
        outline.open(element);
        hidden.open(element);
      }
    },
    text: cells.text,
    close: (element) => {
      if (isSpreadsheet(element)) {
        cells.close(element);
      }
    },
  }));
  const targets = outline.links.length === 0 ? [] : readRelationships(workbook, sheet.partName);
  const targetOf = new Map(targets.map((relationship) => [relationship.id, relationship.target]));
  return {
    title: sheet.title,
    isProtected: outline.isProtected(),
    isHidden: sheet.state !== 'visible',
    hidden: hidden.lines(),
    cells: cells.cells,
    merges: outline.merges,
    hyperlinks: outline.links.map(({ range, id, location }) => ({
      range,
      target: targetOf.get(id) ?? location,
    })),
    extent: cells.extent(),
  };
}

interface CellCollector {
  readonly cells: ReadonlyMap<string, Cell>;
  extent(): CellPlace;
  readonly open: (element: XmlElement) => void;
  readonly text: (text: string) => void;
  readonly close: (element: XmlElement) => void;
}

interface OpenCell {
  readonly place: CellPlace;
  readonly type: string;
  readonly style: CellStyle;
  formula: string | null;
  content: string | null;
  inline: RichText | null;
}

/** @param dangling of a cell whose text is not where it says. */
function createCellCollector(
  context: CellContext,
  dangling: (place: CellPlace, index: string) => AppError,
): CellCollector {
  const cells = new Map<string, Cell>();
  const richText = createRichTextCollector();
  const extent = { row: 0, column: 0 };
  let cell: OpenCell | null = null;
  let last: CellPlace = { row: 0, column: 0 };
  let buffer = '';
  const keep = (open: OpenCell): void => {
    const { place, type, style, formula, content } = open;
    const { format } = style;
    const rich = type === 's' ? sharedTextOf(open, context) : open.inline;
    if (type === 's' && rich === null && isGiven(content)) {
      throw dangling(place, content.trim());
    }
    const value = cellValue({ type, format, content, rich: rich?.text ?? null }, context);
    if (value !== null || formula !== null) {
      const isStruck = style.isStruck || rich?.isStruck === true;
      cells.set(cellName(place), { value, formula, format, isStruck });
      requireWithinBound(cells.size, bounds.cells);
      extent.row = Math.max(extent.row, place.row);
      extent.column = Math.max(extent.column, place.column);
    }
  };
  const closers: Record<string, (open: OpenCell) => void> = {
    v: (open) => (open.content = buffer),
    f: (open) => (open.formula = buffer.replace(/^=/, '')),
    is: (open) => (open.inline = richText.take()),
    c: keep,
  };
  return {
    cells,
    extent: () => extent,
    open: (element) => {
      if (element.local === 'row') {
        const row = Number(element.attributes['r']?.value ?? last.row + 1);
        last = { row: Number.isSafeInteger(row) ? row : last.row + 1, column: 0 };
      } else if (element.local === 'c') {
        cell = openCell(element, last, context);
        last = cell.place;
      }
      buffer = '';
      richText.open(element);
    },
    text: (text) => {
      if (cell !== null) {
        buffer += text;
        requireWithinBound(buffer.length, bounds.textCharacters);
        richText.text(text);
      }
    },
    close: (element) => {
      richText.close(element);
      if (cell !== null) {
        closers[element.local]?.(cell);
        cell = element.local === 'c' ? null : cell;
      }
      buffer = '';
    },
  };
}

const isGiven = (content: string | null): content is string => content !== null && content.trim() !== '';

function sharedTextOf({ content }: OpenCell, context: CellContext): RichText | null {
  return isGiven(content) ? context.sharedString(Number(content)) : null;
}

interface Dangling {
  readonly sheet: WorkbookSheet;
  readonly place: CellPlace;
  readonly index: string;
}

/** An empty cell would be a guess: what stood there is lost. */
function danglingString({ path }: WorkbookPackage, { sheet, place, index }: Dangling): AppError {
  const at = `${sheet.title}!${cellName(place)}`;
  return damaged(path, {
    zh: `单元格 ${at} 的文本丢失（共享字符串 ${index} 不存在）`,
    en: `the text of cell ${at} is missing (there is no shared string ${index})`,
  });
}

/** Where no `r` attribute says it, a cell stands behind the one before it. */
function openCell(element: XmlElement, last: CellPlace, context: CellContext): OpenCell {
  const place = parseCellName(element.attributes['r']?.value ?? '') ?? {
    row: last.row,
    column: last.column + 1,
  };
  const style = element.attributes['s']?.value;
  return {
    place,
    type: element.attributes['t']?.value ?? 'n',
    style: style === undefined ? plainStyle : context.style(Number(style)),
    formula: null,
    content: null,
    inline: null,
  };
}

interface OutlineCollector {
  readonly merges: CellRange[];
  readonly links: { readonly range: CellRange; readonly id: string; readonly location: string }[];
  isProtected(): boolean;
  open(element: XmlElement): void;
}

function createOutlineCollector(): OutlineCollector {
  const merges: CellRange[] = [];
  const links: OutlineCollector['links'] = [];
  let isProtected = false;
  const openers: Record<string, (element: XmlElement) => void> = {
    mergeCell: (element) => {
      const range = parseRangeName(element.attributes['ref']?.value ?? '');
      if (range !== null) {
        merges.push(range);
        requireWithinBound(merges.length, bounds.mergedRanges);
      }
    },
    hyperlink: (element) => {
      const range = parseRangeName(element.attributes['ref']?.value ?? '');
      const id = Object.values(element.attributes).find((attribute) => attribute.local === 'id')?.value;
      if (range !== null) {
        links.push({ range, id: id ?? '', location: element.attributes['location']?.value ?? '' });
        requireWithinBound(links.length, bounds.hyperlinks);
      }
    },
    sheetProtection: (element) => {
      isProtected = ['1', 'true', 'on'].includes(element.attributes['sheet']?.value ?? '0');
    },
  };
  return {
    merges,
    links,
    isProtected: () => isProtected,
    open: (element) => openers[element.local]?.(element),
  };
}
