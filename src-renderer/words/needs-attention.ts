import type { RunRow } from '../../src-main/contract/run.ts';

const latestFirst = (one: RunRow, other: RunRow): number => Number(other.id) - Number(one.id);

/**
 * The runs that stand still until a person does something: those that wait, then those that failed, the latest first. One
 * that failed is over once it was undone, or another one of its kind has ended on the same targets; to cancel one changes
 * nothing of how the one before it stands.
 */
export function runsNeedingAttention(runs: Iterable<RunRow>): readonly RunRow[] {
  const waiting: RunRow[] = [];
  const undone = new Set<string>();
  const lastEnded = new Map<string, RunRow>();
  for (const run of runs) {
    const { id, kind, targets, state, endedAt, revertsRunId } = run;
    if (run.waiting !== null) {
      waiting.push(run);
    }
    if (revertsRunId !== null && state === 'succeeded') {
      undone.add(revertsRunId);
    }
    const job = `${kind} ${targets.join(' ')}`;
    if (endedAt !== null && state !== 'canceled' && Number(id) > Number(lastEnded.get(job)?.id ?? 0)) {
      lastEnded.set(job, run);
    }
  }
  const failed = [...lastEnded.values()].filter(({ id, state }) => state === 'failed' && !undone.has(id));
  return [...waiting.sort(latestFirst), ...failed.sort(latestFirst)];
}
