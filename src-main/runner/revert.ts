import { AppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Engine, StepDefinition } from './definition.ts';
import type { StoredRun } from './ports.ts';
import { noRetry } from './retry-policy.ts';
import { takenOut } from './sentences.ts';

/** One change that a revert takes back: what the run did, as its journal has it. */
export interface RevertedStep {
  readonly key: string;
  readonly intent: Json;
  readonly output: Json;
}

/** What a reverting run was asked to do; the input of the run it takes back is kept whole, because its plan says how. */
export interface RevertInput<Input> {
  readonly revertsRunId: string;
  readonly input: Input;
  readonly steps: readonly RevertedStep[];
}

/** What a run changed and can take back, from its rows. */
export function revertedSteps(
  { model, outputs }: Pick<StoredRun, 'model' | 'outputs'>,
  intentOf: (key: string) => Json | null,
): readonly RevertedStep[] {
  return [...model.steps.values()]
    .filter(({ state, changed, undo }) => state === 'succeeded' && changed === true && undo !== 'none')
    .map(({ key }) => ({ key, intent: intentOf(key), output: outputs.get(key) ?? null }));
}

export const revertKindOf = (kind: string): string => `${kind}:revert`;

/** The run that takes another one back: the undos of what it changed, each after those of everything that was built on it. */
export function createRevertEngine<Input, World>(
  engine: Engine<Input, World>,
): Engine<RevertInput<Input>, World> {
  const planOf = ({ input, steps }: RevertInput<Input>): readonly StepDefinition<World>[] => {
    const outputs = new Map(steps.map(({ key, output }) => [key, output]));
    return engine.plan(input, { outputs, endings: new Map() });
  };
  return {
    kind: revertKindOf(engine.kind),
    version: engine.version,
    parseInput(stored) {
      const { revertsRunId, input, steps } = stored as unknown as RevertInput<Json>;
      return { revertsRunId, input: engine.parseInput(input), steps };
    },
    title: ({ revertsRunId, input }) => `${engine.title(input)} ↶ ${revertsRunId}`,
    isPractice: ({ input }) => engine.isPractice(input),
    faults: ({ input }) => engine.faults?.(input) ?? [],
    targets: ({ input }) => engine.targets(input),
    plan(reverted) {
      const byKey = new Map(reverted.steps.map((step) => [step.key, step]));
      const undone = planOf(reverted)
        .filter(({ key, undo }) => byKey.has(key) && undo !== 'none')
        .toReversed();
      return undone.map((definition) => undoStep(definition, byKey, undone));
    },
    acquire: ({ input }, context) => engine.acquire(input, context),
    readIdentity: (world, signal) => engine.readIdentity(world, signal),
    looksAfterSleep: ({ input }) => engine.looksAfterSleep(input),
    outputs: ({ revertsRunId }) => ({ reverts: revertsRunId }),
    leftOut(reverted) {
      const planned = new Set(planOf(reverted).map(({ key }) => key));
      return reverted.steps.flatMap(({ key }) => (planned.has(key) ? [] : [{ key, because: takenOut.done }]));
    },
    editable: () => [],
    edit() {
      throw new AppError('INPUT_INVALID', {
        zh: '撤销任务没有可修改的内容。',
        en: 'a run that takes another back has nothing to edit',
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
        change: { zh: `撤销 ${key}`, en: `take back ${key}` },
        intent: { key },
      }),
    async apply(_intent, context) {
      await undo.undo(step.intent, step.output, context);
      return { key };
    },
  };
}
