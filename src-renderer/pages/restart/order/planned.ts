/** What a preview and the checks before it come to, workload by workload. Pure. */
import { changeKey, workloadKey } from '../../../../src-main/contract/restart-names.ts';
import type { WorkloadName } from '../../../../src-main/contract/restart.ts';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { groupBy } from '../../../words/group-by.ts';
import type { PreviewStep } from '../../../../src-main/contract/preview-scope.ts';

export interface Planned {
  readonly key: string;
  readonly workload: WorkloadName;
  /** From 1. */
  readonly batch: number;
  /** What changes it: a patch, or a Job; null until the preview is there. */
  readonly step: PreviewStep | null;
  /** Those that stop it first. */
  readonly findings: readonly PreflightItem[];
  /** It would not be restarted. */
  readonly isStopped: boolean;
}

const weights: Readonly<Record<PreflightItem['verdict'], number>> = {
  error: 0,
  warning: 1,
  unknown: 2,
  ok: 3,
};

export interface Seen {
  readonly steps: readonly PreviewStep[];
  readonly found: readonly PreflightItem[];
  /** How many are restarted at a time; null: all at once. */
  readonly batchSize: number | null;
}

export function planned(
  workloads: readonly WorkloadName[],
  { steps, found, batchSize }: Seen,
): readonly Planned[] {
  // What stops the whole order is told of the workload that it is about, not of all of them.
  const isHeldBack = steps.some(({ group, verdict }) => group === 'looks' && verdict === 'blocked');
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const byWorkload = groupBy(found, ({ subject }) => subject);
  return workloads.map((workload, index) => {
    const key = workloadKey(workload);
    const step = byKey.get(changeKey(workload)) ?? null;
    const own = byWorkload.get(key) ?? [];
    return {
      key,
      workload,
      batch: batchSize === null ? 1 : Math.floor(index / batchSize) + 1,
      step,
      findings: [...own].sort((one, other) => weights[one.verdict] - weights[other.verdict]),
      isStopped:
        own.some(({ verdict }) => verdict === 'error') || (step?.verdict === 'blocked' && !isHeldBack),
    };
  });
}
