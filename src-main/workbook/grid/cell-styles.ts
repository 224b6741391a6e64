import type { WorkbookPackage } from '../package/container.ts';
import type { XmlElement } from '../package/xml.ts';
import { bounds, requireWithinBound } from './bounds.ts';
import { readXmlPart } from './read-part.ts';
import { isOn, isSpreadsheet } from './rich-text.ts';
import { builtInFormat, generalFormat } from './shown-value.ts';

/** What of a cell's style changes its meaning. */
export interface CellStyle {
  /** The number format's code. */
  readonly format: string;
  readonly isStruck: boolean;
}

export const plainStyle: CellStyle = { format: generalFormat, isStruck: false };

interface Formats {
  readonly id: number;
  readonly font: number;
  /** The named style below it; null for the named styles themselves. */
  readonly base: number | null;
}

/** Reads the styles of a workbook (ECMA-376 part 1, 18.8), to be asked by the index in a cell's `s` attribute. */
export function readCellStyles(workbook: WorkbookPackage, partName: string): (index: number) => CellStyle {
  const codes = new Map<number, string>();
  const struckFonts: boolean[] = [];
  const named: Formats[] = [];
  const direct: Formats[] = [];
  let section = '';
  const openers: Record<string, (element: XmlElement) => void> = {
    numFmt: (element) => {
      // Formats of conditional formatting (`dxfs`) are numbered by themselves.
      if (section === 'numFmts') {
        codes.set(numberOf(element, 'numFmtId'), element.attributes['formatCode']?.value ?? '');
      }
    },
    font: () => {
      if (section === 'fonts') {
        struckFonts.push(false);
      }
    },
    strike: (element) => {
      if (section === 'fonts') {
        struckFonts[struckFonts.length - 1] = isOn(element);
      }
    },
    xf: (element) => {
      const formats = section === 'cellXfs' ? direct : section === 'cellStyleXfs' ? named : null;
      formats?.push({
        id: numberOf(element, 'numFmtId'),
        font: numberOf(element, 'fontId'),
        base: section === 'cellXfs' ? numberOf(element, 'xfId') : null,
      });
      requireWithinBound(direct.length + named.length, bounds.cellFormats);
    },
  };
  readXmlPart(workbook, partName, () => ({
    open: (element) => {
      if (!isSpreadsheet(element)) {
        return;
      }
      if (sections.has(element.local)) {
        section = element.local;
      }
      openers[element.local]?.(element);
    },
    close: (element) => {
      if (sections.has(element.local)) {
        section = '';
      }
    },
  }));
  return (index) => {
    const style = direct[index];
    if (style === undefined) {
      return plainStyle;
    }
    const base = style.base === null ? undefined : named[style.base];
    return {
      format: codes.get(style.id) ?? builtInFormat(style.id),
      isStruck: struckFonts[style.font] === true || struckFonts[base?.font ?? -1] === true,
    };
  };
}

const sections: ReadonlySet<string> = new Set([
  'numFmts',
  'fonts',
  'cellStyleXfs',
  'cellXfs',
  'dxfs',
  'cellStyles',
]);

function numberOf(element: XmlElement, name: string): number {
  return Number(element.attributes[name]?.value ?? 0);
}
