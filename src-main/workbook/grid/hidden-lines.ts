import type { XmlElement } from '../package/xml.ts';
import type { HiddenLines } from './grid.ts';

/** Collects which rows and columns of a sheet are not seen: hidden, filtered out, or without height or width. */
export interface HiddenCollector {
  open(element: XmlElement): void;
  lines(): HiddenLines;
}

export function createHiddenCollector(): HiddenCollector {
  const rows = new Set<number>();
  const columns: { readonly first: number; readonly last: number }[] = [];
  let isFiltered = false;
  let row = 0;
  const openers: Record<string, (element: XmlElement) => void> = {
    col: (element) => {
      const isNarrow = isOn(element, 'customWidth') && element.attributes['width']?.value === '0';
      if (isOn(element, 'hidden') || isNarrow) {
        columns.push({ first: numberOf(element, 'min'), last: numberOf(element, 'max') });
      }
    },
    row: (element) => {
      row = element.attributes['r'] === undefined ? row + 1 : numberOf(element, 'r');
      const height = element.attributes['ht']?.value;
      const isHidden = isOn(element, 'hidden') || (height !== undefined && Number(height) === 0);
      if (isHidden) {
        rows.add(row);
      }
    },
    filterColumn: () => {
      isFiltered = true;
    },
  };
  return {
    open: (element) => openers[element.local]?.(element),
    lines: () => ({
      isRowHidden: (of) => rows.has(of),
      isColumnHidden: (of) => columns.some(({ first, last }) => of >= first && of <= last),
      isFiltered,
    }),
  };
}

const isOn = (element: XmlElement, name: string): boolean =>
  ['1', 'true', 'on'].includes(element.attributes[name]?.value ?? '0');

const numberOf = (element: XmlElement, name: string): number => Number(element.attributes[name]?.value ?? 0);
