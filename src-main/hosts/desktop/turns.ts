import type { RunRow, StepState } from '../../contract/run.ts';

/** What a person who looks elsewhere is told of a run. */
export interface Turn {
  readonly kind: 'waits' | 'failed' | 'succeeded';
  readonly run: RunRow;
}

type Runs = ReadonlyMap<string, RunRow>;

/** What happened to runs since they were last seen. A run never seen before is news only when it asks something. */
export function turnsBetween(before: Runs, after: Runs): readonly Turn[] {
  const turns: Turn[] = [];
  for (const run of after.values()) {
    const was = before.get(run.id);
    const kind = turnOf(run, was);
    if (kind !== null) {
      turns.push({ kind, run });
    }
  }
  return turns;
}

function turnOf(run: RunRow, was: RunRow | undefined): Turn['kind'] | null {
  if (run.state === 'waiting') {
    return was?.waiting?.id === run.waiting?.id ? null : 'waits';
  }
  if (was === undefined || was.state === run.state) {
    return null;
  }
  return run.state === 'failed' || run.state === 'succeeded' ? run.state : null;
}

/** Runs that are being executed now. One that waits for an answer touches nothing. */
export const liveRuns = (runs: Runs): readonly RunRow[] =>
  [...runs.values()].filter(({ state }) => state === 'running' || state === 'canceling');

const openStates: readonly string[] = ['pending', 'running'] satisfies StepState[];

export interface TaskbarProgress {
  /** From 0 to 1, or negative for none. */
  readonly part: number;
  readonly mode: 'none' | 'normal' | 'paused';
}

/** How far the work is, over all runs that are live or wait. */
export function taskbarProgress(runs: Runs): TaskbarProgress {
  const live = liveRuns(runs);
  const waiting = [...runs.values()].filter(({ state }) => state === 'waiting');
  const shown = live.length > 0 ? live : waiting;
  if (shown.length === 0) {
    return { part: -1, mode: 'none' };
  }
  const counted = shown.flatMap(({ counts }) => Object.entries(counts));
  const total = counted.reduce((sum, [, count]) => sum + count, 0);
  const open = counted.reduce((sum, [state, count]) => sum + (openStates.includes(state) ? count : 0), 0);
  const part = total === 0 ? 0 : (total - open) / total;
  return { part, mode: live.length > 0 ? 'normal' : 'paused' };
}
