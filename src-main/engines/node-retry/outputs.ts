import type { z } from 'zod';
import type { Json } from '../../contract/json.ts';
import type { nodeOutputSchema } from '../../contract/node-retry.ts';
import type { Journal } from '../../runner/definition.ts';
import type { NodeInput } from './input.ts';
import { followOutput } from './steps/follow.ts';
import { podsOutput } from './steps/pods.ts';
import { rightOutput } from './steps/right.ts';
import { statusOutput } from './steps/status.ts';

const read = <T>(
  { outputs }: Pick<Journal, 'outputs'>,
  { key, output }: { key: string; output: z.ZodType<T> },
): T | null => output.safeParse(outputs.get(key)).data ?? null;

/** By this run, or by the other side for it. */
const deletedFor = (journal: Pick<Journal, 'outputs'>, name: string): string[] => [
  ...(read(journal, podsOutput(name))?.deleted ?? []),
  ...(read(journal, statusOutput(name))?.podsDeleted ?? []),
];

/** What became of one node, as far as it is known; without a phase where it was refused. */
export function nodeOutput(
  journal: Pick<Journal, 'outputs'>,
  name: string,
): z.infer<typeof nodeOutputSchema> {
  const before = read(journal, rightOutput(name));
  const changed = read(journal, statusOutput(name));
  const podsDeleted = deletedFor(journal, name);
  const wasTried = changed !== null || podsDeleted.length > 0;
  const previousPhase = before?.phase ?? null;
  return {
    nodeId: name,
    previousPhase,
    currentPhase: read(journal, followOutput(name))?.phase ?? changed?.currentPhase ?? previousPhase,
    podsDeleted,
    attempts: (before?.earlier ?? 0) + Number(wasTried),
  };
}

/** The `outputs` of the run's document. */
export const nodeOutputs = ({ names }: NodeInput, journal: Journal): Readonly<Record<string, Json>> => ({
  nodes: names.map((name) => nodeOutput(journal, name)),
});
