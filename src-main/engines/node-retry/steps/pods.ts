/** Claims the node and deletes the pods that its phase follows from, each by its uid. */
import { z } from 'zod';
import { isAppError, type AppError } from '../../../contract/errors.ts';
import { verbatim } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { OutputOf, ProbeResult, StepContext, StepDefinition } from '../../../runner/definition.ts';
import { callRetry } from '../../../runner/retry-policy.ts';
import { evidenceKey, podsKey, poolOf, type NodeInput } from '../input.ts';
import type { NodePod, NodeRetryWorld, SourceNode } from '../ports.ts';
import { claimedByOther, refusedBy } from '../refusals.ts';
import { evidenceOutput, keepEvidence } from './evidence.ts';
import { directionOf } from './right.ts';

const podSchema = z.object({ namespace: z.string(), name: z.string(), uid: z.string() });

const intentSchema = z.object({
  /** With the failed phase: whoever claims the node first has it. */
  resourceVersion: z.string(),
  phase: z.string(),
  /** Those that were found once the node was claimed; null before that. */
  pods: z.array(podSchema).nullable(),
});
export type PodsIntent = z.infer<typeof intentSchema>;

const outputSchema = z.object({ deleted: z.array(z.string()) });
export const podsOutput = (node: string): OutputOf<z.infer<typeof outputSchema>> =>
  outputOf(podsKey(node), outputSchema);

type Context = StepContext<NodeRetryWorld, PodsIntent>;

/** Milliseconds between two looks whether a pod has gone. */
const lookEveryMs = 200;
/** A pod of the operator is given thirty seconds to end; a node that does not answer keeps it for longer. */
const deadlineMs = 10 * 60_000;

const names = (pods: readonly NodePod[]): string[] => pods.map(({ name }) => name);

async function stillThere(pods: readonly NodePod[], { world, signal }: Context): Promise<NodePod[]> {
  const there = await Promise.all(pods.map((pod) => world.source.hasPod(pod, signal)));
  return pods.filter((_, index) => there[index]);
}

async function probe(
  name: string,
  context: Context,
): Promise<ProbeResult<PodsIntent, z.infer<typeof outputSchema>>> {
  const { world, signal, interruptedIntent } = context;
  if (world.source.retriesItself) {
    return {
      verdict: 'skipped',
      because: { zh: '由 Primus-SaFE 服务器删除', en: 'the Primus-SaFE server deletes them itself' },
      dependents: 'go-on',
    };
  }
  const before = interruptedIntent?.pods ?? null;
  if (before !== null && (await stillThere(before, context)).length === 0) {
    // Those that this run wanted to delete have gone; what is there now is their successor.
    return {
      verdict: 'done',
      found: { zh: '已删除', en: 'deleted' },
      output: { deleted: names(before) },
    };
  }
  const node = await world.source.read(name, signal);
  if (before === null) {
    const cause = await refused(node, context);
    if (cause !== null) {
      return { verdict: 'blocked', cause };
    }
  }
  const pods = before ?? (await world.source.pods(node, directionOf(node.phase), signal));
  const all = names(pods).join(', ');
  return {
    verdict: 'todo',
    change:
      pods.length === 0
        ? { zh: '认领节点；没有要删除的 Pod', en: 'claim the node; there is no pod to delete' }
        : { zh: `认领节点，删除 Pod ${all}`, en: `claim the node and delete pod ${all}` },
    intent: { resourceVersion: node.resourceVersion, phase: node.phase, pods: before },
  };
}

/** As it stands now, which may be otherwise than when its rights were looked at. */
const refused = async (node: SourceNode, { world }: Context): Promise<AppError | null> =>
  refusedBy('retry', node) ?? claimedByOther(node, { home: world.claimant.home, nowMs: world.clock.now() });

/** Conflicts that do not come from a claim, such as a label that was changed meanwhile, are passed so often. */
const mostConflicts = 5;

/** The node as it was read after it was claimed. */
async function claim(name: string, intent: PodsIntent, context: Context): Promise<SourceNode> {
  const { world, signal } = context;
  let node = await world.source.read(name, signal);
  let { resourceVersion } = intent;
  for (let conflicts = 0; ; conflicts += 1) {
    const at = new Date(world.clock.now()).toISOString();
    try {
      const seen = { ...node, resourceVersion };
      if (!(await world.source.claim(seen, { ...world.claimant, at }, signal))) {
        context.log.warn({
          zh: `节点 ${name} 的认领注解无法写入，继续执行`,
          en: `The claim on node ${name} could not be written; going on without it`,
        });
      }
      return await world.source.read(name, signal);
    } catch (thrown) {
      if (!isAppError(thrown) || thrown.code !== 'API_CONFLICT' || conflicts >= mostConflicts) {
        throw thrown;
      }
    }
    node = await world.source.read(name, signal);
    const cause = await refused(node, context);
    if (cause !== null) {
      throw cause;
    }
    ({ resourceVersion } = node);
  }
}

async function found(name: string, intent: PodsIntent, context: Context): Promise<readonly NodePod[]> {
  if (intent.pods !== null) {
    return intent.pods;
  }
  const { world, signal } = context;
  const node = await claim(name, intent, context);
  const direction = directionOf(intent.phase);
  const pods = await world.source.pods(node, direction, signal);
  const kept = context.output(evidenceOutput(name))?.pods ?? [];
  if (pods.some(({ uid }) => !kept.includes(uid))) {
    keepEvidence(context, await world.source.evidence(node, direction, signal));
  }
  // By these uids a later process knows what was to be deleted from what came after it.
  await context.checkpoint({ ...intent, pods: [...pods] });
  return pods;
}

async function untilGone(pods: readonly NodePod[], context: Context): Promise<void> {
  let left = pods;
  for (;;) {
    left = await stillThere(left, context);
    if (left.length === 0) {
      return;
    }
    await context.world.clock.pause(lookEveryMs, context.signal);
  }
}

export function pods(input: NodeInput, name: string): StepDefinition<NodeRetryWorld> {
  return defineStep({
    ...podsOutput(name),
    intent: intentSchema,
    title: { zh: `${name} 失败的 Pod`, en: `Failed pods of ${name}` },
    group: 'pods',
    dependsOn: [{ key: evidenceKey(name), requires: 'succeeded' }],
    pool: poolOf(input),
    calls: [
      verbatim(`PATCH /apis/amd.com/v1/nodes/${name}`),
      verbatim('DELETE /api/v1/namespaces/primus-safe/pods/{name}'),
    ],
    onFailure: 'fail',
    // The uids tell a pod that was to be deleted from its successor, which must not be.
    onCrash: 'probe',
    retry: callRetry,
    deadlineMs,
    undo: 'none',
    probe: (context) => probe(name, context),
    async apply(intent, context) {
      const { world, signal } = context;
      const all = await found(name, intent, context);
      for (const pod of all) {
        await world.source.deletePod(pod, signal);
      }
      await untilGone(all, context);
      return { deleted: names(all) };
    },
    successMessage: (_intent, { deleted }) =>
      deleted.length === 0
        ? { zh: '没有要删除的 Pod', en: 'there was no pod to delete' }
        : { zh: `已删除 ${deleted.join(', ')}`, en: `deleted ${deleted.join(', ')}` },
  });
}
