import type { WorkbookPackage } from '../package/container.ts';
import type { WorkbookSheet } from '../package/relationships.ts';
import type { XmlElement } from '../package/xml.ts';
import { readXmlPart } from './read-part.ts';
import { isSpreadsheet } from './rich-text.ts';

/** How a sheet is laid out for the eye; nothing of it matters for the plan. Widths are in digits, as Excel has them. */
export interface SheetView {
  readonly defaultWidth: number | null;
  readonly widths: readonly { readonly first: number; readonly last: number; readonly width: number }[];
  readonly frozenRows: number;
  readonly frozenColumns: number;
}

/** More entries than a sheet has use for are not kept. */
const mostWidths = 1_000;

/** Reads what stands before a sheet's cells (ECMA-376 part 1, 18.3.1.99), and no further. */
export function readSheetView(workbook: WorkbookPackage, sheet: WorkbookSheet): SheetView {
  const widths: SheetView['widths'][number][] = [];
  const view = { defaultWidth: null as number | null, frozenRows: 0, frozenColumns: 0 };
  const openers: Record<string, (element: XmlElement) => void> = {
    pane: (element) => {
      const state = element.attributes['state']?.value ?? 'split';
      // Without freezing, the numbers are twentieths of a point.
      if (!state.startsWith('frozen')) {
        return;
      }
      view.frozenRows = wholeOf(element, 'ySplit');
      view.frozenColumns = wholeOf(element, 'xSplit');
    },
    sheetFormatPr: (element) => {
      view.defaultWidth = numberOf(element, 'defaultColWidth');
    },
    col: (element) => {
      const width = numberOf(element, 'width');
      const [first, last] = [wholeOf(element, 'min'), wholeOf(element, 'max')];
      if (width !== null && first > 0 && last >= first && widths.length < mostWidths) {
        widths.push({ first, last, width });
      }
    },
  };
  readXmlPart(workbook, sheet.partName, ({ stop }) => ({
    open: (element) => {
      if (element.local === 'sheetData') {
        stop();
      } else if (isSpreadsheet(element)) {
        openers[element.local]?.(element);
      }
    },
  }));
  return { ...view, widths };
}

function numberOf(element: XmlElement, name: string): number | null {
  const written = element.attributes[name]?.value ?? '';
  const number = Number(written);
  return written.trim() === '' || !Number.isFinite(number) || number < 0 ? null : number;
}

const wholeOf = (element: XmlElement, name: string): number => Math.trunc(numberOf(element, name) ?? 0);
