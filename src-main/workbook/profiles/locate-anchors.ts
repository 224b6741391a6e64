import { cellName, parseCellName, type CellPlace } from '../grid/cell-address.ts';
import { below, cellAt, rightOf, type Sheet } from '../grid/grid.ts';
import { labelForm } from '../grid/text-form.ts';
import type { LabelCell, LabelIndex } from './label-index.ts';
import type { AnchorPlace } from './layout.ts';
import type { AnchorRule, LabelAnchor } from './profile.ts';

export interface SheetPlace {
  readonly sheet: Sheet;
  readonly index: LabelIndex;
}

/** Finds an anchor's places; none when its label is not there. `knownLabels` are the forms of all labels of the profile. */
export function locateAnchor(
  rule: AnchorRule,
  { sheet, index }: SheetPlace,
  knownLabels: ReadonlySet<string>,
): readonly AnchorPlace[] {
  if ('cell' in rule) {
    const value = parseCellName(rule.cell);
    return value === null ? [] : [{ sheet, label: null, value, isInside: false }];
  }
  if (rule.value === 'inside') {
    return insideOf(rule, sheet, index);
  }
  return labelsOf(rule, index).map((label) => ({
    sheet,
    label: label.place,
    value: valuePlace(rule.value, { sheet, label: label.place }, knownLabels),
    isInside: false,
  }));
}

/** `beside` labels may be numbered: `DNS 服务器 1`. Otherwise the first label of its text is meant. */
function labelsOf(rule: LabelAnchor, index: LabelIndex): readonly LabelCell[] {
  for (const text of rule.labels) {
    const form = labelForm(text);
    const found =
      rule.value === 'beside'
        ? index.labels.filter((label) => label.form.replace(/[0-9]+$/, '') === form)
        : index.find(text).slice(0, 1);
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}

function valuePlace(
  value: LabelAnchor['value'],
  { sheet, label }: { sheet: Sheet; label: CellPlace },
  knownLabels: ReadonlySet<string>,
): CellPlace {
  const right = rightOf(sheet, label);
  if (value === 'second-right') {
    return rightOf(sheet, right);
  }
  const cell = cellAt(sheet, right);
  const isTaken =
    (cell === null && cellAt(sheet, below(sheet, label)) !== null && value === 'beside') ||
    knownLabels.has(labelForm(cell?.value?.text ?? '').replace(/[0-9]+$/, ''));
  return value === 'beside' && isTaken && !isLabel(sheet, below(sheet, label), knownLabels)
    ? below(sheet, label)
    : right;
}

function isLabel(sheet: Sheet, place: CellPlace, knownLabels: ReadonlySet<string>): boolean {
  const text = sheet.cells.get(cellName(place))?.value?.text ?? '';
  return knownLabels.has(labelForm(text).replace(/[0-9]+$/, ''));
}

/** `版本:6.2.0`, or the label alone with its value to the right. */
function insideOf(rule: LabelAnchor, sheet: Sheet, index: LabelIndex): readonly AnchorPlace[] {
  for (const label of index.labels) {
    const [name = '', ...rest] = label.text.normalize('NFKC').split(':');
    if (rule.labels.some((text) => labelForm(text) === labelForm(name))) {
      const isInside = rest.join(':').trim() !== '';
      return [
        { sheet, label: label.place, value: isInside ? label.place : rightOf(sheet, label.place), isInside },
      ];
    }
  }
  return [];
}
