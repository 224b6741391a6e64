/** Which workloads the list shows. Pure. */
import { kindNames, type WorkloadKind } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadRow } from '../../../../src-main/contract/restart.ts';
import { isFound } from '../../../components/Filter.tsx';
import { standingOf, type Standing } from '../rollout-state.tsx';

export interface Conditions {
  /** Empty: any, here and below. */
  readonly namespace: string;
  readonly kind: WorkloadKind | '';
  /** `KEY=VALUE`. */
  readonly label: string;
  readonly state: Standing | '';
  readonly text: string;
}

export const noConditions: Conditions = { namespace: '', kind: '', label: '', state: '', text: '' };

export const labelsOf = ({ labels }: Pick<WorkloadRow, 'labels'>): readonly string[] =>
  Object.entries(labels).map(([key, value]) => `${key}=${value}`);

export function narrowed(rows: readonly WorkloadRow[], conditions: Conditions): readonly WorkloadRow[] {
  const { namespace, kind, label, state, text } = conditions;
  return rows.filter(
    (row) =>
      (namespace === '' || row.namespace === namespace) &&
      (kind === '' || row.kind === kind) &&
      (label === '' || labelsOf(row).includes(label)) &&
      (state === '' || standingOf(row) === state) &&
      (text.trim() === '' || isFound(text.trim(), textsOf(row))),
  );
}

const textsOf = (row: WorkloadRow): readonly string[] => [
  row.name,
  row.namespace,
  kindNames[row.kind],
  ...row.images,
  ...labelsOf(row),
];

export interface Choices {
  readonly namespaces: readonly string[];
  readonly kinds: readonly WorkloadKind[];
  readonly labels: readonly string[];
  readonly states: readonly Standing[];
}

const distinct = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();

/** What the rows can be narrowed to. */
export const choicesOf = (rows: readonly WorkloadRow[]): Choices => ({
  namespaces: distinct(rows.map(({ namespace }) => namespace)),
  kinds: distinct(rows.map(({ kind }) => kind)),
  labels: distinct(rows.flatMap(labelsOf)),
  states: distinct(rows.map(standingOf)),
});
