/** What is looked at before the first change: rights, and how the restart will go. */
import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { workloadKey, type WorkloadName } from '../../../contract/restart.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { StepDefinition } from '../../../runner/definition.ts';
import type { KubernetesApi } from '../../../ports/kubernetes.ts';
import { noRetry } from '../../../runner/retry-policy.ts';
import { findingsOf, stopping, type RestartFinding } from '../findings.ts';
import { targetOf, type RestartInput } from '../input.ts';
import type { RestartWorld } from '../ports.ts';
import { missingRight, rightMissing } from '../rights.ts';
import { readSurroundings, type Surroundings } from '../surroundings.ts';
import { readWorkloads } from '../read-workloads.ts';
import { named, type Workload } from '../workload.ts';

const nothing = z.object({});

/** Whether the workloads may be changed, asked of the cluster itself. */
export function right(input: RestartInput): StepDefinition<RestartWorld> {
  return defineStep({
    key: 'right',
    intent: nothing,
    output: nothing,
    title: { zh: '权限', en: 'Rights' },
    group: 'looks',
    dependsOn: [],
    mandatory: true,
    harmless: true,
    repeatable: true,
    calls: [verbatim('POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews')],
    onFailure: 'fail',
    onCrash: 'redo',
    retry: noRetry,
    undo: 'none',
    async probe(context) {
      const { world, signal } = context;
      const missing = await missingRight(world.api, input.workloads, signal);
      // With the others to go on, each one that may not be changed says so itself.
      if (missing !== null && input.onFailure === 'stop') {
        return { verdict: 'blocked', cause: rightMissing(missing) };
      }
      if (world.identity !== null) {
        for (const workload of input.workloads) {
          context.recordIdentity([world.identity], targetOf(input, workload));
        }
      }
      return {
        verdict: 'done',
        found: missing === null ? { zh: '允许', en: 'allowed' } : rightMissing(missing).text,
        output: {},
        changed: false,
      };
    },
    apply: async () => ({}),
  });
}

const findingSchema = z.object({
  workload: z.string(),
  code: z.string(),
  weight: z.enum(['never', 'stop', 'warning', 'hint']),
  text: z.object({ zh: z.string(), en: z.string() }),
});
export const preflightOutput = outputOf(
  'preflight',
  z.object({ findings: z.array(findingSchema).readonly(), more: z.number().int().default(0) }),
);

/** Beyond it a run of thousands of workloads could not store them. */
const mostStored = 100;

export interface Checked {
  readonly workload: WorkloadName;
  readonly findings: readonly RestartFinding[];
}

/** Everything that is found about the workloads that are there. */
export async function checkAll(
  input: Pick<RestartInput, 'workloads' | 'action'>,
  api: Pick<KubernetesApi, 'list' | 'read'>,
  signal: AbortSignal,
): Promise<readonly Checked[]> {
  const namespaces = [...new Set(input.workloads.map(({ namespace }) => namespace))];
  const [workloads, around] = await Promise.all([
    readWorkloads(api, input.workloads, signal),
    readSurroundings(api, namespaces, signal),
  ]);
  return workloads.map((workload) => ({
    workload,
    findings: findingsFor(input, workload, around.get(workload.namespace)),
  }));
}

/** Going back is not kept from by what would come back in any case. */
function findingsFor(
  { action }: Pick<RestartInput, 'action'>,
  workload: Workload,
  around: Surroundings | undefined,
): readonly RestartFinding[] {
  const all = around === undefined ? [] : findingsOf(workload, around);
  return action === 'restart' ? all : all.filter(({ code }) => code !== 'already-rolling');
}

const joined = (texts: readonly Text[]): Text => ({
  zh: texts.map(({ zh }) => zh).join(' '),
  en: texts.map(({ en }) => en).join(' '),
});

const nothingFound: Text = { zh: '未发现问题', en: 'nothing found against it' };

export function preflight(input: RestartInput): StepDefinition<RestartWorld> {
  return defineStep({
    ...preflightOutput,
    intent: nothing,
    title: { zh: '重启前检查', en: 'Checks before the restart' },
    group: 'looks',
    dependsOn: [{ key: 'right', requires: 'succeeded' }],
    mandatory: true,
    harmless: true,
    onFailure: 'fail',
    onCrash: 'redo',
    retry: noRetry,
    undo: 'none',
    async probe(context) {
      const checked = await checkAll(input, context.world.api, context.signal);
      const stops = checked.flatMap(({ findings }) => stopping(findings, input));
      if (stops.length > 0 && input.onFailure === 'stop') {
        return { verdict: 'blocked', cause: stopped(stops) };
      }
      const all = checked.flatMap(({ workload, findings }) =>
        findings.map((found) => ({ ...found, workload: workloadKey(workload) })),
      );
      for (const { weight, text } of all.filter((one) => one.weight !== 'hint')) {
        context.log.warn(text, { weight });
      }
      return {
        verdict: 'done',
        found: all.length === 0 ? nothingFound : joined(all.map(({ text }) => text)),
        output: { findings: all.slice(0, mostStored), more: Math.max(0, all.length - mostStored) },
        changed: false,
      };
    },
    apply: async () => ({ findings: [], more: 0 }),
  });
}

/** RESTART_STOPPED: what keeps the run from starting, each thing with its object. */
export function stopped(findings: readonly RestartFinding[]): AppError {
  const { zh, en } = joined(findings.map(({ text }) => text));
  const hasNever = findings.some(({ weight }) => weight === 'never');
  const next = hasNever
    ? { zh: '', en: '' }
    : { zh: '确认无误时可强制执行。', en: ' Force it once you are sure that it is right.' };
  return new AppError(
    hasNever ? 'WORKLOAD_PAUSED' : 'RESTART_STOPPED',
    { zh: `${zh}${next.zh}`, en: `${en}${next.en}` },
    { data: { findings: findings.map(({ code }) => code) } },
  );
}

/** The gate before a batch: opens once the batch before it has come to its end. */
export function batch({
  number,
  workloads,
  dependsOn,
}: {
  readonly number: number;
  readonly workloads: readonly WorkloadName[];
  readonly dependsOn: StepDefinition<RestartWorld>['dependsOn'];
}): StepDefinition<RestartWorld> {
  const names = workloads.slice(0, 3).map(named).join(', ');
  const more = workloads.length > 3 ? ` … (${workloads.length})` : '';
  return defineStep({
    key: `batch:${number}`,
    intent: nothing,
    output: nothing,
    title: { zh: `批次 ${number}`, en: `Batch ${number}` },
    group: 'batches',
    dependsOn,
    harmless: true,
    onFailure: 'fail',
    onCrash: 'redo',
    retry: noRetry,
    undo: 'none',
    probe: async () => ({ verdict: 'done', found: verbatim(`${names}${more}`), output: {}, changed: false }),
    apply: async () => ({}),
  });
}
