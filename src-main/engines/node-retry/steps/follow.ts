/** Follows one node until it is in its cluster, or out of it, or has failed. Changes nothing, and is gone on with after a restart. */
import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { isFailedPhase, nodePhaseWord } from '../../../contract/node-retry-words.ts';
import { verbatim } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { OutputOf, StepContext, StepDefinition } from '../../../runner/definition.ts';
import { followRetry, type RetryPolicy } from '../../../runner/retry-policy.ts';
import { createWakes } from '../../../runner/wakes.ts';
import { followKey, poolOf, statusKey, type NodeInput } from '../input.ts';
import { tellingLine } from '../node-pods.ts';
import type { NodeRetryWorld, SourceNode } from '../ports.ts';
import { keepEvidence } from './evidence.ts';
import { directionOf } from './right.ts';

const nothing = z.object({});
const outputSchema = z.object({ phase: z.string(), isWell: z.boolean() });
export const followOutput = (node: string): OutputOf<z.infer<typeof outputSchema>> =>
  outputOf(followKey(node), outputSchema);

const retry: RetryPolicy = { ...followRetry, nonRetryableErrorCodes: ['NODE_TIMEOUT'] };

/** Milliseconds between two looks where the watch tells nothing. */
const lookEveryMs = 3_000;

type Context = StepContext<NodeRetryWorld>;

/** Null while it goes on. A node that was just given to a cluster stands as it stood before for a moment. */
function endOf({ action }: NodeInput, { phase }: SourceNode): 'well' | 'failed' | null {
  if (isFailedPhase(phase)) {
    return 'failed';
  }
  const isWell =
    (phase === 'Managed' && action !== 'unmanage') || (phase === 'Unmanaged' && action !== 'manage');
  return isWell ? 'well' : null;
}

/** As it came to its end, or as it stood when its time was over; read each time, whatever the watch has told. */
async function follow(input: NodeInput, name: string, context: Context): Promise<SourceNode> {
  const { world, signal } = context;
  const wakes = createWakes(world.clock, signal);
  const stop = world.source.follow(name, wakes.wake);
  const beganAt = world.clock.elapsed();
  let told: string | null = null;
  try {
    for (;;) {
      const node = await world.source.read(name, signal);
      if (told !== node.phase) {
        context.log.info(nodePhaseWord(node.phase), { node: name, phase: node.phase });
        told = node.phase;
      }
      const leftMs = beganAt + input.timeoutMs - world.clock.elapsed();
      if (endOf(input, node) !== null || leftMs <= 0) {
        return node;
      }
      await wakes.next(Math.min(lookEveryMs, leftMs));
    }
  } finally {
    stop();
  }
}

async function failureOf(input: NodeInput, node: SourceNode, context: Context): Promise<AppError> {
  const { world, signal } = context;
  const { name, phase } = node;
  const kept = await world.source.evidence(node, directionOf(phase), signal);
  keepEvidence(context, kept);
  const line = tellingLine(kept);
  const said = { zh: line === null ? '' : `：${line}`, en: line === null ? '' : `: ${line}` };
  const data = { node: name, phase, line };
  if (endOf(input, node) === null) {
    const minutes = Math.round(input.timeoutMs / 60_000);
    const text = {
      zh: `节点 ${name} 在 ${minutes} 分钟内没有到达终态，当前状态：${phase}${said.zh}。请查看 primus-safe 中该节点的 Pod；「runs retry」继续跟踪。`,
      en: `Node ${name} did not come to an end within ${minutes} minutes, current phase: ${phase}${said.en}. Look at its pod in primus-safe; "runs retry" follows it further.`,
    };
    return new AppError('NODE_TIMEOUT', text, { data });
  }
  const text = {
    zh: `节点 ${name} 再次失败，当前状态：${phase}${said.zh}。排除原因后用「node retry ${name}」重试。`,
    en: `Node ${name} has failed, current phase: ${phase}${said.en}. Fix the cause, then retry it with "node retry ${name}".`,
  };
  return new AppError('NODE_FAILED', text, { data });
}

export function followNode(input: NodeInput, name: string): StepDefinition<NodeRetryWorld> {
  return defineStep({
    ...followOutput(name),
    intent: nothing,
    title: { zh: `跟踪 ${name}`, en: `Follow ${name}` },
    group: 'follows',
    dependsOn: [{ key: statusKey(name), requires: 'succeeded' }],
    pool: poolOf(input),
    watches: true,
    harmless: true,
    onFailure: 'fail',
    // It only reads.
    onCrash: 'redo',
    retry,
    undo: 'none',
    async probe() {
      const minutes = Math.round(input.timeoutMs / 60_000);
      const change = {
        zh: `跟踪到节点成功或失败，最长 ${minutes} 分钟`,
        en: `follow until the node has succeeded or failed, at most ${minutes} minutes`,
      };
      return { verdict: 'todo', change, intent: {} };
    },
    async apply(_intent, context) {
      const node = await follow(input, name, context);
      const isWell = endOf(input, node) === 'well';
      if (!isWell) {
        context.caveat(await failureOf(input, node, context));
      }
      return { phase: node.phase, isWell };
    },
    successMessage: (_intent, { phase }) => verbatim(phase),
  });
}
