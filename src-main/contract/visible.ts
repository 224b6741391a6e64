/**
 * What a terminal or a reader would act on instead of showing: control characters (also the eight-bit ones), line and
 * paragraph separators, direction marks and everything else without a shape. Joiners stay: scripts and emoji need them.
 */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text for a terminal or a plain log: every character that would not be seen is written as an escape. */
export function visible(text: string): string {
  return text.replace(unseen, (mark) => named[mark] ?? hex(mark.codePointAt(0) ?? 0));
}

function hex(code: number): string {
  const digits = code.toString(16);
  if (code <= 0xff) {
    return `\\x${digits.padStart(2, '0')}`;
  }
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}

/** The same for text that may have several lines, where a line break can do no more than break a line. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');

/** A JSON document whose text holds none of these characters and means the same. The line breaks of its layout stay. */
export function visibleJson(json: string): string {
  return json.replace(unseen, (mark) => (mark === '\n' ? mark : mark.replace(/[^]/g, unit)));
}

const unit = (mark: string): string => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
