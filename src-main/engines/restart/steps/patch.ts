/** Restarts one workload, as `kubectl rollout restart` and `kubectl rollout undo` do. */
import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { jsonSchema } from '../../../contract/json.ts';
import { workloadKey, type WorkloadName } from '../../../contract/restart.ts';
import { forcedAtKey, patchKey, restartedAtKey, restartPatch } from '../../../contract/restart-names.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import type { PatchRequest } from '../../../ports/kubernetes.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type {
  OutputOf,
  ProbeResult,
  StepContext,
  StepDefinition,
  UndoContext,
} from '../../../runner/definition.ts';
import { stopping } from '../findings.ts';
import { batchKey, type RestartInput } from '../input.ts';
import type { RestartWorld } from '../ports.ts';
import { changeRetry } from '../retry.ts';
import { patchTo, readRevisions, templateIn, type Revision } from '../revisions.ts';
import { isSameJson } from '../same-json.ts';
import {
  named,
  resources,
  revisionOf,
  templateAnnotations,
  templateOf,
  toWorkload,
  type Workload,
} from '../workload.ts';
import { preflightOutput, stopped } from './looks.ts';

const intentSchema = z.object({
  uid: z.string(),
  /** What is written into the template: by it our own patch is recognised. Null where one goes back to a revision. */
  restartedAt: z.string().nullable(),
  forcedAt: z.string().nullable(),
  /** Of an undo: the patch, and the number of the revision that it goes back to. */
  undo: z
    .object({
      type: z.enum(['strategic-merge', 'merge', 'json']),
      body: jsonSchema,
      toRevision: z.number(),
    })
    .nullable(),
  revisionBefore: z.string().nullable(),
  generationBefore: z.number(),
});
export type PatchIntent = z.infer<typeof intentSchema>;

const outputSchema = z.object({
  uid: z.string(),
  restartedAt: z.string().nullable(),
  /** Of the object once it was patched: the controller has to have seen it. */
  generation: z.number(),
  /** When it was accepted, milliseconds since the epoch. */
  acceptedAtMs: z.number(),
  revisionBefore: z.string().nullable(),
});
export type PatchOutput = z.infer<typeof outputSchema>;

export const patchOutput = (workload: WorkloadName): OutputOf<PatchOutput> =>
  outputOf(patchKey(workload), outputSchema);

/** Who changes it, as kubectl names itself. */
export const fieldManager = 'kubectl-rollout';

/** RFC 3339 with seconds, as kubectl writes it. */
const secondOf = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

function requestOf(intent: PatchIntent, signal: AbortSignal): PatchRequest {
  const { undo, restartedAt, forcedAt } = intent;
  return undo === null
    ? { type: 'strategic-merge', body: restartPatch(restartedAt, forcedAt), fieldManager, signal }
    : { type: undo.type, body: undo.body, signal };
}

const read = async (
  workload: WorkloadName,
  { world, signal }: Pick<StepContext<RestartWorld>, 'world' | 'signal'>,
) => toWorkload(workload.kind, await world.api.read(resources[workload.kind], workload, { signal }));

const generationOf = ({ metadata }: Workload): number => metadata.generation ?? 0;

/** Whether what is there is what the intent wanted: our own patch of an attempt before. */
function isOurs(
  workload: Workload,
  { uid, restartedAt, forcedAt, undo, generationBefore }: PatchIntent,
): boolean {
  if (workload.metadata.uid !== uid) {
    return false;
  }
  if (undo !== null) {
    const hasChanged = generationOf(workload) > generationBefore;
    return hasChanged && isSameJson(templateOf(workload), templateIn(undo.body));
  }
  const annotations = templateAnnotations(workload);
  return (
    annotations[restartedAtKey] === restartedAt &&
    (forcedAt === null || annotations[forcedAtKey] === forcedAt)
  );
}

const outputFrom = (workload: Workload, intent: PatchIntent, nowMs: number): PatchOutput => ({
  uid: workload.metadata.uid,
  restartedAt: intent.restartedAt,
  generation: generationOf(workload),
  acceptedAtMs: nowMs,
  revisionBefore: intent.revisionBefore,
});

/** kubectl refuses a second restart within one second, because its patch would be empty; the second is waited out. */
async function unusedSecond(
  workload: Workload,
  { world, signal }: StepContext<RestartWorld>,
): Promise<string> {
  for (;;) {
    const nowMs = world.clock.now();
    const second = secondOf(nowMs);
    if (templateAnnotations(workload)[restartedAtKey] !== second) {
      return second;
    }
    await world.clock.pause(1000 - (nowMs % 1000), signal);
  }
}

/** The newest one, and the one before it. */
const present = async (
  workload: Workload,
  { world, signal }: Pick<StepContext<RestartWorld>, 'world' | 'signal'>,
): Promise<readonly Revision[]> => readRevisions(world.api, workload, signal);

/** A DaemonSet does not say it itself. */
async function revisionNow(workload: Workload, context: StepContext<RestartWorld>): Promise<string | null> {
  if (workload.kind !== 'daemonset') {
    return revisionOf(workload);
  }
  const [newest] = await present(workload, context);
  return newest === undefined ? null : String(newest.number);
}

const revisionMissing = (workload: WorkloadName): AppError =>
  new AppError(
    'REVISION_MISSING',
    {
      zh: `${named(workload)} 没有可回退的上一版本。`,
      en: `${named(workload)} has no previous revision to go back to.`,
    },
    { data: { workload: workloadKey(workload) } },
  );

async function intentFor(
  { action, force }: RestartInput,
  workload: Workload,
  context: StepContext<RestartWorld>,
): Promise<PatchIntent> {
  const common = {
    uid: workload.metadata.uid,
    forcedAt: force && action === 'restart' ? uniqueNow(context) : null,
    generationBefore: generationOf(workload),
  };
  if (action === 'restart') {
    const revisionBefore = await revisionNow(workload, context);
    return { ...common, restartedAt: await unusedSecond(workload, context), undo: null, revisionBefore };
  }
  const [newest, before] = await present(workload, context);
  if (newest === undefined || before === undefined) {
    throw revisionMissing(workload);
  }
  const undo = { ...patchTo(workload, before), toRevision: before.number };
  return { ...common, restartedAt: null, undo, revisionBefore: String(newest.number) };
}

/** Different for every attempt, however fast they follow each other. */
const uniqueNow = ({ world, attempt }: StepContext<RestartWorld>): string => {
  const nanoseconds = String(Math.floor((world.clock.elapsed() % 1) * 1e6)).padStart(6, '0');
  return `${new Date(world.clock.now()).toISOString().slice(0, -1)}${nanoseconds}Z-${attempt}`;
};

const asRead = (intent: PatchIntent): Text =>
  intent.undo === null
    ? verbatim(`${restartedAtKey}: ${intent.restartedAt ?? ''}`)
    : { zh: `回到版本 ${intent.undo.toRevision}`, en: `back to revision ${intent.undo.toRevision}` };

/** What the preflight found against this one, where the others are restarted all the same. */
function refusedBefore(
  input: RestartInput,
  workload: WorkloadName,
  context: StepContext<RestartWorld>,
): AppError | null {
  const findings = context.output(preflightOutput)?.findings ?? [];
  const own = findings.filter((one) => one.workload === workloadKey(workload));
  const stops = stopping(own, input);
  return stops.length === 0 ? null : stopped(stops);
}

async function probe(
  input: RestartInput,
  name: WorkloadName,
  context: StepContext<RestartWorld, PatchIntent>,
): Promise<ProbeResult<PatchIntent, PatchOutput>> {
  const { world, signal, interruptedIntent } = context;
  const cause = refusedBefore(input, name, context);
  if (cause !== null) {
    return { verdict: 'blocked', cause };
  }
  const workload = await read(name, context);
  if (interruptedIntent !== null && isOurs(workload, interruptedIntent)) {
    const found = asRead(interruptedIntent);
    return { verdict: 'done', found, output: outputFrom(workload, interruptedIntent, world.clock.now()) };
  }
  const intent = await intentFor(input, workload, context);
  if (world.isPreview) {
    // Rights, quotas and webhooks speak here, and nothing is kept.
    await world.api.patch(resources[name.kind], name, { ...requestOf(intent, signal), isDryRun: true });
  }
  const last = templateAnnotations(workload)[restartedAtKey];
  return {
    verdict: 'todo',
    found: last === undefined ? undefined : verbatim(`${restartedAtKey}: ${last}`),
    change: asRead(intent),
    intent,
  };
}

/** The API server keeps its word, and still a webhook may have taken the annotation out again. */
const notKept = (workload: WorkloadName): AppError =>
  new AppError('VERIFY_FAILED', {
    zh: `${named(workload)} 的模板中没有刚写入的重启注解；请检查集群的准入 webhook。`,
    en: `The template of ${named(workload)} does not have the restart annotation that was just written. Check the admission webhooks of the cluster.`,
  });

async function putBack(
  name: WorkloadName,
  { revisionBefore }: PatchIntent,
  { world, signal }: UndoContext<RestartWorld>,
): Promise<void> {
  const workload = await read(name, { world, signal });
  const revisions = await present(workload, { world, signal });
  const before = revisions.find(({ number, object }) =>
    name.kind === 'statefulset' ? object.metadata.name === revisionBefore : String(number) === revisionBefore,
  );
  if (before === undefined) {
    throw revisionMissing(name);
  }
  await world.api.patch(resources[name.kind], name, { ...patchTo(workload, before), signal });
}

export function patch(
  input: RestartInput,
  name: WorkloadName,
  batchNumber: number,
): StepDefinition<RestartWorld> {
  const { group, version, resource } = resources[name.kind];
  const path = `/apis/${group}/${version}/namespaces/${name.namespace}/${resource}/${name.name}`;
  return defineStep({
    ...patchOutput(name),
    intent: intentSchema,
    title: verbatim(named(name)),
    group: 'patches',
    dependsOn: [{ key: batchKey(batchNumber), requires: 'succeeded' }],
    calls: [verbatim(`PATCH ${path}?fieldManager=${fieldManager}`)],
    onFailure: 'fail',
    onCrash: 'probe',
    retry: changeRetry,
    probe: (context) => probe(input, name, context),
    async apply(intent, { world, signal }) {
      const object = await world.api.patch(resources[name.kind], name, requestOf(intent, signal));
      const workload = toWorkload(name.kind, object);
      if (intent.undo === null && !isOurs(workload, intent)) {
        throw notKept(name);
      }
      return outputFrom(workload, intent, world.clock.now());
    },
    undo: {
      title: { zh: `${named(name)} 回到重启前的版本`, en: `Put ${named(name)} back to the revision before` },
      impossible: ({ revisionBefore }) =>
        revisionBefore === null ? { zh: '重启前没有版本记录', en: 'there was no revision before it' } : null,
      undo: (intent, _output, context) => putBack(name, intent, context),
    },
  });
}
