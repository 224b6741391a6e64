import type { Finding, Severity } from '../../../../src-main/contract/finding.ts';
import type { Text } from '../../../../src-main/contract/text.ts';
import { areaOf, doMeet } from './cells.ts';
import { boxOf, placesOf, type Box, type Layout } from './layout.ts';

/** The worst one first; a list of `src-main/contract/finding.ts` in its order. */
export const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

export type Counts = Readonly<Record<Severity, number>>;

export function countsOf(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) {
    counts[severity] += 1;
  }
  return counts;
}

export const worstOf = (counts: Counts): Severity | null =>
  severities.find((severity) => counts[severity] > 0) ?? null;

export const keyOf = ({ code, sheet, cell }: Pick<Finding, 'code' | 'sheet' | 'cell'>): string =>
  `${code} ${sheet}!${cell}`;

/** Findings by sheet, in the order of the tabs; within a sheet the worst first, then as the rules have them. */
export function groupsOf(
  findings: readonly Finding[],
  titles: readonly string[],
): readonly { readonly sheet: string; readonly findings: readonly Finding[] }[] {
  const groups = new Map<string, Finding[]>(titles.map((title) => [title, []]));
  for (const severity of severities) {
    for (const finding of findings) {
      if (finding.severity !== severity) {
        continue;
      }
      const group = groups.get(finding.sheet) ?? [];
      group.push(finding);
      groups.set(finding.sheet, group);
    }
  }
  return [...groups].flatMap(([sheet, of]) => (of.length === 0 ? [] : [{ sheet, findings: of }]));
}

/** What is wrong with a box. */
export const findingsAt = (findings: readonly Finding[], sheet: string, box: Box): readonly Finding[] =>
  findings.filter((finding) => {
    const area = finding.sheet === sheet ? areaOf(finding.cell) : null;
    return area !== null && doMeet(area, box.area);
  });

/** The worst finding of each box of a sheet, by address. */
export function marksOf(findings: readonly Finding[], layout: Layout): ReadonlyMap<string, Severity> {
  const marks = new Map<string, Severity>();
  for (const severity of [...severities].reverse()) {
    for (const finding of findings) {
      if (finding.severity !== severity || finding.sheet !== layout.sheet.title) {
        continue;
      }
      for (const place of placesOf(finding.cell)) {
        marks.set(boxOf(layout, place).address, severity);
      }
    }
  }
  return marks;
}

/** The one after the current one, around the end; null when there is none. */
export function nextOf<T>(list: readonly T[], isCurrent: (item: T) => boolean, by: 1 | -1): T | null {
  if (list.length === 0) {
    return null;
  }
  const at = list.findIndex(isCurrent);
  if (at === -1) {
    return (by === 1 ? list[0] : list.at(-1)) ?? null;
  }
  return list[(at + by + list.length) % list.length] ?? null;
}

const quoted = (text: string): string =>
  // A spreadsheet program would run what begins like this as a formula.
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

interface Headings {
  readonly severity: Readonly<Record<Severity, string>>;
  readonly columns: readonly string[];
}

/** The findings as a file for Excel: with the mark that says UTF-8, so that Chinese is read as such. */
export function findingsCsv(
  findings: readonly Finding[],
  words: (text: Text) => string,
  { severity, columns }: Headings,
): string {
  const rows = findings.map((finding) => [
    severity[finding.severity],
    finding.sheet,
    finding.cell,
    words(finding.message),
    finding.fix === undefined ? '' : words(finding.fix),
    finding.code,
  ]);
  return `\uFEFF${[columns, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}
