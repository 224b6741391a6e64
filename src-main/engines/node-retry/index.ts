/** Retries, manages and unmanages nodes of Primus-SaFE. docs/engines/node-retry.md says how each step behaves. */
import { clusterSubject } from '../../contract/cluster-choice.ts';
import { nodeActionWords } from '../../contract/node-retry-names.ts';
import { defineEngine } from '../../runner/define-engine.ts';
import type { Acquired, AcquireContext, Engine, StepDefinition } from '../../runner/definition.ts';
import { isSettled } from '../../runner/model.ts';
import type { RunChange, RunTransaction } from '../../runner/ports.ts';
import { nodeInputSchema, statusKey, targetOf, type NodeInput } from './input.ts';
import { nodeOutputs } from './outputs.ts';
import type { NodeRetryWorld } from './ports.ts';
import { evidence } from './steps/evidence.ts';
import { followNode } from './steps/follow.ts';
import { pods } from './steps/pods.ts';
import { right } from './steps/right.ts';
import { status } from './steps/status.ts';

export { changedAttempts } from './attempts.ts';
export { siteOf, targetOf, type NodeInput } from './input.ts';
export { createPrimusSource } from './primus-source.ts';
export { createKubernetesSource, failureOf } from './kubernetes-source.ts';
export type { NodeRetryWorld, NodeSource, SourceNode } from './ports.ts';
export { refusalOf } from './refusals.ts';
export { nodeKind, operatorNamespace, podKind, toSourceNode } from './source-node.ts';
export { podLabels } from './node-pods.ts';
export { directionOf, isDoubtful } from './steps/right.ts';

function stepsOf(input: NodeInput, name: string): readonly StepDefinition<NodeRetryWorld>[] {
  const looksAndChanges = input.action === 'retry' ? [evidence(input, name), pods(input, name)] : [];
  return [right(input, name), ...looksAndChanges, status(input, name), followNode(input, name)];
}

const titleOf = ({ clusterName, action, names }: NodeInput): string => {
  const [first = '', ...others] = names;
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return `${clusterName} · ${nodeActionWords[action].en} ${first}${more}`;
};

export type OpenNodeWorld = (input: NodeInput, context: AcquireContext) => Promise<Acquired<NodeRetryWorld>>;

interface NodeEngineParts {
  readonly openWorld: OpenNodeWorld;
  /** Keeps the attempts on each node, in the transaction that changes the run. */
  readonly keepAttempts: (transaction: RunTransaction, input: NodeInput, change: RunChange) => void;
}

export function createNodeEngine({
  openWorld,
  keepAttempts,
}: NodeEngineParts): Engine<NodeInput, NodeRetryWorld> {
  return defineEngine<NodeInput, NodeRetryWorld>({
    kind: 'node-retry',
    parseInput: (stored) => nodeInputSchema.parse(stored),
    title: titleOf,
    subject: clusterSubject,
    isPractice: ({ isPractice }) => isPractice,
    targets: (input) => input.names.map((name) => targetOf(input, name)),
    // A node that is only followed needs no hold: what it does now is the controller's.
    holds: (input, { steps }) =>
      input.names
        .filter((name) => {
          const step = steps.get(statusKey(name));
          return step === undefined || !isSettled(step.state);
        })
        .map((name) => targetOf(input, name)),
    plan: (input) => input.names.flatMap((name) => stepsOf(input, name)),
    acquire: openWorld,
    readIdentity: ({ identity }) => Promise.resolve(identity === null ? null : [identity]),
    outputs: nodeOutputs,
    project: keepAttempts,
  });
}
