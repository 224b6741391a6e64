import { AppError } from '../../contract/errors.ts';

/** The longest text a cell can hold, in UTF-16 units. */
const longestText = 32_767;

/**
 * A value as the content of a `<t>` element. Characters XML cannot carry are written `_xHHHH_`, and an underscore that
 * would be read as the beginning of such an escape is escaped itself (ECMA-376 part 1, 22.9.2.19 ST_Xstring).
 */
export function encodeCellText(value: string): string {
  return (
    value
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      // A carriage return would come back as a line feed: XML readers normalise line ends.
      .replace(
        /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
        escapeCharacter,
      )
      .replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'))
  );
}

/** Throws INPUT_INVALID for a value no cell can hold. */
export function requireFittingText(value: string, cell: string): void {
  if (value.length > longestText) {
    throw new AppError(
      'INPUT_INVALID',
      {
        zh: `要写入 ${cell} 的值有 ${value.length} 个字符，单元格最多容纳 ${longestText} 个。请缩短后重试。`,
        en: `The value for ${cell} has ${value.length} characters; a cell holds at most ${longestText}. Shorten it, then retry.`,
      },
      { data: { cell, length: value.length } },
    );
  }
}

function escapeCharacter(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
