import { z } from 'zod';
import { type Json, jsonSchema } from '../contract/json.ts';
import { defineStep } from './define-step.ts';
import type { MadeStep, ProbeResult, StepContext, StepDefinition, Undo } from './definition.ts';
import { noRetry } from './retry-policy.ts';
import { nothingFound } from './sentences.ts';
import { parseIntent, parseOutput } from './stored.ts';

/** A step of the reverted run with what it did and how that is taken back. */
export interface Undone<World> {
  readonly definition: StepDefinition<World>;
  readonly step: MadeStep;
  readonly undo: Undo<World>;
}

/** What the step did stands in the run's input; what had to be found of it stands here, so that it is not looked for twice. */
const intentSchema = z.object({ key: z.string(), found: jsonSchema.exactOptional() });
type UndoIntent = z.infer<typeof intentSchema>;

const outputSchema = z.object({ key: z.string() });

const undoKeyOf = (key: string): string => `undo:${key}`;

/** The step that takes a change back, after the undos of everything that was built on it. */
export function undoStep<World>(
  one: Undone<World>,
  undone: readonly Undone<World>[],
  revertsRunId: string,
): StepDefinition<World> {
  const { definition, undo } = one;
  const { key } = definition;
  const builtOnIt = undone.filter((other) =>
    other.definition.dependsOn.some((dependency) => dependency.key === key),
  );
  const change = changeOf(one, revertsRunId);
  return defineStep<World, UndoIntent, z.infer<typeof outputSchema>>({
    key: undoKeyOf(key),
    undoes: [key],
    intent: intentSchema,
    output: outputSchema,
    title: { zh: `↶ ${undo.title.zh}`, en: `↶ ${undo.title.en}` },
    group: definition.group,
    dependsOn: builtOnIt.map((dependent) => ({
      key: undoKeyOf(dependent.definition.key),
      requires: 'succeeded',
    })),
    pool: definition.pool,
    onFailure: 'fail',
    onCrash: undo.onCrash ?? 'ask',
    undo: 'none',
    retry: undo.retry ?? noRetry,
    deadlineMs: undo.deadlineMs,
    probe: (context) => look(one, change, context),
    async apply({ found }, context) {
      await undo.undo(change.meant(), change.left(found), context);
      return { key };
    },
    async verify({ found }, _output, context) {
      await undo.verify?.(change.meant(), change.left(found), context);
    },
  });
}

/** What the step meant to do and left behind, parsed when it is needed: what cannot be read fails that undo alone. */
function changeOf<World>({ definition, step }: Undone<World>, revertsRunId: string): Change {
  return {
    meant: () => parseIntent(definition, revertsRunId, step.intent),
    left: (found) => parseOutput(definition, revertsRunId, found ?? step.output),
  };
}

interface Change {
  meant(): Json;
  /** `found` stands for the output of a step that did not come to its end. */
  left(found: Json | undefined): Json;
}

type Looked = ProbeResult<UndoIntent, z.infer<typeof outputSchema>>;

/** Finds what a step has left that did not come to its end, and looks whether there is anything to take back. */
async function look<World>(
  { definition, step, undo }: Undone<World>,
  change: Change,
  context: StepContext<World>,
): Promise<Looked> {
  const { key } = definition;
  const intent: UndoIntent = { key };
  if (step.isLeftOpen) {
    const found = (await undo.find?.(change.meant(), context)) ?? null;
    if (found === null) {
      return { verdict: 'done', found: nothingFound, output: { key }, changed: false };
    }
    intent.found = found;
  }
  const planned = { zh: `撤销：${undo.title.zh}`, en: `Undo: ${undo.title.en}` };
  const sight = await undo.probe?.(change.meant(), change.left(intent.found), context);
  switch (sight?.verdict) {
    case 'done':
      return { verdict: 'done', found: sight.found, output: { key } };
    case 'blocked':
      return sight;
    case 'unreadable':
      return { verdict: 'unreadable', why: sight.why, change: planned, intent };
    default:
      return { verdict: 'todo', found: sight?.found, change: planned, intent };
  }
}
