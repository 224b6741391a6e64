/** Keeps what is there of a failure: the deletion that follows destroys it. */
import { z } from 'zod';
import type { NodeEvidence } from '../../../contract/node-retry.ts';
import { counted } from '../../../contract/counted.ts';
import { verbatim, type Text } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { OutputOf, StepContext, StepDefinition } from '../../../runner/definition.ts';
import { callRetry } from '../../../runner/retry-policy.ts';
import { evidenceKey, poolOf, rightKey, type NodeInput } from '../input.ts';
import { tellingLine } from '../node-pods.ts';
import type { NodeRetryWorld } from '../ports.ts';
import { directionOf } from './right.ts';

const nothing = z.object({});
const outputSchema = z.object({ pods: z.array(z.string()), missing: z.array(z.string()) });

/** The uids of the pods whose evidence is kept. */
export const evidenceOutput = (node: string): OutputOf<z.infer<typeof outputSchema>> =>
  outputOf(evidenceKey(node), outputSchema);

function summary(kept: NodeEvidence): Text {
  const line = tellingLine(kept);
  const missing = kept.missing.join(', ');
  const zh = missing === '' ? '' : `；没有读取 ${missing} 的权限`;
  const en = missing === '' ? '' : `; no right to read ${missing}`;
  const count = kept.pods.length;
  const all = counted(count, 'pod');
  return line === null
    ? { zh: `${count} 个 Pod${zh}`, en: `${all}${en}` }
    : { zh: `${count} 个 Pod${zh}：${line}`, en: `${all}${en}: ${line}` };
}

/** With the attempt that is under way; each pod by itself, so that a long log takes no other's place. */
export function keepEvidence(context: StepContext<NodeRetryWorld>, kept: NodeEvidence): void {
  const { pods, ...node } = kept;
  context.evidence('node', { ...node, pods: pods.map(({ name }) => name) });
  for (const pod of pods) {
    context.evidence(`pod ${pod.name}`, pod);
  }
}

export function evidence(input: NodeInput, name: string): StepDefinition<NodeRetryWorld> {
  return defineStep({
    ...evidenceOutput(name),
    intent: nothing,
    title: { zh: `${name} 失败证据`, en: `Evidence of the failure of ${name}` },
    group: 'evidence',
    dependsOn: [{ key: rightKey(name), requires: 'succeeded' }],
    pool: poolOf(input),
    mandatory: true,
    harmless: true,
    calls: [verbatim('GET /api/v1/namespaces/primus-safe/pods'), verbatim('GET …/pods/{name}/log')],
    onFailure: 'fail',
    // Only read; what is kept twice is kept with two attempts.
    onCrash: 'redo',
    retry: callRetry,
    undo: 'none',
    async probe(context) {
      const { world, signal } = context;
      const node = await world.source.read(name, signal);
      const kept = await world.source.evidence(node, directionOf(node.phase), signal);
      keepEvidence(context, kept);
      if (kept.missing.length > 0) {
        context.log.warn(summary(kept), { missing: kept.missing });
      }
      const output = { pods: kept.pods.map(({ uid }) => uid), missing: kept.missing };
      return { verdict: 'done', found: summary(kept), output, changed: false };
    },
    apply: async () => ({ pods: [], missing: [] }),
  });
}
