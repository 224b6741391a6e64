import { isInRange } from '../grid/cell-address.ts';
import type { CellReader } from '../grid/cell-reader.ts';
import type { Sheet } from '../grid/grid.ts';
import { labelForm, similarity } from '../grid/text-form.ts';
import { passwordRanges } from '../secrets/password-ranges.ts';
import { headerFormsOf } from './header-forms.ts';
import { createLabelIndex, type LabelCell, type LabelIndex } from './label-index.ts';
import type { AnchorPlace, Layout, Miss, NearMiss, TableLayout } from './layout.ts';
import { locateAnchor } from './locate-anchors.ts';
import { locateHead, rowsOf, type TableHead } from './locate-tables.ts';
import { repeatedHeadRows } from './repeated-heads.ts';
import {
  clusterSheetKeys,
  type AnchorKey,
  type AnchorRule,
  type Profile,
  type SheetKey,
  type SheetRule,
  type TableKey,
  type TableRule,
} from './profile.ts';

type SheetSource = Pick<CellReader, 'titles' | 'sheet'>;

/** Looks for everything a profile names. What is missing is listed with what comes close to it. */
export function applyProfile(profile: Profile, source: SheetSource): Layout {
  const { sheets, misses: sheetMisses } = locateSheets(profile, source);
  const indexOf = createIndexes(sheets);
  const misses: Miss[] = [...sheetMisses];
  const anchors = new Map<AnchorKey, readonly AnchorPlace[]>();
  const knownLabels = labelsOf(profile);
  for (const [key, rule] of Object.entries(profile.anchors) as [AnchorKey, AnchorRule][]) {
    const sheet = sheets.get(rule.sheet);
    const index = indexOf(rule.sheet);
    const places =
      sheet === undefined || index === null ? [] : locateAnchor(rule, { sheet, index }, knownLabels);
    if (places.length > 0) {
      anchors.set(key, places);
    } else if (sheet !== undefined && index !== null && 'labels' in rule) {
      misses.push(anchorMiss(key, rule, { sheet, index, profile }));
    }
  }
  const heads = new Map<TableKey, TableHead>();
  for (const [key, rule] of Object.entries(profile.tables) as [TableKey, TableRule][]) {
    const sheet = sheets.get(rule.sheet);
    const index = indexOf(rule.sheet);
    if (sheet !== undefined && index !== null) {
      const located = locateHead(key, rule, { sheet, index });
      misses.push(...located.misses);
      if (located.head !== null) {
        heads.set(key, located.head);
      }
    }
  }
  const repeatedRows = repeatedRowsOf(profile, heads, indexOf);
  return {
    profile,
    sheets,
    tables: withRows({ profile, heads, anchors, repeatedRows }),
    anchors,
    misses,
    repeatedRows,
  };
}

function locateSheets(
  profile: Profile,
  source: SheetSource,
): { sheets: Map<SheetKey, Sheet>; misses: readonly Miss[] } {
  const sheets = new Map<SheetKey, Sheet>();
  const misses: Miss[] = [];
  for (const [key, rule] of Object.entries(profile.sheets) as [SheetKey, SheetRule][]) {
    const forms = rule.titles.map(labelForm);
    const title = source.titles.find((candidate) => forms.includes(labelForm(candidate)));
    const sheet = title === undefined ? null : source.sheet(title);
    if (sheet === null) {
      misses.push({
        part: 'sheet',
        key,
        wanted: rule.titles[0] ?? key,
        isRequired: rule.isRequired,
        sheet: null,
        near: nearestTitle(rule.titles, source.titles),
      });
    } else {
      sheets.set(key, sheet);
    }
  }
  return { sheets, misses };
}

/** The only title that has a wanted one in it, as in 主机规划（A集群）, else the one most alike. */
function nearestTitle(wanted: readonly string[], titles: readonly string[]): NearMiss | null {
  const forms = wanted.map(labelForm);
  const [extended, ...others] = titles.filter((title) =>
    forms.some((form) => labelForm(title).includes(form)),
  );
  if (extended !== undefined && others.length === 0) {
    return { text: extended, cell: null };
  }
  const scored = titles.map((title) => ({
    title,
    score: Math.max(...wanted.map((text) => similarity(text, title))),
  }));
  const [best] = scored.sort((left, right) => right.score - left.score);
  return best === undefined || best.score < 0.5 ? null : { text: best.title, cell: null };
}

function createIndexes(sheets: ReadonlyMap<SheetKey, Sheet>): (key: SheetKey) => LabelIndex | null {
  const indexes = new Map<SheetKey, LabelIndex>();
  return (key) => {
    const sheet = sheets.get(key);
    if (sheet === undefined) {
      return null;
    }
    const index = indexes.get(key) ?? createLabelIndex(sheet);
    indexes.set(key, index);
    return index;
  };
}

function labelsOf(profile: Profile): ReadonlySet<string> {
  const rules: readonly AnchorRule[] = Object.values(profile.anchors);
  return new Set(rules.flatMap((rule) => ('labels' in rule ? rule.labels.map(labelForm) : [])));
}

function anchorMiss(
  key: AnchorKey,
  rule: Extract<AnchorRule, { labels: readonly string[] }>,
  place: { readonly profile: Profile; readonly sheet: Sheet; readonly index: LabelIndex },
): Miss {
  const near = place.index.nearest(rule.labels, shownLabels(place));
  return {
    part: 'anchor',
    key,
    wanted: rule.labels[0] ?? key,
    isRequired: rule.isRequired,
    sheet: place.sheet.title,
    near: near === null ? null : { text: near.text, cell: near.cell },
  };
}

/** A miss is shown with what comes near it, and a password may come near a label. */
function shownLabels({
  profile,
  sheet,
  index: { labels },
}: {
  readonly profile: Profile;
  readonly sheet: Sheet;
  readonly index: LabelIndex;
}): readonly LabelCell[] {
  const headers = headerFormsOf([profile]);
  const known = { headers, headerRows: [], valueRows: [], labels: new Set<string>() };
  const secret = passwordRanges({ sheet, labels }, known);
  return labels.filter((label) => !secret.some((range) => isInRange(range, label.place)));
}

/** On the cluster's own sheets only: on others a table may repeat its headers. */
function repeatedRowsOf(
  profile: Profile,
  heads: ReadonlyMap<TableKey, TableHead>,
  indexOf: (key: SheetKey) => LabelIndex | null,
): Layout['repeatedRows'] {
  return new Map(
    clusterSheetKeys.map((sheet) => {
      const index = indexOf(sheet);
      const onSheet = [...heads]
        .filter(([key]) => profile.tables[key]?.sheet === sheet)
        .map(([, head]) => head);
      return [sheet, index === null ? [] : repeatedHeadRows(onSheet, index)];
    }),
  );
}

/** A table ends where another one begins, and at the row of any anchor. */
function withRows({
  profile,
  heads,
  anchors,
  repeatedRows,
}: {
  readonly profile: Profile;
  readonly heads: ReadonlyMap<TableKey, TableHead>;
  readonly anchors: Layout['anchors'];
  readonly repeatedRows: Layout['repeatedRows'];
}): ReadonlyMap<TableKey, TableLayout> {
  const tables = new Map<TableKey, TableLayout>();
  for (const [key, head] of heads) {
    const otherHeads = [...heads.values()].filter((other) => other.sheet === head.sheet && other !== head);
    const anchorRows = [...anchors.values()]
      .flat()
      .filter((place) => place.sheet === head.sheet)
      .map((place) => (place.label ?? place.value).row);
    const sheet = profile.tables[key]?.sheet;
    const repeated = sheet === undefined ? [] : (repeatedRows.get(sheet) ?? []);
    const endRows = new Set([...otherHeads.map((other) => other.headerRow), ...anchorRows, ...repeated]);
    tables.set(key, { ...head, rows: rowsOf(head, endRows) });
  }
  return tables;
}
