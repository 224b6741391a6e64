import { AppError, toErrorRecord } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { PreviewDocument } from '../contract/run.ts';
import type { Engine, Journal, OutputOf, ProbeResult, StepContext, StepDefinition } from './definition.ts';
import type { Text } from '../contract/text.ts';
import { journalOf } from './journal.ts';
import { emptyRun, untouched, type StepModel } from './model.ts';
import type { StoredRun } from './ports.ts';
import { whyFinal } from './reversibility.ts';
import { dependencyUnmet, doneByRun, notLookedAt, runBy } from './sentences.ts';
import { askedIn, createStepContext, type ContextHost, type ExecutionOf } from './step-context.ts';
import { StepOutputs, type StoredIntent } from './stored.ts';
import { unsureIn } from './unsure.ts';

/** What a run that exists brings along: how far it has come, and what people have said. */
export interface Begun extends Pick<StoredRun, 'model' | 'outputs' | 'messages' | 'answers'> {
  /** What a step has last meant to do. */
  readonly intentOf: (step: Pick<StepDefinition<unknown>, 'key' | 'intent'>) => StoredIntent | null;
  /** Throws where what is seen is another site than the one that was recorded. */
  readonly compareIdentity: (parts: readonly string[], target?: string) => void;
}

const notBegun: Begun = {
  model: emptyRun,
  outputs: new Map(),
  messages: new Map(),
  answers: [],
  intentOf: () => null,
  compareIdentity: () => undefined,
};

/** For looking only: nothing is kept but what the probes of this preview have found. */
function createOnlooker(
  { seen, outputs }: { readonly seen: Journal; readonly outputs: StepOutputs },
  { answers }: Begun,
  noteIdentity: ContextHost['noteIdentity'],
): ContextHost {
  return {
    runId: 'preview',
    journal: () => seen,
    output: (of) => outputs.read(of),
    answers: () => answers,
    saveIntent: () => Promise.resolve(),
    noteIdentity,
    observe: () => Promise.resolve(),
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
    isPreview: true,
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

/** What was ordered of the practice site; undefined on a real one. */
function faultsOf<Input, World>(engine: Engine<Input, World>, input: Input): string[] | undefined {
  return engine.isPractice(input) ? [...(engine.faults?.(input) ?? [])] : undefined;
}

interface Looking<World> {
  readonly world: World;
  readonly signal: AbortSignal;
  /** The run whose preview it is; a run that is not made yet where it is missing. */
  readonly begun?: Begun;
}

/**
 * Probes the steps of the plan, one after the other, those included that what is found adds, and says what a run would do;
 * behind a mandatory one that fails nothing is probed. What a run has settled is told from its journal. Sends nothing that
 * changes the site.
 */
export async function previewPlan<Input, World>(
  engine: Engine<Input, World>,
  input: Input,
  { world, signal, begun = notBegun }: Looking<World>,
): Promise<PreviewDocument> {
  const steps: PreviewStep[] = [];
  const leftOut = [...engine.leftOut(input)];
  const outputs = new StepOutputs('preview', begun.outputs);
  const endings = new Map(journalOf(begun).endings);
  const found: Journal = { outputs: outputs.values, endings };
  const seen = new Map<string, readonly string[]>();
  const onlooker = createOnlooker({ seen: found, outputs }, begun, (parts, target) => {
    begun.compareIdentity(parts, target);
    seen.set(target ?? '', parts);
  });
  // A site that cannot be reached is found out once, not by every step waiting for it in its turn.
  const stopped = new Map<string, Stopped>();
  const open = [...engine.plan(input, found)];
  const unknown = new Set(open.map(({ key }) => key));
  for (let definition = open.shift(); definition !== undefined; definition = open.shift()) {
    const { key } = definition;
    const settled = settledBefore(definition, begun);
    if (settled !== null) {
      if ('verdict' in settled) {
        unknown.delete(key);
        steps.push(settled);
      } else {
        leftOut.push(settled);
      }
      continue;
    }
    const behind = stoppedBefore(definition, stopped);
    if (behind !== null) {
      stopped.set(key, behind);
      steps.push({ ...headOf(definition), verdict: behind.verdict, found: behind.found });
      continue;
    }
    const execution = { ...howItStands(definition, begun), world, signal };
    const context = createStepContext(onlooker, execution, { evidence: {}, progress: null, caveat: null });
    const looked = await previewStep(definition, notingUnknown(context, { key, unknown }));
    if (looked.output !== undefined) {
      outputs.keep(definition, looked.output);
      endings.delete(key);
      unknown.delete(key);
    }
    steps.push(looked.step);
    if (definition.expands === true && looked.step.verdict === 'done') {
      const shown = new Set([...steps, ...leftOut].map((one) => one.key));
      open.splice(0, open.length, ...engine.plan(input, found).filter((one) => !shown.has(one.key)));
      open.forEach((one) => unknown.add(one.key));
    }
    const stops = stopOf(looked);
    if (stops !== null) {
      stopped.set(key, stops);
    }
  }
  const identity = [...seen.values()].flat();
  return {
    steps,
    leftOut,
    identity: identity.length === 0 ? null : identity,
    faults: faultsOf(engine, input),
  };
}

/** Why what depends on a step is not probed: a mandatory one failed, or it is skipped with one that is not needed. */
interface Stopped {
  readonly verdict: 'blocked' | 'skipped';
  readonly title: Text;
  readonly found: Text;
}

function stopOf({ step, dependents }: Looked): Stopped | null {
  const { title, mandatory, verdict, asks } = step;
  if (dependents === 'skip') {
    return { verdict: 'skipped', title, found: dependencyUnmet(title) };
  }
  const isInTheWay = mandatory && verdict === 'blocked' && asks !== true;
  return isInTheWay ? { verdict: 'blocked', title, found: notLookedAt(title) } : null;
}

function stoppedBefore<World>(
  { title, dependsOn }: StepDefinition<World>,
  stopped: ReadonlyMap<string, Stopped>,
): Stopped | null {
  for (const { key, requires } of dependsOn) {
    const before = stopped.get(key);
    if (before?.verdict === 'blocked') {
      return before;
    }
    if (before !== undefined && requires === 'succeeded') {
      return { verdict: 'skipped', title, found: dependencyUnmet(before.title) };
    }
  }
  return null;
}

/** What the run says of a step that it has done or left out; null for one that is still to be done. */
function settledBefore<World>(
  definition: StepDefinition<World>,
  { model, messages }: Begun,
): PreviewStep | PreviewDocument['leftOut'][number] | null {
  const { key, title, observed } = definition;
  if (observed !== undefined) {
    return { key, title, because: runBy(observed.by) };
  }
  const step = model.steps.get(key);
  if (step === undefined) {
    return null;
  }
  if (step.skipReason !== null) {
    return { key, title, because: step.skipReason.text };
  }
  if (step.state !== 'succeeded') {
    return null;
  }
  return {
    ...headOf(definition),
    verdict: 'done',
    found: messages.get(key) ?? doneByRun,
    undo: step.undo,
  };
}

/** The attempt that would be made, as far as its probe can tell it from others. */
function howItStands(
  definition: Pick<StepDefinition<unknown>, 'key' | 'intent'>,
  { model, intentOf }: Begun,
): Omit<ExecutionOf<unknown>, 'world' | 'signal'> {
  const { key: step } = definition;
  const { attempts, state, failure }: Pick<StepModel, 'attempts' | 'state' | 'failure'> =
    model.steps.get(step) ?? untouched;
  return {
    step,
    attempt: attempts + 1,
    interruptedIntent: attempts === 0 ? null : intentOf(definition),
    isLeftOpen: state === 'unknown' || unsureIn(failure) !== null,
    confirmSite: () => Promise.resolve(),
  };
}

interface Noting<World> {
  readonly context: StepContext<World>;
  /** Steps whose output was asked for and that only a run will know. */
  readonly awaited: Set<string>;
}

function notingUnknown<World>(
  context: StepContext<World>,
  { key, unknown }: { readonly key: string; readonly unknown: ReadonlySet<string> },
): Noting<World> {
  const awaited = new Set<string>();
  const output = <Output extends Json>(of: OutputOf<Output>): Output | null => {
    const known = context.output(of);
    if (known === null && of.key !== key && unknown.has(of.key)) {
      awaited.add(of.key);
    }
    return known;
  };
  return { context: { ...context, output }, awaited };
}

/** What a look has shown: the step, what it gives to others where it is done, and what becomes of those where it is not needed. */
interface Looked {
  readonly step: PreviewStep;
  readonly output?: Json;
  readonly dependents?: 'go-on' | 'skip';
}

async function previewStep<World>(
  definition: StepDefinition<World>,
  { context, awaited }: Noting<World>,
): Promise<Looked> {
  const head = headOf(definition);
  try {
    const probed = await definition.probe(context);
    const isDone = probed.verdict === 'done';
    const step: PreviewStep = {
      ...head,
      ...describe(probed),
      undo: undoOf(definition, probed),
      awaits: awaited.size === 0 ? undefined : [...awaited],
      expands: definition.expands === true && !isDone ? true : undefined,
    };
    if (probed.verdict === 'skipped') {
      return { step, dependents: probed.dependents };
    }
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
    case 'skipped':
      return { verdict: 'skipped', found: probed.because };
    case 'blocked':
      return { verdict: 'blocked', found: toErrorRecord(probed.cause).message };
    case 'unreadable':
      return { verdict: 'unreadable', found: probed.why, change: probed.change };
  }
}
