/** Restarts workloads, batch by batch, and follows them. docs/engines/restart.md says how each step behaves. */
import { clusterSubject } from '../../contract/cluster-choice.ts';
import { changeKey, endKey } from '../../contract/restart-names.ts';
import type { WorkloadName } from '../../contract/restart.ts';
import { defineEngine } from '../../runner/define-engine.ts';
import type { Acquired, AcquireContext, Engine, StepDefinition } from '../../runner/definition.ts';
import { isSettled } from '../../runner/model.ts';
import { batchesOf, batchKey, restartInputSchema, targetOf, type RestartInput } from './input.ts';
import { restartOutputs } from './outputs.ts';
import type { RestartWorld } from './ports.ts';
import { job } from './steps/job.ts';
import { batch, preflight, preflightOutput, right } from './steps/looks.ts';
import { patch } from './steps/patch.ts';
import { rollout } from './steps/rollout.ts';

export type { RestartInput } from './input.ts';
export type { RestartWorld } from './ports.ts';
export { readDetail } from './detail.ts';
export { stopping } from './findings.ts';
export { targetOf } from './input.ts';
export { missingRight, rightMissing } from './rights.ts';
export { checkAll } from './steps/looks.ts';
export { readWorkloads } from './read-workloads.ts';
export { rolloutRows } from './rollout-rows.ts';
export { named, resourceName, resources, toRow, toWorkload, type Workload } from './workload.ts';

/** What has to have come to its end before a batch begins. */
function before(
  input: RestartInput,
  number: number,
  last: readonly WorkloadName[],
): StepDefinition<RestartWorld>['dependsOn'] {
  if (number === 1) {
    return [{ key: preflightOutput.key, requires: 'succeeded' }];
  }
  const requires = input.onFailure === 'stop' ? 'succeeded' : 'settled';
  return [
    { key: batchKey(number - 1), requires: 'succeeded' },
    ...last.map((workload) => ({ key: endKey(workload), requires }) as const),
  ];
}

function stepsOf(
  input: RestartInput,
  workload: WorkloadName,
  number: number,
): readonly StepDefinition<RestartWorld>[] {
  return workload.kind === 'cronjob'
    ? [job(workload, number)]
    : [patch(input, workload, number), rollout(input, workload)];
}

function plan(input: RestartInput): readonly StepDefinition<RestartWorld>[] {
  const batches = batchesOf(input);
  const steps = batches.flatMap((workloads, index) => {
    const number = index + 1;
    const dependsOn = before(input, number, batches[index - 1] ?? []);
    return [
      batch({ number, workloads, dependsOn }),
      ...workloads.flatMap((workload) => stepsOf(input, workload, number)),
    ];
  });
  return [right(input), preflight(input), ...steps];
}

const titleOf = ({ clusterName, workloads }: RestartInput): string => {
  const [first, ...others] = workloads;
  const name = first === undefined ? '' : `${first.namespace}/${first.name}`;
  return `${clusterName} · ${name}${others.length === 0 ? '' : ` +${others.length}`}`;
};

export type OpenRestartWorld = (
  input: RestartInput,
  context: AcquireContext,
) => Promise<Acquired<RestartWorld>>;

export function createRestartEngine(openWorld: OpenRestartWorld): Engine<RestartInput, RestartWorld> {
  return defineEngine<RestartInput, RestartWorld>({
    kind: 'restart',
    parseInput: (stored) => restartInputSchema.parse(stored),
    title: titleOf,
    subject: clusterSubject,
    isPractice: ({ isPractice }) => isPractice,
    targets: (input) => input.workloads.map((workload) => targetOf(input, workload)),
    // What is only followed needs no hold: the change was accepted.
    holds(input, { steps }) {
      const isOpen = (key: string): boolean => {
        const step = steps.get(key);
        return step === undefined || !isSettled(step.state);
      };
      return input.workloads
        .filter((workload) => isOpen(changeKey(workload)))
        .map((workload) => targetOf(input, workload));
    },
    plan,
    acquire: openWorld,
    readIdentity: ({ identity }) => Promise.resolve(identity === null ? null : [identity]),
    outputs: (input, journal) => restartOutputs(input, journal),
  });
}
