import type { CellReader } from '../grid/cell-reader.ts';
import type { Sheet } from '../grid/grid.ts';
import { labelForm, similarity } from '../grid/text-form.ts';
import { createLabelIndex, type LabelIndex } from './label-index.ts';
import type { AnchorPlace, Layout, Miss, NearMiss, TableLayout } from './layout.ts';
import { locateAnchor } from './locate-anchors.ts';
import { locateHead, rowsOf, type TableHead } from './locate-tables.ts';
import type { AnchorKey, AnchorRule, Profile, SheetKey, SheetRule, TableKey, TableRule } from './profile.ts';

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
      misses.push(anchorMiss(key, rule, { sheet, index }));
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
  return { profile, sheets, tables: withRows(heads, anchors), anchors, misses };
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

function nearestTitle(wanted: readonly string[], titles: readonly string[]): NearMiss | null {
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
  place: { sheet: Sheet; index: LabelIndex },
): Miss {
  const near = place.index.nearest(rule.labels, place.index.labels);
  return {
    part: 'anchor',
    key,
    wanted: rule.labels[0] ?? key,
    isRequired: rule.isRequired,
    sheet: place.sheet.title,
    near: near === null ? null : { text: near.text, cell: near.cell },
  };
}

/** A table ends where another one begins, and at the row of any anchor. */
function withRows(
  heads: ReadonlyMap<TableKey, TableHead>,
  anchors: ReadonlyMap<AnchorKey, readonly AnchorPlace[]>,
): ReadonlyMap<TableKey, TableLayout> {
  const tables = new Map<TableKey, TableLayout>();
  for (const [key, head] of heads) {
    const otherHeads = [...heads.values()].filter((other) => other.sheet === head.sheet && other !== head);
    const anchorRows = [...anchors.values()]
      .flat()
      .filter((place) => place.sheet === head.sheet)
      .map((place) => (place.label ?? place.value).row);
    const endRows = new Set([...otherHeads.map((other) => other.headerRow), ...anchorRows]);
    tables.set(key, { ...head, rows: rowsOf(head, endRows) });
  }
  return tables;
}
