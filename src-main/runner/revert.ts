import { z } from 'zod';
import type { Json } from '../contract/json.ts';
import { textSchema } from '../contract/text-schema.ts';
import type { PreviewDocument } from '../contract/run.ts';
import { defineStep } from './define-step.ts';
import { defineEngine } from './define-engine.ts';
import type { Engine, Journal, StepDefinition, Undo } from './definition.ts';
import { journalOf } from './journal.ts';
import type { StepModel } from './model.ts';
import type { StoredRun } from './ports.ts';
import { noRetry } from './retry-policy.ts';
import { wayBack, whyStays } from './reversibility.ts';
import { irreversible, takenOut } from './sentences.ts';
import { storedChange } from './stored.ts';

/** One change that a revert takes back: what the run did, as its journal has it. */
interface RevertedStep {
  readonly key: string;
  readonly intent: Json;
  readonly output: Json;
}

type LeftOut = PreviewDocument['leftOut'];

const jsonSchema: z.ZodType<Json> = z.json();

/** What a reverting run was asked to do: the run it takes back with its input and its journal, because its plan says how. */
const revertInputSchema = z.object({
  revertsRunId: z.string(),
  input: jsonSchema,
  steps: z.array(z.object({ key: z.string(), intent: jsonSchema, output: jsonSchema })),
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

/** The input of the run that takes an ended one back, from its rows. */
export function reverted(stored: StoredRun, intentOf: (key: string) => Json | null): StoredRevert {
  const { outputs, endings } = journalOf(stored);
  const isToBeUndone = ({ state, changed, undo }: StepModel): boolean =>
    state === 'succeeded' && changed === true && undo !== 'none';
  return {
    revertsRunId: stored.id,
    input: stored.input,
    steps: [...stored.model.steps.values()]
      .filter(isToBeUndone)
      .map(({ key }) => ({ key, intent: intentOf(key), output: outputs.get(key) ?? null })),
    journal: [...endings].map(([key, ending]) => ({ key, output: outputs.get(key) ?? null, ...ending })),
  };
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

/** A step of the reverted run with what it did and how that is taken back. */
interface Undone<World> {
  readonly definition: StepDefinition<World>;
  readonly step: RevertedStep;
  readonly undo: Undo<World>;
}

/** The steps whose change is taken back, the last one first: what was built on another goes before it. */
export function revertedSteps<Input, World>(
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
      if (definition === undefined) {
        return { key, because: takenOut.done };
      }
      const step = made.get(key);
      const why = step === undefined ? null : whyStays(definition, step);
      return { key, title: definition.title, because: why ?? irreversible.kind };
    });
}

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
    isPractice: ({ input }) => engine.isPractice(input),
    faults: ({ input }) => engine.faults?.(input) ?? [],
    targets: ({ input }) => engine.targets(input),
    plan(revert) {
      const undone = revertedSteps(engine, revert);
      return undone.map((one) => undoStep(one, undone, revert.revertsRunId));
    },
    acquire: ({ input }, context) => engine.acquire(input, context),
    readIdentity: (world, target, signal) => engine.readIdentity(world, target, signal),
    looksAfterSleep: ({ input }) => engine.looksAfterSleep(input),
    outputs: ({ revertsRunId }) => ({ reverts: revertsRunId }),
    leftOut(revert) {
      return stayingSteps(engine, revert);
    },
    project: (transaction, { input }, change) => engine.project?.(transaction, input, change),
  });
}

/** The key of the step that is taken back: what it did stands in the run's input. */
const undoSchema = z.object({ key: z.string() });

const undoKeyOf = (key: string): string => `undo:${key}`;

function undoStep<World>(
  { definition, step, undo }: Undone<World>,
  undone: readonly Undone<World>[],
  revertsRunId: string,
): StepDefinition<World> {
  const { key } = definition;
  const builtOnIt = undone.filter((one) =>
    one.definition.dependsOn.some((dependency) => dependency.key === key),
  );
  return defineStep({
    key: undoKeyOf(key),
    intent: undoSchema,
    output: undoSchema,
    title: { zh: `↶ ${undo.title.zh}`, en: `↶ ${undo.title.en}` },
    group: definition.group,
    dependsOn: builtOnIt.map((dependent) => ({
      key: undoKeyOf(dependent.definition.key),
      requires: 'succeeded',
    })),
    ...(definition.pool === undefined ? {} : { pool: definition.pool }),
    onFailure: 'fail',
    // Whether something is gone cannot be asked in general, and taking it away twice may hit what came after it.
    onCrash: 'ask',
    undo: 'none',
    retry: noRetry,
    probe: () =>
      Promise.resolve({
        verdict: 'todo',
        change: { zh: `撤销：${undo.title.zh}`, en: `Undo: ${undo.title.en}` },
        intent: { key },
      }),
    async apply(_intent, context) {
      const made = storedChange(definition, revertsRunId, step);
      await undo.undo(made.intent, made.output, context);
      return { key };
    },
  });
}
