/** What of a run's change is told of the attempts on its nodes. */
import type { NodeAttempt } from '../../contract/node-retry.ts';
import { isSettled, type RunModel } from '../../runner/model.ts';
import type { RunChange } from '../../runner/ports.ts';
import { followKey, podsKey, statusKey, type NodeInput } from './input.ts';
import { nodeOutput } from './outputs.ts';

export type ChangedAttempt = Omit<NodeAttempt, 'beganAt' | 'endedAt'> & { readonly node: string };

/** The keys of the steps that an attempt consists of, from the first change to the end. */
const keysOf = (name: string): readonly string[] => [podsKey(name), statusKey(name), followKey(name)];

/** An attempt begins with the first thing that may have changed something. */
const hasBegun = ({ steps }: RunModel, name: string): boolean =>
  [podsKey(name), statusKey(name)].some((key) => (steps.get(key)?.attempts ?? 0) > 0);

function outcomeOf({ steps }: RunModel, name: string): NodeAttempt['outcome'] {
  const [, status, follow] = keysOf(name).map((key) => steps.get(key));
  if (follow !== undefined && isSettled(follow.state)) {
    return follow.state === 'succeeded' ? 'succeeded' : 'failed';
  }
  return status?.state === 'succeeded' ? 'followed' : 'begun';
}

const standOf = ({ steps }: RunModel, name: string): string =>
  keysOf(name)
    .map((key) => `${steps.get(key)?.state} ${steps.get(key)?.attempts}`)
    .join();

/** Those that stand otherwise than before the change. */
export function changedAttempts(
  { names, action }: NodeInput,
  { runId, before, after, outputs }: RunChange,
): readonly ChangedAttempt[] {
  return names
    .filter((name) => hasBegun(after, name) && standOf(before, name) !== standOf(after, name))
    .map((name) => {
      const { previousPhase, currentPhase, podsDeleted } = nodeOutput({ outputs }, name);
      return {
        node: name,
        run: runId,
        action,
        previousPhase: previousPhase ?? '',
        currentPhase: currentPhase ?? '',
        outcome: outcomeOf(after, name),
        podsDeleted,
      };
    });
}
