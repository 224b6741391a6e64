/** Looks at one node before anything is done to it: whether it is there, may be changed, and takes the action. */
import { z } from 'zod';
import { nodeActionWords, nodePhaseWords } from '../../../contract/node-retry-names.ts';
import { controlPlaneWarning, nodePhaseWord } from '../../../contract/node-retry-words.ts';
import type { Text } from '../../../contract/text.ts';
import { defineStep, outputOf } from '../../../runner/define-step.ts';
import type { OutputOf, StepDefinition } from '../../../runner/definition.ts';
import { callRetry } from '../../../runner/retry-policy.ts';
import { rightKey, targetOf, type NodeInput } from '../input.ts';
import type { Direction, NodeRetryWorld, SourceNode } from '../ports.ts';
import { refusalOf } from '../refusals.ts';

const nothing = z.object({});

const outputSchema = z.object({
  uid: z.string(),
  phase: z.string(),
  direction: z.enum(['up', 'down']),
  /** Attempts on the node by other runs of this home. */
  earlier: z.number().int(),
});
export type RightOutput = z.infer<typeof outputSchema>;

export const rightOutput = (node: string): OutputOf<RightOutput> => outputOf(rightKey(node), outputSchema);

/** The control plane's own pod has no label of the node, so that a retry deletes nothing. */
export const isDoubtful = ({
  isControlPlane,
  phase,
}: Pick<SourceNode, 'isControlPlane' | 'phase'>): boolean => isControlPlane && phase === 'ManagedFailed';

export function right(input: NodeInput, name: string): StepDefinition<NodeRetryWorld> {
  const { action } = input;
  const word = nodeActionWords[action];
  return defineStep({
    ...rightOutput(name),
    intent: nothing,
    title: { zh: `${name} 权限与前置条件`, en: `Rights and preconditions of ${name}` },
    group: 'looks',
    dependsOn: [],
    mandatory: true,
    harmless: true,
    onFailure: 'fail',
    // Nothing is changed here.
    onCrash: 'redo',
    retry: callRetry,
    undo: 'none',
    async probe(context) {
      const { world, signal, runId } = context;
      const node = await world.source.read(name, signal);
      const cause = await refusalOf(action, node, { world, signal });
      if (cause !== null) {
        return { verdict: 'blocked', cause };
      }
      if (world.identity !== null) {
        context.recordIdentity([world.identity], targetOf(input, name));
      }
      const phase = nodePhaseWord(node.phase);
      const doubt = isDoubtful(node) && action === 'retry';
      if (doubt) {
        context.log.warn(controlPlaneWarning, { node: name, run: runId });
      }
      return {
        verdict: 'done',
        found: {
          zh: `${phase.zh}，可以${word.zh}${doubt ? `。${controlPlaneWarning.zh}` : ''}`,
          en: `${phase.en}, may be changed${doubt ? `. ${controlPlaneWarning.en}` : ''}`,
        },
        output: {
          uid: node.uid,
          phase: node.phase,
          direction: directionOf(node.phase),
          earlier: world.earlierAttempts(name),
        },
        changed: false,
      };
    },
    apply: async () => ({ uid: '', phase: '', direction: 'up' as const, earlier: 0 }),
  });
}

/** Into its cluster, or out of it. */
export const directionOf = (phase: string): Direction =>
  phase === 'UnmanagedFailed' || phase === 'Unmanaging' || phase === 'Managed' ? 'down' : 'up';

/** The phase that a node starts again from, as people read it too. */
export function phaseTowards(direction: Direction): { phase: 'Managing' | 'Unmanaging'; word: Text } {
  const phase = direction === 'up' ? 'Managing' : 'Unmanaging';
  return { phase, word: nodePhaseWords[phase] };
}
