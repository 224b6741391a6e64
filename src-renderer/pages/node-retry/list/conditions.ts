/** Which nodes the list shows. Pure. */
import type { NodeRow } from '../../../../src-main/contract/node-retry.ts';
import { isFailedPhase } from '../../../../src-main/contract/node-retry-words.ts';
import { isFound } from '../../../components/Filter.tsx';

/** Both failed phases together; no phase is spelled so. */
export const anyFailed = 'failed';
/** No cluster, or no workspace; neither has such a name. */
export const nowhere = '-';

export interface Conditions {
  /** Empty: any, here and below. */
  readonly phase: string;
  readonly cluster: string;
  readonly workspace: string;
  readonly text: string;
}

export const noConditions: Conditions = { phase: '', cluster: '', workspace: '', text: '' };

const placed = (value: string | null): string => value ?? nowhere;

const hasPhase = (phase: string, wanted: string): boolean =>
  wanted === anyFailed ? isFailedPhase(phase) : phase === wanted;

export function narrowed(rows: readonly NodeRow[], conditions: Conditions): readonly NodeRow[] {
  const { phase, cluster, workspace, text } = conditions;
  return rows.filter(
    (row) =>
      (phase === '' || hasPhase(row.phase, phase)) &&
      (cluster === '' || placed(row.cluster) === cluster) &&
      (workspace === '' || placed(row.workspace) === workspace) &&
      (text.trim() === '' ||
        isFound(text.trim(), [row.name, row.phase, row.machinePhase, row.cluster, row.workspace])),
  );
}

export interface Choices {
  readonly phases: readonly string[];
  readonly clusters: readonly string[];
  readonly workspaces: readonly string[];
}

const distinct = (values: readonly string[]): readonly string[] =>
  [...new Set(values)].filter((value) => value !== '').sort();

/** What the rows can be narrowed to. */
export function choicesOf(rows: readonly NodeRow[]): Choices {
  const phases = distinct(rows.map(({ phase }) => phase));
  return {
    phases: phases.some(isFailedPhase) ? [anyFailed, ...phases] : phases,
    clusters: distinct(rows.map(({ cluster }) => placed(cluster))),
    workspaces: distinct(rows.map(({ workspace }) => placed(workspace))),
  };
}

/** The clusters that nodes are in, or are to be in. */
export const clustersOf = (rows: readonly NodeRow[]): readonly string[] =>
  distinct(rows.flatMap(({ cluster }) => cluster ?? []));
