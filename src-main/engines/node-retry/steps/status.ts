/** Has the node start again, or changes the cluster that it is to be in. */
import { z } from 'zod';
import { AppError, isAppError } from '../../../contract/errors.ts';
import { isFailedPhase, nodePhaseWord } from '../../../contract/node-retry-words.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { OutputOf, ProbeResult, StepContext, StepDefinition } from '../../../runner/definition.ts';
import { callRetry } from '../../../runner/retry-policy.ts';
import { podsKey, poolOf, rightKey, statusKey, type NodeInput } from '../input.ts';
import type { NodeRetryWorld, SourceNode } from '../ports.ts';
import { refusedBy } from '../refusals.ts';
import { phaseTowards, rightOutput } from './right.ts';

const intentSchema = z.object({
  /** The phase that it starts from; another failed one is somebody else's doing. */
  from: z.string(),
  /** Of a retry, the phase that is written; else null. */
  to: z.enum(['Managing', 'Unmanaging']).nullable(),
  /** The cluster that it is to be in; null for none. */
  cluster: z.string().nullable(),
});
export type StatusIntent = z.infer<typeof intentSchema>;

const outputSchema = z.object({
  previousPhase: z.string(),
  currentPhase: z.string(),
  /** Names of pods that the other side deleted itself. */
  podsDeleted: z.array(z.string()),
});
export type StatusOutput = z.infer<typeof outputSchema>;
export const statusOutput = (node: string): OutputOf<StatusOutput> => outputOf(statusKey(node), outputSchema);

type Context = StepContext<NodeRetryWorld, StatusIntent>;
type Probed = ProbeResult<StatusIntent, StatusOutput>;

const outputFrom = (from: string, phase: string): StatusOutput => ({
  previousPhase: from,
  currentPhase: phase,
  podsDeleted: [],
});

/** Somebody has brought the node to another failure than the one that this run was made for. */
function changedMeanwhile({ name, phase }: SourceNode): AppError {
  const words = `node is not in a failed state, current phase: ${phase}. Only ManagedFailed or UnmanagedFailed nodes can be retried`;
  const text = {
    zh: `节点 ${name} 的状态在此期间变为 ${phase}。请重新查看该节点后再操作。`,
    en: `The phase of node ${name} has become ${phase} meanwhile. Look at the node again before you go on.`,
  };
  return new AppError('NODE_CHANGED', text, { data: { node: name, phase, words } });
}

/** The controller may be faster: any phase but a failed one means that the node has started again. */
const hasStarted = ({ phase }: SourceNode): boolean => !isFailedPhase(phase);

async function probeRetry(name: string, context: Context): Promise<Probed> {
  const { world, signal } = context;
  const node = await world.source.read(name, signal);
  const before = context.output(rightOutput(name));
  const from = before?.phase ?? node.phase;
  if (hasStarted(node)) {
    const change = {
      zh: '控制器已重新开始；移除认领',
      en: 'the controller has started it again; take the claim off',
    };
    return {
      verdict: 'todo',
      found: nodePhaseWord(node.phase),
      change,
      intent: { from, to: null, cluster: null },
    };
  }
  if (node.phase !== from) {
    return { verdict: 'blocked', cause: changedMeanwhile(node) };
  }
  const { phase, word } = phaseTowards(from === 'UnmanagedFailed' ? 'down' : 'up');
  return {
    verdict: 'todo',
    found: nodePhaseWord(node.phase),
    change: { zh: `状态改为「${word.zh}」`, en: `set its phase to ${phase}` },
    intent: { from, to: phase, cluster: null },
  };
}

async function probeAssign({ action, into }: NodeInput, name: string, context: Context): Promise<Probed> {
  const { world, signal } = context;
  const node = await world.source.read(name, signal);
  const cluster = action === 'manage' ? into : null;
  const from = context.output(rightOutput(name))?.phase ?? node.phase;
  if (node.wanted === cluster) {
    return { verdict: 'done', found: nodePhaseWord(node.phase), output: outputFrom(from, node.phase) };
  }
  const cause = refusedBy(action, node);
  if (cause !== null) {
    return { verdict: 'blocked', cause };
  }
  const change: Text =
    cluster === null
      ? { zh: `移出集群 ${node.cluster ?? ''}`, en: `take it out of cluster ${node.cluster ?? ''}` }
      : { zh: `加入集群 ${cluster}`, en: `bring it into cluster ${cluster}` };
  return {
    verdict: 'todo',
    found: nodePhaseWord(node.phase),
    change,
    intent: { from, to: null, cluster },
  };
}

/** So often the node is read anew and written again, where somebody else has changed something about it. */
const mostConflicts = 5;

/** Writes until it is accepted, or what is there now makes it needless; null where that is so. */
async function written<T>(
  name: string,
  { world, signal }: Context,
  write: (node: SourceNode) => Promise<T> | null,
): Promise<T | null> {
  for (let conflicts = 0; ; conflicts += 1) {
    const node = await world.source.read(name, signal);
    const sent = write(node);
    if (sent === null) {
      return null;
    }
    try {
      return await sent;
    } catch (thrown) {
      if (!isAppError(thrown) || thrown.code !== 'API_CONFLICT' || conflicts >= mostConflicts) {
        throw thrown;
      }
    }
  }
}

/** Milliseconds between two looks, and until a phase that is still the failed one counts as a new failure. */
const startsWithin = { lookEveryMs: 500, patienceMs: 30_000 } as const;

/** The newer dialect writes no phase: until its controller does, the node shows the failure of before. */
async function untilStarted(name: string, { world, signal }: Context): Promise<void> {
  const until = world.clock.elapsed() + startsWithin.patienceMs;
  while (!hasStarted(await world.source.read(name, signal)) && world.clock.elapsed() < until) {
    await world.clock.pause(startsWithin.lookEveryMs, signal);
  }
}

async function reset(name: string, { from, to }: StatusIntent, context: Context): Promise<readonly string[]> {
  const { world, signal } = context;
  const answer = await written(name, context, (node) => {
    if (hasStarted(node) || to === null) {
      return null;
    }
    if (node.phase !== from) {
      throw changedMeanwhile(node);
    }
    return world.source.reset(node, { to, signal });
  });
  if (answer?.hadNone === true) {
    context.log.warn({
      zh: `节点 ${name} 没有可删除的 Pod，服务器没有重新开始任何操作`,
      en: `Node ${name} had no pods, so the server has started nothing again`,
    });
  } else if (world.source.retriesItself) {
    await untilStarted(name, context);
  }
  return answer?.podsDeleted ?? [];
}

async function assign(name: string, { cluster }: StatusIntent, context: Context): Promise<void> {
  const { world, signal } = context;
  await written(name, context, (node) => {
    if (node.wanted === cluster) {
      return null;
    }
    const cause = refusedBy(cluster === null ? 'unmanage' : 'manage', node);
    if (cause !== null) {
      throw cause;
    }
    return world.source.assign(node, cluster, signal);
  });
}

/** The node has started: nobody else could begin now, and the next failure is free for whoever comes first. */
async function release(name: string, context: Context): Promise<SourceNode> {
  const { world } = context;
  return context.shield(async (signal) => {
    const node = await world.source.read(name, signal);
    if (node.claim?.home !== world.claimant.home) {
      return node;
    }
    try {
      await world.source.claim(node, null, signal);
    } catch (thrown) {
      // It goes stale by itself.
      if (!isAppError(thrown) || thrown.code !== 'API_CONFLICT') {
        throw thrown;
      }
    }
    return node;
  });
}

export function status(input: NodeInput, name: string): StepDefinition<NodeRetryWorld> {
  const isRetry = input.action === 'retry';
  const path = `/apis/amd.com/v1/nodes/${name}`;
  return defineStep({
    ...statusOutput(name),
    intent: intentSchema,
    title: isRetry
      ? { zh: `${name} 状态重置`, en: `Status of ${name}` }
      : { zh: `${name} 所属集群`, en: `Cluster of ${name}` },
    group: 'changes',
    dependsOn: [{ key: isRetry ? podsKey(name) : rightKey(name), requires: 'succeeded' }],
    pool: poolOf(input),
    calls: [verbatim(`PATCH ${path}${isRetry ? '/status' : ''}`)],
    onFailure: 'fail',
    // The phase and the cluster of the node say whether it was done, and are read before each write.
    onCrash: 'probe',
    retry: callRetry,
    undo: 'none',
    probe: (context) => (isRetry ? probeRetry(name, context) : probeAssign(input, name, context)),
    async apply(intent, context) {
      const podsDeleted = isRetry
        ? await reset(name, intent, context)
        : await assign(name, intent, context).then(() => []);
      const { phase } = await release(name, context);
      return { previousPhase: intent.from, currentPhase: phase, podsDeleted: [...podsDeleted] };
    },
    async verify({ cluster }, _output, { world, signal }) {
      const node = await world.source.read(name, signal);
      // The API server of Primus-SaFE shows a cluster only once the node is in it.
      if (!isRetry && !world.source.retriesItself && node.wanted !== cluster) {
        throw new AppError('VERIFY_FAILED', {
          zh: `节点 ${name} 的 spec.cluster 没有保留刚写入的值；请检查集群的准入 webhook。`,
          en: `Node ${name} has not kept the cluster that was just written. Check the admission webhooks of the cluster.`,
        });
      }
    },
    successMessage: (_intent, { previousPhase, currentPhase }) =>
      verbatim(`${previousPhase} → ${currentPhase}`),
  });
}
