import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import { textSchema } from '../contract/text-schema.ts';
import type { Engine, Journal, StepDefinition } from './definition.ts';
import { journalOf } from './journal.ts';
import type { StepModel } from './model.ts';
import type { StoredRun } from './ports.ts';
import { noRetry } from './retry-policy.ts';
import { takenOut } from './sentences.ts';

/** One change that a revert takes back: what the run did, as its journal has it. */
interface RevertedStep {
  readonly key: string;
  readonly intent: Json;
  readonly output: Json;
}

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
type StoredRevert = z.infer<typeof revertInputSchema>;

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

function journalIn({ journal, steps }: Pick<StoredRevert, 'journal' | 'steps'>): Journal {
  const withOutput = [...journal, ...steps].filter(({ output }) => output !== null);
  return {
    outputs: new Map(withOutput.map(({ key, output }) => [key, output])),
    endings: new Map(journal.map(({ key, state, changed, message }) => [key, { state, changed, message }])),
  };
}

/** The steps whose change is taken back, the last one first: what was built on another goes before it. */
export function revertedSteps<Input, World>(
  engine: Pick<Engine<Input, World>, 'plan'>,
  revert: RevertInput<Input>,
): readonly StepDefinition<World>[] {
  const keys = new Set(revert.steps.map(({ key }) => key));
  return engine
    .plan(revert.input, journalIn(revert))
    .filter(({ key, undo }) => keys.has(key) && undo !== 'none')
    .toReversed();
}

export const revertKindOf = (kind: string): string => `${kind}:revert`;

/** The run that takes another one back: the undos of what it changed, each after those of everything that was built on it. */
export function createRevertEngine<Input, World>(
  engine: Engine<Input, World>,
): Engine<RevertInput<Input>, World> {
  return {
    kind: revertKindOf(engine.kind),
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
      const byKey = new Map(revert.steps.map((step) => [step.key, step]));
      const undone = revertedSteps(engine, revert);
      return undone.map((definition) => undoStep(definition, byKey, undone));
    },
    acquire: ({ input }, context) => engine.acquire(input, context),
    readIdentity: (world, target, signal) => engine.readIdentity(world, target, signal),
    looksAfterSleep: ({ input }) => engine.looksAfterSleep(input),
    outputs: ({ revertsRunId }) => ({ reverts: revertsRunId }),
    leftOut(revert) {
      const planned = new Set(revertedSteps(engine, revert).map(({ key }) => key));
      return revert.steps.flatMap(({ key }) => (planned.has(key) ? [] : [{ key, because: takenOut.done }]));
    },
    project: (transaction, { input }, change) => engine.project?.(transaction, input, change),
    editable: () => [],
    edit() {
      throw new AppError('INPUT_INVALID', {
        zh: '撤销任务没有可修改的内容。',
        en: 'An undo run has nothing to edit.',
      });
    },
  };
}

const undoKeyOf = (key: string): string => `undo:${key}`;

function undoStep<World>(
  definition: StepDefinition<World>,
  byKey: ReadonlyMap<string, RevertedStep>,
  undone: readonly StepDefinition<World>[],
): StepDefinition<World> {
  const { key, undo } = definition;
  const builtOnIt = undone.filter(({ dependsOn }) => dependsOn.some((dependency) => dependency.key === key));
  const step = byKey.get(key);
  if (undo === 'none' || step === undefined) throw new AppError('INTERNAL', `step ${key} cannot be undone`);
  return {
    key: undoKeyOf(key),
    title: { zh: `↶ ${undo.title.zh}`, en: `↶ ${undo.title.en}` },
    group: definition.group,
    dependsOn: builtOnIt.map((dependent) => ({ key: undoKeyOf(dependent.key), requires: 'succeeded' })),
    ...(definition.pool === undefined ? {} : { pool: definition.pool }),
    onFailure: 'fail',
    // Whether something is gone cannot be asked in general, and taking it away twice may hit what came after it.
    onCrash: 'ask',
    undo: 'none',
    retry: noRetry,
    probe: () =>
      Promise.resolve({
        verdict: 'todo',
        change: { zh: `撤销 ${key}`, en: `undo ${key}` },
        intent: { key },
      }),
    async apply(_intent, context) {
      await undo.undo(step.intent, step.output, context);
      return { key };
    },
  };
}
