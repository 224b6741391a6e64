import type { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import type { RestartRow, WorkloadName } from '../../contract/restart.ts';
import type { RolloutState } from '../../contract/restart-names.ts';
import type { Journal } from '../../runner/definition.ts';
import type { RestartInput } from './input.ts';
import { jobOutput } from './steps/job.ts';
import { patchOutput } from './steps/patch.ts';
import { rolloutOutput } from './steps/rollout.ts';

const read = <T>(journal: Journal, { key, output }: { key: string; output: z.ZodType<T> }): T | null =>
  output.safeParse(journal.outputs.get(key)).data ?? null;

const nobody = { desired: 0, updated: 0, ready: 0, available: 0 };

/** Until its end is known a restart that was accepted is under way. */
function stateOf(journal: Journal, workload: WorkloadName, wasChanged: boolean): RolloutState {
  const known = read(journal, rolloutOutput(workload))?.state;
  if (known !== undefined) {
    return known;
  }
  if (workload.kind === 'cronjob') {
    return wasChanged ? 'rolledOut' : 'notStarted';
  }
  return wasChanged ? 'progressing' : 'notStarted';
}

export function restartRow(journal: Journal, workload: WorkloadName): RestartRow {
  const patched = read(journal, patchOutput(workload));
  const job = read(journal, jobOutput(workload));
  const end = read(journal, rolloutOutput(workload));
  const { desired, updated, ready } = end ?? nobody;
  const wasChanged = patched !== null || job !== null;
  return {
    ...workload,
    restartedAt: patched?.restartedAt ?? null,
    patched: wasChanged,
    state: stateOf(journal, workload, wasChanged),
    updated,
    ready,
    desired,
    revisionBefore: patched?.revisionBefore ?? undefined,
    revisionAfter: end?.revisionAfter ?? undefined,
    cause: end?.cause ?? undefined,
  };
}

/** As JSON, which has no field that is undefined. */
const asJson = (row: RestartRow): Json =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

/** The `outputs` of the run's document. */
export const restartOutputs = (
  { workloads }: RestartInput,
  journal: Journal,
): Readonly<Record<string, Json>> => ({
  restarts: workloads.map((workload) => asJson(restartRow(journal, workload))),
});
