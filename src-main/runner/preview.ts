import { AppError, toErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { PreviewDocument } from '../contract/run.ts';
import type { Engine, Journal, ProbeResult, StepContext, StepDefinition } from './definition.ts';
import type { Text } from '../contract/text.ts';
import { whyFinal } from './reversibility.ts';
import { notLookedAt } from './sentences.ts';
import { askedIn, createStepContext, type ContextHost } from './step-context.ts';
import { StepOutputs } from './stored.ts';

/** For looking only: nothing is kept but what the probes of this preview have found. */
function createOnlooker(outputs: StepOutputs, noteIdentity: ContextHost['noteIdentity']): ContextHost {
  const seen: Journal = { outputs: outputs.values, endings: new Map() };
  return {
    runId: 'preview',
    journal: () => seen,
    output: (of) => outputs.read(of),
    answers: () => [],
    saveIntent: () => Promise.resolve(),
    noteIdentity,
    progress: () => undefined,
    log: () => undefined,
  };
}

type PreviewStep = PreviewDocument['steps'][number];

export interface PreviewOptions {
  /** Whether logins may be made that count towards the locking of an account. */
  readonly mayLogIn: boolean;
  readonly signal: AbortSignal;
}

/** Looks at the world as a run with this input would find it. SECRET_UNRESOLVED where a secret is missing for that. */
export async function previewRun<Input, World>(
  engine: Engine<Input, World>,
  stored: Json,
  { mayLogIn, signal }: PreviewOptions,
): Promise<PreviewDocument> {
  const input = engine.parseInput(stored);
  const acquired = await engine.acquire(input, {
    runId: 'preview',
    mayLogIn,
    signal,
    answer: () => null,
    isDone: () => false,
  });
  if (acquired.kind === 'asks') {
    throw new AppError('SECRET_UNRESOLVED', acquired.question.text);
  }
  try {
    return await previewPlan(engine, input, { world: acquired.world, signal });
  } finally {
    await acquired.release();
  }
}

/** Probes the steps of the plan, one after the other, those included that what is found adds, and says what a run would do; behind a mandatory one that fails nothing is probed. Sends nothing that changes the site. */
export async function previewPlan<Input, World>(
  engine: Engine<Input, World>,
  input: Input,
  looking: { readonly world: World; readonly signal: AbortSignal },
): Promise<PreviewDocument> {
  const steps: PreviewStep[] = [];
  const outputs = new StepOutputs('preview');
  const seen = new Map<string, readonly string[]>();
  const onlooker = createOnlooker(outputs, (parts, target = '') => void seen.set(target, parts));
  // A site that cannot be reached is found out once, not by every step waiting for it in its turn.
  const stopped = new Map<string, Text>();
  const found: Journal = { outputs: outputs.values, endings: new Map() };
  const open = [...engine.plan(input, found)];
  for (let definition = open.shift(); definition !== undefined; definition = open.shift()) {
    const because = definition.dependsOn.flatMap(({ key }) => stopped.get(key) ?? [])[0];
    if (because !== undefined) {
      stopped.set(definition.key, because);
      steps.push({ ...headOf(definition), verdict: 'blocked', found: notLookedAt(because) });
      continue;
    }
    const execution = {
      world: looking.world,
      step: definition.key,
      attempt: 1,
      signal: looking.signal,
      interruptedIntent: null,
      isLeftOpen: false,
      confirmSite: () => Promise.resolve(),
    };
    const context = createStepContext(onlooker, execution, { evidence: {}, progress: null, caveat: null });
    const { step, output } = await previewStep(definition, context);
    if (output !== undefined) {
      outputs.keep(definition, output);
    }
    steps.push(step);
    if (definition.expands === true && step.verdict === 'done') {
      const shown = new Set(steps.map(({ key }) => key));
      open.splice(0, open.length, ...engine.plan(input, found).filter(({ key }) => !shown.has(key)));
    }
    if (step.mandatory && step.verdict === 'blocked' && step.asks !== true) {
      stopped.set(definition.key, definition.title);
    }
  }
  const identity = [...seen.values()].flat();
  return { steps, leftOut: [...engine.leftOut(input)], identity: identity.length === 0 ? null : identity };
}

async function previewStep<World>(
  definition: StepDefinition<World>,
  context: StepContext<World>,
): Promise<{ step: PreviewStep; output?: Json }> {
  const head = headOf(definition);
  try {
    const probed = await definition.probe(context);
    const step = { ...head, ...describe(probed), undo: undoOf(definition, probed) };
    return probed.verdict === 'done' ? { step, output: probed.output ?? null } : { step };
  } catch (thrown) {
    context.signal.throwIfAborted();
    const question = askedIn(thrown);
    return {
      step: {
        ...head,
        verdict: 'blocked',
        ...(question === null
          ? { found: toErrorRecord(thrown).message }
          : { found: question.text, asks: true }),
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
    key,
    title,
    group,
    looksOnly: harmless,
    mandatory,
    undo: undo === 'none' ? 'none' : 'possible',
    calls: [...calls],
    cells: [...sources],
    dependsOn: dependsOn.filter(({ requires }) => requires === 'succeeded').map((one) => one.key),
  };
}

/** Whether the change that a run would make could be taken back, by what is there before it. */
function undoOf<World>({ undo }: StepDefinition<World>, probed: ProbeResult): PreviewStep['undo'] {
  return whyFinal(undo, 'intent' in probed ? probed.intent : null) === null ? 'possible' : 'none';
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
