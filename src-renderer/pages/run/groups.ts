/** Steps in the groups that the list and the graph show them in. */
import type { StepRow, StepState } from '../../../src-main/contract/run.ts';
import { intervalsOf, unionMs } from '../../../src-main/contract/run-timing.ts';
import { groupBy } from '../../words/group-by.ts';

export interface StepGroup {
  /** Unique among the groups of a run. */
  readonly key: string;
  /** As its steps name it. */
  readonly name: string;
  readonly steps: readonly StepRow[];
  /** The state that matters most of its steps. */
  readonly worst: StepState;
  readonly changed: boolean | null;
  /** The run that has undone all of its changes since. */
  readonly undoneBy: string | undefined;
  readonly settled: number;
  /** The time in which any of them was at work. */
  readonly durationMs: number | null;
}

/** The first of these that any step is in speaks for its group. */
const gravity: readonly StepState[] = [
  'failed',
  'unknown',
  'warning',
  'running',
  'canceled',
  'pending',
  'succeeded',
  'skipped',
] as StepState[];

const attention: readonly StepState[] = ['failed', 'unknown', 'warning', 'running'];

const done: readonly StepState[] = ['succeeded', 'skipped', 'warning'];

/** Over and well, or nothing to be done: what failed or was canceled is still to be done. */
export const isSettled = (state: StepState): boolean => done.includes(state);

function worstOf(states: ReadonlySet<StepState>): StepState {
  // Some done and some to come is neither: the group waits for the rest.
  return gravity.find((state) => states.has(state)) ?? 'pending';
}

export function durationOf({ startedAt, endedAt, state }: StepRow, now: number): number | null {
  if (startedAt === null) {
    return null;
  }
  if (endedAt !== null) {
    return endedAt - startedAt;
  }
  return state === 'running' ? now - startedAt : null;
}

function undoneOf(steps: readonly StepRow[]): string | undefined {
  const changed = steps.filter(({ changed: hasChanged }) => hasChanged === true);
  return changed.every(({ undoneBy }) => undoneBy !== undefined) ? changed[0]?.undoneBy : undefined;
}

/** In the order of the plan; a group stands where its first step does. */
export function groupSteps(steps: readonly StepRow[], now: number): readonly StepGroup[] {
  return [...groupBy(steps, ({ group }) => group)].map(([key, members]): StepGroup => {
    let settled = 0;
    for (const step of members) {
      if (isSettled(step.state)) {
        settled += 1;
      }
    }
    const intervals = intervalsOf(members, now);
    const durationMs = intervals.length === 0 ? null : unionMs(intervals);
    return {
      key,
      name: key,
      steps: members,
      worst: worstOf(new Set(members.map(({ state }) => state))),
      changed: members.every(({ changed }) => changed === false) ? false : null,
      undoneBy: undoneOf(members),
      settled,
      durationMs,
    };
  });
}

export const pathKey = (path: readonly string[]): string => JSON.stringify(path);

/** The steps of one nested part of a run, in their groups. */
export interface ScopeSection {
  /** Keys of the parts around it and its own, the outermost one first; empty for what lies in none. */
  readonly path: readonly string[];
  readonly groups: readonly StepGroup[];
}

/** The groups of each nested part, in the order of the plan; all of a run without parts are one section. */
export function scopeSections(steps: readonly StepRow[], now: number): readonly ScopeSection[] {
  return [...groupBy(steps, ({ scope = [] }) => pathKey(scope))].map(([key, members]): ScopeSection => {
    const path = members[0]?.scope ?? [];
    const groups = groupSteps(members, now);
    // A group may have steps in several parts, and is folded in each of them by itself.
    return {
      path,
      groups: path.length === 0 ? groups : groups.map((group) => ({ ...group, key: `${key} ${group.key}` })),
    };
  });
}

/** Those that want to be seen, in the order of the plan, with as many of the others as there is room for. */
export function foremost(steps: readonly StepRow[], most: number): readonly StepRow[] {
  if (steps.length <= most) {
    return steps;
  }
  const wanted = steps.filter(({ state }) => attention.includes(state)).slice(0, most);
  const chosen = new Set(wanted);
  for (const step of steps) {
    if (chosen.size < most) {
      chosen.add(step);
    }
  }
  return steps.filter((step) => chosen.has(step));
}

/** A group is unfolded by itself while something in it wants to be seen. */
export function isOpenByItself({ steps, worst }: StepGroup): boolean {
  return steps.length > 1 && attention.includes(worst);
}

/** A row of the list: a step, or several finished siblings that say nothing new. */
export type ListRow =
  /** The head of a nested part of the run. */
  | { readonly kind: 'scope'; readonly path: readonly string[] }
  | { readonly kind: 'group'; readonly group: StepGroup; readonly isOpen: boolean }
  /** `isAlone`: it is its whole group. */
  | { readonly kind: 'step'; readonly step: StepRow; readonly isAlone?: boolean }
  /** How far the step above has come. */
  | { readonly kind: 'progress'; readonly step: StepRow }
  | { readonly kind: 'siblings'; readonly steps: readonly StepRow[] };

/** This many finished siblings in a row are one row. */
const fewest = 3;

export interface ListView {
  readonly folds: ReadonlyMap<string, boolean>;
  /** First keys of sibling rows that a person has spread out. */
  readonly spread: ReadonlySet<string>;
  readonly shows: (step: StepRow) => boolean;
  /** Whether the step says how far it has come. */
  readonly hasProgress: (step: StepRow) => boolean;
}

/** The rows of each part below a head that names it; what lies in no part has none. */
export function sectionRows(sections: readonly ScopeSection[], view: ListView): readonly ListRow[] {
  return sections.flatMap(({ path, groups }): readonly ListRow[] => {
    const rows = listRows(groups, view);
    return path.length === 0 || rows.length === 0 ? rows : [{ kind: 'scope', path }, ...rows];
  });
}

export function listRows(groups: readonly StepGroup[], view: ListView): readonly ListRow[] {
  const { folds, spread, shows, hasProgress } = view;
  const rows = groups.flatMap((group): ListRow[] => {
    const steps = group.steps.filter(shows);
    if (steps.length === 0) {
      return [];
    }
    if (group.steps.length === 1) {
      return steps.map((step) => ({ kind: 'step', step, isAlone: true }));
    }
    const isOpen = folds.get(group.key) ?? isOpenByItself(group);
    const head: ListRow = { kind: 'group', group, isOpen };
    return isOpen ? [head, ...collapse(steps, spread)] : [head];
  });
  const withProgress: ListRow[] = [];
  for (const row of rows) {
    withProgress.push(row);
    if (row.kind === 'step' && row.step.state === 'running' && hasProgress(row.step)) {
      withProgress.push({ kind: 'progress', step: row.step });
    }
  }
  return withProgress;
}

function collapse(steps: readonly StepRow[], spread: ReadonlySet<string>): readonly ListRow[] {
  const rows: ListRow[] = [];
  let run: StepRow[] = [];
  const flush = (): void => {
    const [first] = run;
    if (first === undefined) {
      return;
    }
    if (run.length >= fewest && !spread.has(first.key)) {
      rows.push({ kind: 'siblings', steps: run });
    } else {
      rows.push(...run.map((step): ListRow => ({ kind: 'step', step })));
    }
    run = [];
  };
  for (const step of steps) {
    const alike = run.length === 0 || (run[0]?.changed === step.changed && run[0].undoneBy === step.undoneBy);
    if (step.state === 'succeeded' && !alike) {
      flush();
    }
    if (step.state === 'succeeded') {
      run.push(step);
    } else {
      flush();
      rows.push({ kind: 'step', step });
    }
  }
  flush();
  return rows;
}

/** What the names of siblings have in common at their beginning, up to a sign that parts words. */
export function commonStart(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  let length = first.length;
  for (const name of rest) {
    while (!name.startsWith(first.slice(0, length))) {
      length -= 1;
    }
  }
  return names.length < 2 ? '' : (/^.*[-_. :/]/.exec(first.slice(0, length))?.[0] ?? '');
}
