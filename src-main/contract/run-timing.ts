/** How long a run has worked, and how long it will still take. Common to all engines; all times in milliseconds. */
import type { Progress, StepRow } from './run.ts';

/** From and to, since the epoch. */
export type Interval = readonly [from: number, to: number];

export interface RunTiming {
  /** Tries that another try has followed: the step's own times are those of the last one. */
  readonly earlier: readonly Interval[];
  /** What a step of each kind (`vlan`, see {@link kindOf}) usually takes: of earlier runs, else by the engine. */
  readonly usualMs: Readonly<Record<string, number>>;
}

export const noTiming: RunTiming = { earlier: [], usualMs: {} };

/** Steps of one kind do the same thing to another object: `vlan:vDS/VLAN-1` is a `vlan`. */
export const kindOf = (key: string): string => key.split(':', 1)[0] ?? key;

/** The time in which at least one of them was under way: what ran side by side counts once. */
export function unionMs(intervals: readonly Interval[]): number {
  let sumMs = 0;
  let coveredTo = -Infinity;
  for (const [from, to] of [...intervals].sort(([left], [right]) => left - right)) {
    sumMs += Math.max(0, to - Math.max(from, coveredTo));
    coveredTo = Math.max(coveredTo, to);
  }
  return sumMs;
}

/** When each step was at work, the running ones until now. */
export function intervalsOf(steps: readonly StepRow[], now: number): Interval[] {
  return steps.flatMap(({ startedAt, endedAt, state }): Interval[] => {
    if (startedAt === null) {
      return [];
    }
    if (endedAt !== null) {
      return [[startedAt, endedAt]];
    }
    return state === 'running' ? [[startedAt, Math.max(startedAt, now)]] : [];
  });
}

/** How long the run has worked. The time it waited for a person, or for a process to pick it up, is not counted. */
export const workedMs = (steps: readonly StepRow[], { earlier }: RunTiming, now: number): number =>
  unionMs([...earlier, ...intervalsOf(steps, now)]);

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const [upper = 0, lower = 0] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (upper + lower) / 2;
}

/** Medians by kind. */
export function mediansOf(
  spent: readonly { readonly key: string; readonly ms: number }[],
): Record<string, number> {
  const byKind = new Map<string, number[]>();
  for (const { key, ms } of spent) {
    const kind = kindOf(key);
    byKind.set(kind, [...(byKind.get(kind) ?? []), ms]);
  }
  return Object.fromEntries([...byKind].map(([kind, each]) => [kind, medianOf(each)]));
}

/** How fast or slow this site is, beside what is usual, so far; 1 while nothing has ended. */
function tempoOf(
  done: readonly { readonly key: string; readonly ms: number }[],
  usualMs: RunTiming['usualMs'],
): number {
  let mine = 0;
  let usual = 0;
  for (const { key, ms } of done) {
    const expected = usualMs[kindOf(key)];
    if (expected === undefined) {
      continue;
    }
    mine += ms;
    usual += expected;
  }
  return usual === 0 ? 1 : mine / usual;
}

export interface EstimateFacts {
  readonly timing: RunTiming;
  readonly now: number;
  readonly progressOf: (step: StepRow) => Progress | null;
}

/** A step that overruns what was expected is taken to be nearly there. */
const nearlyThere = 0.1;

function leftOfRunning(step: StepRow, expectedMs: number, { now, progressOf }: EstimateFacts): number {
  const spentMs = Math.max(0, now - (step.startedAt ?? now));
  const progress = progressOf(step);
  if (progress?.remainingMs !== undefined) {
    return progress.remainingMs;
  }
  if (progress !== null && progress.total > 0 && progress.done > 0) {
    return (spentMs / progress.done) * (progress.total - progress.done);
  }
  return Math.max(expectedMs - spentMs, expectedMs * nearlyThere);
}

/** The end of the last step when each starts as soon as those it needs have ended and its pool has a place, from now. */
function scheduleMs(steps: readonly StepRow[], leftMs: ReadonlyMap<string, number>): number {
  const endOf = new Map<string, number>();
  const places = new Map<string, number[]>();
  const placesOf = ({ pool }: StepRow): number[] | null => {
    if (pool === undefined) {
      return null;
    }
    const free = places.get(pool.key) ?? Array.from({ length: pool.limit }, () => 0);
    places.set(pool.key, free);
    return free;
  };
  const place = (step: StepRow): void => {
    const free = placesOf(step);
    const needed = step.dependsOn.map((key) => endOf.get(key) ?? 0);
    const soonest = free === null ? 0 : Math.min(...free);
    const end = Math.max(soonest, ...needed, 0) + (leftMs.get(step.key) ?? 0);
    if (free !== null) {
      free[free.indexOf(soonest)] = end;
    }
    endOf.set(step.key, end);
  };
  const open = steps.filter(({ key }) => leftMs.has(key));
  // What runs has its place already.
  const waiting = new Set(open.filter(({ state }) => state !== 'running'));
  for (const step of open) {
    if (!waiting.has(step)) {
      place(step);
    }
  }
  while (waiting.size > 0) {
    const ready = [...waiting].filter(({ dependsOn }) =>
      dependsOn.every((key) => !leftMs.has(key) || endOf.has(key)),
    );
    if (ready.length === 0) {
      break;
    }
    for (const step of ready) {
      place(step);
      waiting.delete(step);
    }
  }
  return Math.max(0, ...endOf.values());
}

/** Before this share of the work is done, what was seen of it tells too little. */
const believedFrom = 0.25;

/**
 * How long the run will still work: what the remaining steps are expected to take, by the steps of the same kind that
 * have ended in this run, else by what is usual at the tempo of this run. Null while it cannot be believed: a step of a
 * kind that nobody knows is to come, or too little is done.
 */
export function remainingMs(steps: readonly StepRow[], facts: EstimateFacts): number | null {
  const { timing, now } = facts;
  const done = steps.flatMap(({ key, startedAt, endedAt, state }) =>
    startedAt !== null && endedAt !== null && ['succeeded', 'warning'].includes(state)
      ? [{ key, ms: endedAt - startedAt }]
      : [],
  );
  if (done.length === 0) {
    return null;
  }
  const own = mediansOf(done);
  const tempo = tempoOf(done, timing.usualMs);
  const leftMs = new Map<string, number>();
  for (const step of steps) {
    if (step.state !== 'pending' && step.state !== 'running') {
      continue;
    }
    const kind = kindOf(step.key);
    const usual = timing.usualMs[kind];
    const expected = own[kind] ?? (usual === undefined ? undefined : usual * tempo);
    if (expected === undefined) {
      return null;
    }
    leftMs.set(step.key, step.state === 'running' ? leftOfRunning(step, expected, facts) : expected);
  }
  const left = scheduleMs(steps, leftMs);
  const worked = workedMs(steps, timing, now);
  return worked < (worked + left) * believedFrom ? null : left;
}
