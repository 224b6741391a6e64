import { parseCellName, type CellPlace } from '../grid/cell-address.ts';
import type { Sheet } from '../grid/grid.ts';
import { labelForm, similarity } from '../grid/text-form.ts';

export interface LabelCell {
  readonly place: CellPlace;
  readonly cell: string;
  readonly text: string;
  readonly form: string;
}

/** The short texts of a sheet, by which its parts are found. */
export interface LabelIndex {
  readonly labels: readonly LabelCell[];
  /** In reading order. */
  find(text: string): readonly LabelCell[];
  /** The label most like one of the texts, when it is alike enough to be a rewording. */
  nearest(texts: readonly string[], among: readonly LabelCell[]): LabelCell | null;
}

const longestLabel = 64;
/** Half of the characters agree: `VLAN 号` for `VLAN ID`, not `带外密码` for `主机名`. */
const alike = 0.5;
/** A template has a few hundred labels; a sheet full of short texts must not take minutes. */
const comparedLabels = 1_000;

export function createLabelIndex(sheet: Sheet): LabelIndex {
  const labels: LabelCell[] = [];
  const byForm = new Map<string, LabelCell[]>();
  for (const [cell, { value }] of sheet.cells) {
    const place = parseCellName(cell);
    if (place !== null && value?.kind === 'text' && value.text.length <= longestLabel) {
      labels.push({ place, cell, text: value.text, form: labelForm(value.text) });
    }
  }
  labels.sort((left, right) => left.place.row - right.place.row || left.place.column - right.place.column);
  for (const label of labels) {
    const same = byForm.get(label.form);
    if (same === undefined) {
      byForm.set(label.form, [label]);
    } else {
      same.push(label);
    }
  }
  return {
    labels,
    find: (text) => byForm.get(labelForm(text)) ?? [],
    nearest: (texts, among) => nearestOf(texts, among),
  };
}

function nearestOf(texts: readonly string[], among: readonly LabelCell[]): LabelCell | null {
  let best: { label: LabelCell; score: number } | null = null;
  for (const label of among.slice(0, comparedLabels)) {
    const score = Math.max(...texts.map((text) => similarity(text, label.text)));
    if (score >= alike && (best === null || score > best.score)) {
      best = { label, score };
    }
  }
  return best?.label ?? null;
}
