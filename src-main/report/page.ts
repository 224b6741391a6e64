import type { ReportDocument, SharedChapter } from '../contract/report.ts';
import { type Html, fragment, joinHtml, nothing } from './markup.ts';
import type { Texts } from './texts-chinese.ts';
import type { Times } from './times.ts';

/** What values and blocks are written with. */
export interface Wording {
  readonly texts: Texts;
  readonly times: Times;
  /** SHA-256 of the document, 64 hex digits; null for a page that shows none. */
  readonly sum: string | null;
}

/** How states are called, as everywhere else. */
export interface StateWords {
  readonly runs: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<string, string>>;
  /** Done by taking what was there. */
  readonly adopted: string;
}

/** What every chapter is written from. */
export interface Page extends Wording {
  readonly document: ReportDocument;
  readonly sum: string;
  readonly words: StateWords;
}

/** By its place among the document's chapters, from 1. */
export function numberOf({ document }: Page, chapterOf: SharedChapter): string {
  const place = document.chapters.indexOf(chapterOf);
  if (place === -1) {
    throw new Error(`The report has no chapter "${chapterOf}".`);
  }
  return String(place + 1);
}

const thousands = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1626341376` as `1,626,341,376`. */
export function grouped(count: number): string {
  return thousands.format(count);
}

/** What stands in a cell that has no value. */
export function orDash(text: string | null): string {
  return text === null || text.trim() === '' ? '—' : text;
}

/** The report's word for a code of ours; a code it does not know is shown as it is. */
export function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}

export function chapter(heading: { readonly number: number; readonly title: string }, body: Html): Html {
  return fragment`<section class="chapter" id="chapter-${heading.number}">
    <h2>${heading.number}<span class="gap"></span>${heading.title}</h2>
    ${body}
  </section>`;
}

/** The one line of a chapter that has nothing to tell. */
export function emptyLine({ texts }: Pick<Wording, 'texts'>): Html {
  return fragment`<p class="empty">${texts.none}</p>`;
}

export interface Column {
  readonly title: string;
  /** Width in CSS pixels on a sheet whose text is 650 wide; without it the column shares what is left. */
  readonly widthPx?: number | undefined;
  readonly centered?: boolean | undefined;
}

/** A group of rows that keeps its heading row with its first row. `heading` null for none. */
export interface RowGroup {
  readonly heading: Html | null;
  readonly rows: readonly Html[];
}

/** A table whose head is repeated on every page it runs over. Rows are `<tr>` elements. */
export function table(columns: readonly Column[], groups: readonly RowGroup[], kind = ''): Html {
  const widths = columns.map(({ widthPx }) =>
    widthPx === undefined ? fragment`<col>` : fragment`<col style="width:${widthPx}px">`,
  );
  const heads = columns.map(({ title, centered }) =>
    centered === true
      ? fragment`<th class="center" scope="col">${title}</th>`
      : fragment`<th scope="col">${title}</th>`,
  );
  const bodies = groups.map(({ heading, rows }) => {
    const headingRow =
      heading === null
        ? nothing
        : fragment`<tr class="group">
            <th colspan="${columns.length}" scope="rowgroup">${heading}</th>
          </tr>`;
    return fragment`<tbody>
      ${headingRow}${rows}
    </tbody>`;
  });
  return fragment`<table class="${kind}">
    <colgroup>
      ${widths}
    </colgroup>
    <thead>
      <tr>
        ${heads}
      </tr>
    </thead>
    ${bodies}
  </table>`;
}

export function row(cells: readonly Html[]): Html {
  return fragment`<tr>
    ${cells}
  </tr>`;
}

export function cell(content: string | Html): Html {
  return fragment`<td>${content}</td>`;
}

export function centered(content: string | number): Html {
  return fragment`<td class="center">${content}</td>`;
}

/** A value whose characters matter one by one: a sum, a UUID. */
export function exact(text: string): Html {
  return fragment`<span class="exact">${text}</span>`;
}

export interface Fact {
  readonly label: string;
  readonly value: string | Html;
  /** Takes the whole width instead of half of it. */
  readonly wide?: boolean;
}

/** Labels and values, two pairs a row. A fact left alone in its row takes the whole width. */
export function factTable(facts: readonly Fact[]): Html {
  const pairs: Fact[][] = [];
  for (const fact of facts) {
    const last = pairs.at(-1);
    const fits = last?.length === 1 && last[0]?.wide !== true && fact.wide !== true;
    if (fits) {
      last.push(fact);
    } else {
      pairs.push([fact]);
    }
  }
  const rows = pairs.map((pair) => {
    const span = pair.length === 1 ? fragment` colspan="3"` : nothing;
    return row(
      pair.map(({ label, value }) => fragment`<th scope="row">${label}</th><td${span}>${value}</td>`),
    );
  });
  return fragment`<table class="facts">
    <colgroup>
      <col class="label">
      <col>
      <col class="label">
      <col>
    </colgroup>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** Several lines in one cell. */
export function lines(pieces: readonly Html[]): Html {
  return joinHtml(pieces, fragment`<br>`);
}
