import { toErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { PreviewDocument } from '../contract/run.ts';
import type { Engine, Journal, ProbeResult, StepContext, StepDefinition } from './definition.ts';
import { askedIn, createStepContext } from './step-context.ts';
import type { ContextHost } from './step-context.ts';

/** For looking only: nothing is kept but what the probes of this preview have found. */
function createOnlooker(
  outputs: ReadonlyMap<string, Json>,
  saveIdentity: ContextHost['saveIdentity'],
): ContextHost {
  const seen: Journal = { outputs, endings: new Map() };
  return {
    runId: 'preview',
    journal: () => seen,
    answers: () => [],
    saveIntent: () => Promise.resolve(),
    saveIdentity,
    progress: () => undefined,
    log: () => undefined,
  };
}

const nothingYet: Journal = { outputs: new Map(), endings: new Map() };

type PreviewStep = PreviewDocument['steps'][number];

/** Probes every step of the plan, one after the other, and says what a run would do. Sends nothing that changes the site. */
export async function previewPlan<Input, World>(
  engine: Engine<Input, World>,
  input: Input,
  looking: { readonly world: World; readonly signal: AbortSignal },
): Promise<PreviewDocument> {
  const steps: PreviewStep[] = [];
  const outputs = new Map<string, Json>();
  const identity: string[] = [];
  const onlooker = createOnlooker(outputs, (parts) => void identity.splice(0, identity.length, ...parts));
  for (const definition of engine.plan(input, nothingYet)) {
    const execution = {
      world: looking.world,
      step: definition.key,
      attempt: 1,
      signal: looking.signal,
      interruptedIntent: null,
    };
    const context = createStepContext(onlooker, execution, { evidence: {}, progress: null });
    const { step, output } = await previewStep(definition, context);
    if (output !== undefined) outputs.set(definition.key, output);
    steps.push(step);
  }
  return { steps, leftOut: [...engine.leftOut(input)], identity: identity.length === 0 ? null : identity };
}

async function previewStep<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
): Promise<{ step: PreviewStep; output?: Json }> {
  const head = headOf(definition);
  try {
    const probed = await definition.probe(context);
    const step = { ...head, ...describe(probed) };
    return probed.verdict === 'done' ? { step, output: probed.output ?? null } : { step };
  } catch (thrown) {
    context.signal.throwIfAborted();
    const question = askedIn(thrown);
    return {
      step: {
        ...head,
        verdict: 'blocked',
        found: question === null ? toErrorRecord(thrown).message : question.text,
      },
    };
  }
}

function headOf<World>({
  key,
  title,
  group,
  undo,
  calls = [],
  sources = [],
  harmless = false,
  mandatory = false,
  dependsOn,
}: StepDefinition<World>): Omit<PreviewStep, 'verdict' | 'found' | 'change'> {
  return {
    ...{ key, title, group, looksOnly: harmless, mandatory },
    undo: undo === 'none' ? 'none' : 'possible',
    calls: [...calls],
    cells: [...sources],
    dependsOn: dependsOn.filter(({ requires }) => requires === 'succeeded').map((one) => one.key),
  };
}

function describe(probed: ProbeResult): Pick<PreviewStep, 'verdict' | 'found' | 'change'> {
  switch (probed.verdict) {
    case 'done':
      return { verdict: 'done', found: probed.found };
    case 'todo':
      return {
        verdict: 'todo',
        change: probed.change,
        ...(probed.found === undefined ? {} : { found: probed.found }),
      };
    case 'blocked':
      return { verdict: 'blocked', found: toErrorRecord(probed.cause).message };
    case 'unreadable':
      return { verdict: 'unreadable', found: probed.why, change: probed.change };
  }
}
