import type { WorkbookPackage } from '../package/container.ts';
import { bounds, requireWithinBound } from './bounds.ts';
import { readXmlPart } from './read-part.ts';
import { isSpreadsheet } from './rich-text.ts';

/** Built-in number formats that show a date (ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are the East Asian ones). Times of day are not among them. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** Tells of a cell's format (the index in its `s` attribute) whether its number is shown as a date. */
export function readDateFormats(workbook: WorkbookPackage, partName: string): (format: number) => boolean {
  const customDates = new Map<number, boolean>();
  const formats: boolean[] = [];
  let isInCellFormats = false;
  readXmlPart(workbook, partName, ({ stop }) => ({
    open: (element) => {
      if (!isSpreadsheet(element)) {
        return;
      }
      if (element.local === 'numFmt') {
        const id = Number(element.attributes['numFmtId']?.value);
        customDates.set(id, isDateCode(element.attributes['formatCode']?.value ?? ''));
      } else if (element.local === 'cellXfs') {
        isInCellFormats = true;
      } else if (element.local === 'xf' && isInCellFormats) {
        const id = Number(element.attributes['numFmtId']?.value ?? 0);
        formats.push(customDates.get(id) ?? isBuiltInDate(id));
        requireWithinBound(formats.length, bounds.cellFormats);
      }
    },
    close: (element) => {
      if (element.local === 'cellXfs') {
        stop();
      }
    },
  }));
  return (format) => formats[format] ?? false;
}

/** Whether a format code shows a day or a year: its letters outside of quotes, escapes and `[...]`. */
export function isDateCode(code: string): boolean {
  const letters = code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '').replace(/general/gi, '');
  return /[dy]/i.test(letters) || /m.*[/\-年月]|[/\-年月].*m/i.test(letters);
}

const dayMs = 86_400_000;

/** `2025-02-03` for a serial number of the 1900 or 1904 system; null when it is no date. */
export function dateText(serial: number, isSince1904: boolean): string | null {
  // The 1900 system counts a 29 February 1900 that never was, so days before it are off by one.
  const epoch = isSince1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const date = new Date(epoch + Math.floor(serial) * dayMs);
  return serial < 0 || Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999
    ? null
    : date.toISOString().slice(0, 10);
}
