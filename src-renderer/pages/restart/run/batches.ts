/** A restart, workload by workload, from the steps of its run. Pure. */
import {
  workloadKinds,
  type RolloutState,
  type WorkloadKind,
  rolloutKey,
} from '../../../../src-main/contract/restart-names.ts';
import type { RestartRow, WorkloadName } from '../../../../src-main/contract/restart.ts';
import type { Progress, StepRow } from '../../../../src-main/contract/run.ts';
import { causeFrom, type SeenCause } from '../seen-cause.ts';

export interface Restarted {
  readonly key: string;
  readonly workload: WorkloadName;
  readonly batch: number;
  /** The step that tells how it stands: the one that changes it, and once that is done the one that follows it. */
  readonly step: StepRow;
  readonly isSettled: boolean;
  readonly pods: {
    readonly desired: number;
    readonly updated: number | null;
    readonly ready: number | null;
    readonly available: number | null;
    /** Updated and available. */
    readonly done: number;
  } | null;
  /** How its rollout has ended, where that says more than its step. */
  readonly ended: RolloutState | null;
  readonly cause: SeenCause | null;
}

const open: readonly StepRow['state'][] = ['pending', 'running', 'unknown'];
const isSettled = (state: StepRow['state']): boolean => !open.includes(state);

/** `KIND` of a key is known, or the step is not one of a workload. */
function workloadOf(stepKey: string): WorkloadName | null {
  const [, namespace, kind, name] = /^(?:patch|job):([^/]+)\/([^/]+)\/(.+)$/.exec(stepKey) ?? [];
  const known = workloadKinds.find((one): one is WorkloadKind => one === kind);
  return namespace === undefined || name === undefined || known === undefined
    ? null
    : { namespace, kind: known, name };
}

const batchOf = ({ dependsOn }: StepRow): number =>
  Number(dependsOn.find((key) => key.startsWith('batch:'))?.slice('batch:'.length) ?? 1);

function podsOf(progress: Progress | null, row: RestartRow | null): Restarted['pods'] {
  if (progress !== null) {
    const { done, total, counts = {} } = progress;
    return {
      desired: total,
      done,
      updated: counts['updated'] ?? null,
      ready: counts['ready'] ?? null,
      available: counts['available'] ?? null,
    };
  }
  return row === null || row.state === 'notStarted' || row.desired === 0
    ? null
    : {
        desired: row.desired,
        done: Math.min(row.updated, row.ready),
        updated: row.updated,
        ready: row.ready,
        available: null,
      };
}

/** While it holds as the step tells it now; afterwards as the run has recorded it. */
function causeOf(step: StepRow, progress: Progress | null, row: RestartRow | null): SeenCause | null {
  if (!isSettled(step.state)) {
    return progress?.heldUpBy === undefined ? null : causeFrom(progress.heldUpBy.en);
  }
  if (row?.cause !== undefined) {
    return row.cause;
  }
  const isAmiss = step.state === 'failed' || step.state === 'canceled';
  const last = isAmiss ? step.progress?.heldUpBy : undefined;
  return last === undefined ? null : causeFrom(last.en);
}

export interface Told {
  /** Of steps that are at work, by their keys. */
  readonly progress: ReadonlyMap<string, Progress>;
  /** As the run's document has them, by `NAMESPACE/KIND/NAME`. */
  readonly rows: ReadonlyMap<string, RestartRow>;
}

/** Every workload of the run, in the order in which they are restarted. */
export function restartedOf(steps: readonly StepRow[], { progress, rows }: Told): readonly Restarted[] {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  return steps.flatMap((change) => {
    const workload = workloadOf(change.key);
    if (workload === null) {
      return [];
    }
    const key = change.key.slice(change.key.indexOf(':') + 1);
    const follow = byKey.get(rolloutKey(workload));
    const step = follow === undefined || change.state !== 'succeeded' ? change : follow;
    const row = rows.get(key) ?? null;
    const seen = progress.get(step.key) ?? step.progress;
    const ended = isSettled(step.state) && step === follow ? (row?.state ?? null) : null;
    return [
      {
        key,
        workload,
        batch: batchOf(change),
        step,
        isSettled: isSettled(step.state),
        pods: podsOf(seen, row),
        ended: ended === 'progressing' || ended === 'notStarted' ? null : ended,
        cause: causeOf(step, seen, row),
      },
    ];
  });
}
