/** Where the groups of steps and the lines between them are drawn. Pure; all lengths in CSS pixels. */
import { objectOf } from '../../words/step-object.ts';
import { foremost, type StepGroup } from './groups.ts';
import { linesBetween, type Line } from './graph-lines.ts';
import type { StepRow } from '../../../src-main/contract/run.ts';

export interface Chip {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Box {
  readonly group: StepGroup;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isOpen: boolean;
  readonly chips: readonly Chip[];
  /** Steps for which there was no room. */
  readonly hidden: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

export const headHeight = 24;
export const chipHeight = 22;

interface Sizes {
  readonly chip: number;
  /** Where there are few of them, each has more room for its name. */
  readonly roomyChip: number;
  readonly wideChip: number;
  /** Of a closed box. */
  readonly least: number;
  readonly most: number;
}

const small: Sizes = { chip: 58, roomyChip: 68, wideChip: 89, least: 132, most: 220 };
/** Enlarged, names are not cut. */
const large: Sizes = { chip: 104, roomyChip: 132, wideChip: 172, least: 190, most: 300 };
const largeFrom = 600;
const gap = 4;
/** A group of more steps shows those that want to be seen; the list has them all. */
const mostChips = 60;
const mostOpen = 24;
const margin = 8;
const between = 8;
const below = 18;

/** A large group grows in width before it grows too high. */
function columnsFor(count: number): number {
  return count > 24 ? 5 : count > 4 ? 3 : 2;
}

/** A step without an object of its own is called by its title, which needs the whole width; settings have short names. */
export const isCalledByTitle = (step: Pick<StepRow, 'key' | 'group'>): boolean =>
  step.group !== 'settings' && objectOf(step) === null;

/**
 * Groups of objects that can be told side by side are unfolded, larger ones and those of steps that only have titles are
 * folded, until a person does otherwise. The plan alone decides: nothing moves because of what a step comes to.
 */
const isOpenByPlan = ({ steps }: StepGroup): boolean =>
  steps.length <= mostOpen && !steps.every(isCalledByTitle);

/** How wide the chips of a group are, and how many stand side by side. */
function gridOf(
  named: readonly StepRow[],
  sizes: Sizes,
): { readonly columns: number; readonly wide: number } {
  // An account is told by its host and its user: two words need room.
  const isWide = named.some((step) => objectOf(step)?.includes(' ') === true);
  const columns = Math.max(1, Math.min(isWide ? 2 : columnsFor(named.length), named.length));
  const wide = columns <= 2 ? sizes.wideChip : columns === 3 ? sizes.roomyChip : sizes.chip;
  return { columns, wide };
}

/** How wide names are drawn, in CSS pixels. */
export interface NameWidths {
  readonly group: (group: StepGroup) => number;
  readonly step: (step: StepRow) => number;
}

/** What stands beside a name: the glyph, the count of a closed box, and the space around them. */
const besideTitle = 82;
const besideStep = 36;

interface BoxSizes {
  readonly sizes: Sizes;
  readonly names: NameWidths;
  /** The width that there is for a whole line. */
  readonly inner: number;
}

function boxOf(group: StepGroup, isOpen: boolean, { sizes, names, inner }: BoxSizes): Omit<Box, 'x' | 'y'> {
  const titleWidth = Math.min(inner, Math.max(sizes.least, names.group(group) + besideTitle));
  if (!isOpen) {
    return { group, isOpen, width: titleWidth, height: headHeight, chips: [], hidden: 0 };
  }
  const shown = foremost(group.steps, mostChips);
  const named = shown.filter((step) => !isCalledByTitle(step));
  const titled = shown.filter(isCalledByTitle);
  const { columns, wide } = gridOf(named, sizes);
  const grid = named.length === 0 ? 0 : columns * (wide + gap);
  const titledWidth = Math.max(sizes.most, ...titled.map((step) => names.step(step) + besideStep));
  const least = titled.length === 0 ? titleWidth : Math.max(titleWidth, Math.min(inner, titledWidth));
  const width = Math.max(least, gap + grid);
  const top = (row: number): number => headHeight + gap + row * (chipHeight + gap);
  const gridRows = Math.ceil(named.length / columns);
  const chips = [
    ...named.map(({ key }, index): Chip => {
      const x = gap + (index % columns) * (wide + gap);
      return { key, x, y: top(Math.floor(index / columns)), width: wide };
    }),
    ...titled.map(({ key }, index): Chip => ({
      key,
      x: gap,
      y: top(gridRows + index),
      width: width - 2 * gap - 2,
    })),
  ];
  const hidden = group.steps.length - shown.length;
  const rows = gridRows + titled.length + (hidden > 0 ? 1 : 0);
  return { group, isOpen, chips, hidden, width, height: top(rows) };
}

/** Which group needs which, without what follows from the rest. */
export function groupEdges(groups: readonly StepGroup[]): readonly (readonly [string, string])[] {
  const groupOf = new Map(groups.flatMap(({ key, steps }) => steps.map((step) => [step.key, key] as const)));
  const needs = new Map<string, Set<string>>();
  for (const { key, steps } of groups) {
    const before = steps.flatMap(({ dependsOn }) => dependsOn.map((one) => groupOf.get(one) ?? key));
    needs.set(key, new Set(before.filter((from) => from !== key)));
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) {
      return true;
    }
    if (seen.has(from)) {
      return false;
    }
    seen.add(from);
    return [...(needs.get(from) ?? [])].some((next) => reaches(next, to, seen));
  };
  return [...needs].flatMap(([key, before]) =>
    [...before]
      .filter((from) => ![...before].some((other) => other !== from && reaches(other, from)))
      .map((from) => [from, key] as const),
  );
}

/** How many groups must come before; a group stands below everything it needs. */
function ranksOf(
  groups: readonly StepGroup[],
  edges: readonly (readonly [string, string])[],
): Map<string, number> {
  const before = new Map(
    groups.map(({ key }) => [key, edges.flatMap(([from, to]) => (to === key ? [from] : []))]),
  );
  const ranks = new Map<string, number>();
  const rankOf = (key: string, path: readonly string[]): number => {
    const known = ranks.get(key);
    if (known !== undefined) {
      return known;
    }
    // Groups may need each other although their steps do not: then the plan's order decides.
    const needed = (before.get(key) ?? []).filter((from) => !path.includes(from));
    const rank = needed.reduce((deepest, from) => Math.max(deepest, rankOf(from, [...path, key]) + 1), 0);
    ranks.set(key, rank);
    return rank;
  };
  for (const { key } of groups) {
    rankOf(key, []);
  }
  return ranks;
}

type Sized = Omit<Box, 'x' | 'y'>;

/** Boxes side by side as long as they fit; closed ones share what is left. */
function linesOf(boxes: readonly Sized[], widthPx: number, sizes: Sizes): readonly (readonly Sized[])[] {
  const lines: Sized[][] = [];
  let line: Sized[] = [];
  let used = 0;
  for (const box of boxes) {
    if (line.length > 0 && used + between + box.width > widthPx) {
      lines.push(line);
      [line, used] = [[], 0];
    }
    used += (line.length > 0 ? between : 0) + box.width;
    line.push(box);
  }
  if (line.length > 0) {
    lines.push(line);
  }
  return lines.map((boxesOfLine) => stretched(boxesOfLine, widthPx, sizes));
}

function stretched(line: readonly Sized[], widthPx: number, sizes: Sizes): readonly Sized[] {
  const closed = line.filter(({ isOpen }) => !isOpen).length;
  const taken = line.reduce((sum, { width }) => sum + width, between * (line.length - 1));
  const more = Math.floor((widthPx - taken) / Math.max(1, closed));
  return line.map((box) => {
    const width = Math.max(box.width, Math.min(sizes.most, box.width + more));
    return box.isOpen ? box : { ...box, width };
  });
}

const noNames: NameWidths = { group: () => 0, step: () => 0 };

interface Room {
  readonly widthPx: number;
  readonly names?: NameWidths;
}

/** Draws the groups within the width where they fit; a larger one makes the drawing wider. */
export function drawGraph(
  groups: readonly StepGroup[],
  folds: ReadonlyMap<string, boolean>,
  { widthPx, names = noNames }: Room,
): Drawing {
  const sizes = widthPx < largeFrom ? small : large;
  const inner = widthPx - 2 * margin;
  const edges = groupEdges(groups);
  const ranks = ranksOf(groups, edges);
  const sized = groups.map((group) => {
    const isOpen = folds.get(group.key) ?? isOpenByPlan(group);
    return boxOf(group, isOpen && group.steps.length > 1, { sizes, names, inner });
  });
  const boxes: Box[] = [];
  let y = margin;
  let width = widthPx;
  for (let rank = 0; boxes.length < groups.length; rank += 1) {
    const row = sized.filter(({ group }) => ranks.get(group.key) === rank);
    for (const line of linesOf(row, inner, sizes)) {
      const lineWidth = line.reduce((sum, box) => sum + box.width, between * (line.length - 1));
      width = Math.max(width, lineWidth + 2 * margin);
      let x = margin + Math.max(0, Math.floor((inner - lineWidth) / 2));
      for (const box of line) {
        boxes.push({ ...box, x, y });
        x += box.width + between;
      }
      y += Math.max(...line.map(({ height }) => height)) + below;
    }
  }
  return { width, height: Math.max(0, y - below + margin), boxes, lines: linesBetween(boxes, edges, below) };
}
