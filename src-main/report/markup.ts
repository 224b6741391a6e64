/** Markup that is safe to put into the page. Only {@link fragment} makes it, so no unescaped text can get in. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

const entityOf: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Control characters are invalid in HTML, and direction marks could make a signed value read differently from what it is.
const invisible = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(invisible, (mark) => (mark === '\n' || mark === '\t' ? mark : '\ufffd'));
}

function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (mark) => entityOf[mark] ?? mark);
}

function markupOf(part: Part): string {
  if (typeof part === 'string') {
    return escapeText(part);
  }
  if (typeof part === 'number') {
    return String(part);
  }
  return 'markup' in part ? part.markup : part.map((piece) => piece.markup).join('');
}

/**
 * Template tag: the written text is markup, every string put in is escaped, {@link Html} goes in as it is. The
 * indentation of the source does not get into the page.
 */
export function fragment(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const written = strings.map((text) => text.replace(/\n\s+/g, '\n'));
  const pieces = parts.map((part, index) => markupOf(part) + (written[index + 1] ?? ''));
  return { markup: (written[0] ?? '') + pieces.join('') };
}

export const nothing: Html = { markup: '' };

export function joinHtml(pieces: readonly Html[], separator: Html): Html {
  return { markup: pieces.map((piece) => piece.markup).join(separator.markup) };
}

/** Puts a style sheet made of our own text and {@link cssString} values into the page. */
export function styleElement(styleSheet: string): Html {
  return { markup: `<style>${styleSheet}</style>` };
}

/**
 * A quoted CSS string for `content`. Every ASCII character but letters, digits and blanks becomes a hex escape, so
 * nothing in a customer's name can end the string, the rule or the style element.
 */
export function cssString(text: string): string {
  const line = printable(text).replace(/[\n\t]+/g, ' ');
  const escaped = line.replace(
    /[^a-zA-Z0-9 \u00a0-\u{10ffff}]/gu,
    (mark) => `\\${(mark.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped}"`;
}
