import { format, getFormatInfo, isDateFormat, isValidFormat, tokenize } from 'numfmt';

/**
 * Why what a cell shows is not the whole truth. `format`: how the program shows it is not known for certain; `digits`: it
 * shows fewer digits than are stored; `precision`: more digits than the program keeps, so the last ones may be wrong;
 * `hidden`: the format shows nothing.
 */
export interface Doubt {
  readonly reason: 'format' | 'digits' | 'precision' | 'hidden';
  /** Null where it is not known. */
  readonly shown: string | null;
  readonly stored: string;
}

export interface ShownValue {
  readonly text: string;
  readonly isDate: boolean;
  readonly doubt: Doubt | null;
}

/** Formats by their number (ECMA-376 part 1, 18.8.30), as far as they look the same in every language. */
const builtInFormats: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  20: 'h:mm',
  21: 'h:mm:ss',
  37: '#,##0;-#,##0',
  38: '#,##0;-#,##0',
  39: '#,##0.00;-#,##0.00',
  40: '#,##0.00;-#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  48: '##0.0E+0',
  49: '@',
};

/** Dates and times whose built-in format follows the language of the computer; 27–36 and 50–58 are the East Asian ones. */
const isLocalDate = (id: number): boolean =>
  (id >= 14 && id <= 19) || id === 22 || (id >= 27 && id <= 36) || id === 47 || (id >= 50 && id <= 58);

export const generalFormat = 'General';
/** Stand for built-in formats that look different from one computer to the next. */
const localDate = '[$-F800]yyyy-mm-dd';
const localNumber = '[$-F800]0';

/** The code of a built-in format. */
export function builtInFormat(id: number): string {
  if (id === 0) {
    return generalFormat;
  }
  return builtInFormats[id] ?? (isLocalDate(id) ? localDate : localNumber);
}

/** Excel keeps so many digits of a number. */
const keptDigits = 15;
/** A cell in the format General shows so many. */
const generalDigits = 11;

/** A number as Excel shows it; `written` is how it stands in the file. */
export function shownNumber(
  number: number,
  written: string,
  { code, isSince1904 }: { readonly code: string; readonly isSince1904: boolean },
): ShownValue {
  const stored = storedText(number, written);
  if (isGeneral(code)) {
    return { text: stored, isDate: false, doubt: doubtOfGeneral(number, stored) };
  }
  if (isValidFormat(code) && isDateFormat(code)) {
    return shownDate(number, stored, { code, isSince1904 });
  }
  const shown = isKnown(code) ? rendered(code, number) : null;
  const doubt = doubtOf(shown, number, { code, stored });
  return {
    text: doubt === null || doubt.reason === 'digits' ? (shown ?? stored) : stored,
    isDate: false,
    doubt,
  };
}

function doubtOf(
  shown: string | null,
  number: number,
  { code, stored }: { readonly code: string; readonly stored: string },
): Doubt | null {
  if (shown === null) {
    return { reason: 'format', shown, stored };
  }
  if (shown.trim() === '') {
    return { reason: 'hidden', shown: '', stored };
  }
  if (isPlainWhole(code) && Number.isInteger(number) && digitsOf(stored).length > keptDigits) {
    return { reason: 'precision', shown: fifteenDigits(number), stored };
  }
  const isShort = !showsAllDigits(shown, number) || getFormatInfo(code).type === 'scientific';
  return isShort ? { reason: 'digits', shown, stored } : null;
}

/** A text as Excel shows it: a format may put something before and after it, or hide it. */
export function shownText(text: string, code: string): ShownValue {
  if (isGeneral(code) || code === '@' || !/[@;]/.test(code)) {
    return { text, isDate: false, doubt: null };
  }
  const shown = rendered(code, text);
  if (shown === null) {
    return { text, isDate: false, doubt: { reason: 'format', shown: null, stored: text } };
  }
  return shown === ''
    ? { text, isDate: false, doubt: { reason: 'hidden', shown: '', stored: text } }
    : { text: shown, isDate: false, doubt: null };
}

const isGeneral = (code: string): boolean => /^(?:general|g\/通用格式|@?)$/i.test(code);
const isPlainWhole = (code: string): boolean => /^0(?:_.)*(?:;.*)?$/.test(code);
const digitsOf = (text: string): string => text.replace(/\D/g, '').replace(/^0+/, '');

/** Whole numbers keep the digits they were written with; others lose the noise of binary fractions. */
function storedText(number: number, written: string): string {
  if (/^-?\d+$/.test(written)) {
    return written;
  }
  const rounded = Number(number.toPrecision(keptDigits));
  return Number.isInteger(rounded) ? format('0', number) : String(rounded);
}

const fifteenDigits = (number: number): string => format('0', Number(number.toPrecision(keptDigits)));

function doubtOfGeneral(number: number, stored: string): Doubt | null {
  const digits = digitsOf(stored).length;
  if (digits > keptDigits) {
    return { reason: 'precision', shown: rendered(generalFormat, number), stored };
  }
  const isLong = Number.isInteger(number) ? digits > generalDigits : digits > generalDigits - 1;
  return isLong ? { reason: 'digits', shown: rendered(generalFormat, number), stored } : null;
}

/** Null for a code that is none. Space that only aligns (`_)`, `* `) is left out: nobody takes it for a character. */
function rendered(code: string, value: number | string): string | null {
  try {
    const plain = tokenize(code)
      .filter(({ type }) => type !== 'skip' && type !== 'fill')
      .map(({ raw }) => raw)
      .join('');
    return format(plain, value, { overflow: '', dateSpanLarge: false });
  } catch {
    return null;
  }
}

/** Figures of other scripts (`[DBNum1]`), eras and names of days follow the language, which the file does not tell. */
function isKnown(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\./g, '');
  const locales = [...bare.matchAll(/\[\$[^\]-]*-([0-9a-z_-]+)(?:,[^\]]*)?\]/gi)].map(([, id]) => id ?? '');
  return (
    !/\[dbnum/i.test(bare) && locales.every((id) => /^[0-9a-f]{1,4}$/i.test(id) && !/^f[48]00$/i.test(id))
  );
}

/** Whether the digits that are stored are all among those that are shown. */
function showsAllDigits(shown: string, number: number): boolean {
  const significant = number.toPrecision(keptDigits).replace(/e.*$/, '').replace(/\D/g, '');
  return digitsOf(shown).includes(significant.replace(/^0+|0+$/g, ''));
}

const dayMs = 86_400_000;

function shownDate(
  number: number,
  stored: string,
  { code, isSince1904 }: { readonly code: string; readonly isSince1904: boolean },
): ShownValue {
  const bare = code.replace(/"[^"]*"|\\.|\[\$[^\]]*\]/g, '');
  // The 1904 system counts 1,462 days fewer.
  const shown = rendered(code, isSince1904 ? number + 1462 : number);
  const isCertain = isKnown(code) && !/mmm|ddd|a|b|e|g/i.test(bare) && number >= 0;
  if (isCertain && shown !== null && shown !== '') {
    return { text: shown, isDate: true, doubt: null };
  }
  const day = dateText(number, isSince1904);
  const doubt: Doubt = { reason: 'format', shown: null, stored: day ?? stored };
  return { text: day ?? stored, isDate: day !== null, doubt };
}

/** `2025-02-03` for a serial number of the 1900 or 1904 system; null when it is no date. */
export function dateText(serial: number, isSince1904: boolean): string | null {
  // The 1900 system counts a 29 February 1900 that never was, so days before it are off by one.
  const epoch = isSince1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const date = new Date(epoch + Math.floor(serial) * dayMs);
  return serial < 0 || Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999
    ? null
    : date.toISOString().slice(0, 10);
}
