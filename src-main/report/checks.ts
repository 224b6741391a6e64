import type { ReportDocument, ReportVerdict } from '../contract/report.ts';
import { type Html, fragment, nothing } from './markup.ts';
import { type Page, type RowGroup, cell, centered, chapter, emptyLine, lines, row, table } from './page.ts';

type Check = ReportDocument['checks'][number];

const markOf: Readonly<Record<ReportVerdict, string>> = {
  equal: '✓',
  'equal-as-edited': '✓',
  indirect: '✓',
  different: '✗',
  unreadable: '–',
};

/** ① to ⑳, which every Chinese font has; `[21]` from there on. */
function footnoteMark(index: number): string {
  return index < 20 ? String.fromCodePoint(0x2460 + index) : `[${index + 1}]`;
}

/** Every different note once, in the order the checks mention them. */
function footnotesOf(checks: readonly Check[]): readonly string[] {
  return [...new Set(checks.flatMap(({ note }) => (note === null || note.trim() === '' ? [] : [note])))];
}

function verdictCell({ texts }: Page, check: Check, mark: string): Html {
  const words = `${markOf[check.verdict]} ${texts.checks.verdicts[check.verdict]}${mark === '' ? '' : `\u00a0${mark}`}`;
  const weighty = check.verdict === 'different' || check.verdict === 'unreadable';
  return weighty ? fragment`<td><b>${words}</b></td>` : cell(words);
}

function heading({ texts }: Page, { groupTitle, groupNote, of }: Check): Html {
  const named = of === null ? groupTitle : `${groupTitle} · ${of}`;
  return fragment`${named}${groupNote === null ? '' : texts.inBrackets(groupNote)}`;
}

/** Consecutive checks of the same group and object stand under one heading. */
function groupsOf(page: Page, rowOf: (check: Check, index: number) => Html): readonly RowGroup[] {
  const groups: { readonly first: Check; readonly rows: Html[] }[] = [];
  for (const [index, check] of page.document.checks.entries()) {
    const last = groups.at(-1);
    if (last?.first.group === check.group && last.first.of === check.of) {
      last.rows.push(rowOf(check, index));
    } else {
      groups.push({ first: check, rows: [rowOf(check, index)] });
    }
  }
  return groups.map(({ first, rows }) => ({ heading: heading(page, first), rows }));
}

function checkTable(page: Page, footnotes: readonly string[]): Html {
  const { texts, times } = page;
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: texts.checks.subject, widthPx: 118 },
    { title: texts.checks.planned },
    { title: texts.checks.actual },
    { title: texts.checks.verdict, widthPx: 120 },
    { title: texts.checks.readAt, widthPx: 60, centered: true },
  ];
  const groups = groupsOf(page, (check, index) => {
    const note = check.note === null ? -1 : footnotes.indexOf(check.note);
    return row([
      centered(index + 1),
      cell(check.subject),
      cell(check.planned),
      cell(check.actual ?? texts.checks.noActual),
      verdictCell(page, check, note === -1 ? '' : footnoteMark(note)),
      centered(times.second(check.readAt)),
    ]);
  });
  return table(columns, groups, 'dense');
}

/** When the site was last read; a report may be made long after that. */
const lastRead = ({ checks, madeAt }: Page['document']): string =>
  checks.map(({ readAt }) => readAt).reduce((last, at) => (at > last ? at : last), '') || madeAt;

/** Planned beside read back, one row per setting. */
export function checksChapter(page: Page, number: number): Html {
  const { document, texts, times } = page;
  const heading = { number, title: texts.chapters.checks };
  if (document.checks.length === 0) {
    return chapter(heading, emptyLine(page));
  }
  const footnotes = footnotesOf(document.checks);
  const { intro: current, introOutdated } = texts.checks;
  const intro = document.conclusion.isCurrent ? current : introOutdated;
  const notes = footnotes.map((note, index) => fragment`${footnoteMark(index)} ${note}`);
  return chapter(
    heading,
    fragment`<p class="intro">${intro(document.plannedFrom, times.withZone(lastRead(document)))}</p>
      ${checkTable(page, footnotes)}${
        notes.length === 0 ? nothing : fragment`<p class="note">${lines(notes)}</p>`
      }`,
  );
}
