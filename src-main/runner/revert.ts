import { z } from 'zod';
import { type Json, jsonSchema } from '../contract/json.ts';
import { textSchema } from '../contract/text-schema.ts';
import type { PreviewDocument } from '../contract/run.ts';
import { defineEngine } from './define-engine.ts';
import type { Engine, Journal, MadeStep, StepDefinition } from './definition.ts';
import { journalOf } from './journal.ts';
import type { StepModel } from './model.ts';
import type { StoredRun } from './ports.ts';
import { wayBack, whyStays } from './reversibility.ts';
import { irreversible, takenOut } from './sentences.ts';
import { undoStep, type Undone } from './undo-step.ts';
import { unsureIn } from './unsure.ts';

type LeftOut = PreviewDocument['leftOut'];

/** What a reverting run was asked to do: the run it takes back with its input and its journal, because its plan says how. */
const revertInputSchema = z.object({
  revertsRunId: z.string(),
  input: jsonSchema,
  /** Runs of earlier versions took back only what was known to have happened. */
  steps: z.array(
    z.object({
      key: z.string(),
      intent: jsonSchema,
      output: jsonSchema,
      isLeftOpen: z.boolean().default(false),
    }),
  ),
  /** How each step ended and its output; runs of earlier versions have none, and plan by the outputs of `steps`. */
  journal: z
    .array(
      z.object({
        key: z.string(),
        output: jsonSchema,
        state: z.string(),
        changed: z.boolean().nullable(),
        message: textSchema.nullable(),
      }),
    )
    .default([]),
});
export type StoredRevert = z.infer<typeof revertInputSchema>;

export type RevertInput<Input> = Omit<StoredRevert, 'input'> & { readonly input: Input };

interface StepsToRevert {
  readonly intentOf: (key: string) => Json | null;
  /** Whether another run has undone the step already: undone once more, it would change what somebody made since. */
  readonly isUndone: (key: string) => boolean;
}

/** The input of the run that takes an ended one back, from its rows. */
export function reverted(stored: StoredRun, { intentOf, isUndone }: StepsToRevert): StoredRevert {
  const { outputs, endings } = journalOf(stored);
  return {
    revertsRunId: stored.id,
    input: stored.input,
    steps: [...stored.model.steps.values()]
      .filter(({ key }) => !isUndone(key))
      .flatMap((step) => madeBy(step, () => intentOf(step.key), outputs.get(step.key) ?? null)),
    journal: [...endings].map(([key, { state, changed, message }]) => ({
      key,
      output: outputs.get(key) ?? null,
      state,
      // Nothing of it is left.
      changed: isUndone(key) ? false : changed,
      message,
    })),
  };
}

/** What may have to be undone of the step: its change, or what it has left half done. */
function madeBy(step: StepModel, readIntent: () => Json | null, output: Json): readonly MadeStep[] {
  const { key, state, changed, undo, failure } = step;
  if (undo === 'none') {
    return [];
  }
  if (state === 'succeeded') {
    return changed === true ? [{ key, intent: readIntent(), output, isLeftOpen: false }] : [];
  }
  // What was refused changed nothing. Work with a caveat has an output, as has what was done before a later attempt.
  const isOpen = state === 'canceled' || state === 'unknown' || unsureIn(failure) !== null;
  const intent = isOpen || output !== null ? readIntent() : null;
  return intent === null ? [] : [{ key, intent, output, isLeftOpen: output === null }];
}

const revertSuffix = ':revert';

/** What a run was asked to do: one that takes another back has that one's kind and input. */
export function originOf({ kind, input }: Pick<StoredRun, 'kind' | 'input'>): {
  readonly kind: string;
  readonly input: Json;
} {
  return kind.endsWith(revertSuffix)
    ? { kind: kind.slice(0, -revertSuffix.length), input: revertInputSchema.parse(input).input }
    : { kind, input };
}

function journalIn({ journal, steps }: Pick<StoredRevert, 'journal' | 'steps'>): Journal {
  const withOutput = [...journal, ...steps].filter(({ output }) => output !== null);
  return {
    outputs: new Map(withOutput.map(({ key, output }) => [key, output])),
    endings: new Map(journal.map(({ key, state, changed, message }) => [key, { state, changed, message }])),
  };
}

/** The steps whose change is taken back, the last one first: what was built on another goes before it. */
function revertedSteps<Input, World>(
  engine: Pick<Engine<Input, World>, 'plan'>,
  revert: RevertInput<Input>,
): readonly Undone<World>[] {
  const made = new Map(revert.steps.map((step) => [step.key, step]));
  return engine
    .plan(revert.input, journalIn(revert))
    .flatMap((definition) => {
      const step = made.get(definition.key);
      const undo = step === undefined ? null : wayBack(definition, step);
      return step === undefined || undo === null ? [] : [{ definition, step, undo }];
    })
    .toReversed();
}

/** What the reverted run changed and this one leaves, with why. */
function stayingSteps<Input, World>(
  engine: Pick<Engine<Input, World>, 'plan'>,
  revert: RevertInput<Input>,
): LeftOut {
  const undone = new Set(revertedSteps(engine, revert).map(({ definition }) => definition.key));
  const definitions = new Map(
    engine.plan(revert.input, journalIn(revert)).map((definition) => [definition.key, definition]),
  );
  const made = new Map(revert.steps.map((step) => [step.key, step]));
  const changed = revert.journal.filter(({ state, changed }) => state === 'succeeded' && changed === true);
  return [...new Set([...made.keys(), ...changed.map(({ key }) => key)])]
    .filter((key) => !undone.has(key))
    .map((key) => {
      const definition = definitions.get(key);
      const step = made.get(key);
      if (definition === undefined) {
        return { key, because: step?.isLeftOpen === true ? irreversible.leftOpen : takenOut.done };
      }
      const why = step === undefined ? null : whyStays(definition, step);
      return { key, title: definition.title, because: why ?? irreversible.kind };
    });
}

/** The plan of the run that takes another one back: the engine's own, or each change after those that were built on it. */
function planOf<Input, World>(
  engine: Pick<Engine<Input, World>, 'plan' | 'revertPlan'>,
  revert: RevertInput<Input>,
): readonly StepDefinition<World>[] {
  if (engine.revertPlan !== undefined) {
    return engine.revertPlan({ input: revert.input, journal: journalIn(revert), made: revert.steps });
  }
  const undone = revertedSteps(engine, revert);
  return undone.map((one) => undoStep(one, undone, revert.revertsRunId));
}

/** Whether there is anything to take back. */
export const canTakeBack = <Input, World>(
  engine: Pick<Engine<Input, World>, 'plan' | 'revertPlan'>,
  revert: RevertInput<Input>,
): boolean => planOf(engine, revert).length > 0;

export const revertKindOf = (kind: string): string => `${kind}${revertSuffix}`;

/** The run that takes another one back: the undos of what it changed, each after those of everything that was built on it. */
export function createRevertEngine<Input, World>(
  engine: Engine<Input, World>,
): Engine<RevertInput<Input>, World> {
  return defineEngine<RevertInput<Input>, World>({
    kind: revertKindOf(engine.kind),
    logName: engine.logName,
    version: engine.version,
    parseInput(stored) {
      const revert = revertInputSchema.parse(stored);
      return { ...revert, input: engine.parseInput(revert.input) };
    },
    title: ({ revertsRunId, input }) => `${engine.title(input)} ↶ ${revertsRunId}`,
    subject: ({ input }) => engine.subject?.(input),
    isPractice: ({ input }) => engine.isPractice(input),
    faults: ({ input }) => engine.faults?.(input) ?? [],
    targets: ({ input }) => engine.targets(input),
    plan: (revert) => planOf(engine, revert),
    acquire: ({ input }, context) => engine.acquire(input, context),
    readIdentity: (world, target, signal) => engine.readIdentity(world, target, signal),
    looksAfterSleep: ({ input }) => engine.looksAfterSleep(input),
    outputs: ({ revertsRunId }) => ({ reverts: revertsRunId }),
    leftOut: (revert) => (engine.revertPlan === undefined ? stayingSteps(engine, revert) : []),
    project: (transaction, { input }, change) => engine.project?.(transaction, input, change),
  });
}
