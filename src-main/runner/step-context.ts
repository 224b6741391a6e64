import { AppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Progress } from '../contract/run.ts';
import type { Asked, Journal, Observation, OutputOf, StepContext } from './definition.ts';
import type { RunnerLogLine, StoredAnswer } from './ports.ts';
import { answerTo, type StoredIntent } from './stored.ts';

const cleanupDeadlineMs = 30_000;

/** How a step's question travels from deep inside a call to the runner. Recognised by shape, never by class. */
const askedBrand = Symbol.for('sitewright.Asked');

class AskedSignal extends Error {
  readonly [askedBrand]: Asked;
  /** The question is the run's own: nothing of it may go on before the answer. */
  readonly stopsRun: boolean;
  constructor(question: Asked, stopsRun: boolean) {
    super(question.text.en);
    this[askedBrand] = question;
    this.stopsRun = stopsRun;
  }
}

/** Stops the whole run with a question. */
export function stopRun(question: Asked): never {
  throw new AskedSignal(question, true);
}

/** The question inside a thrown value, or null when something else was thrown. */
export function askedIn(thrown: unknown): Asked | null {
  return typeof thrown === 'object' && thrown !== null && askedBrand in thrown
    ? (thrown as AskedSignal)[askedBrand]
    : null;
}

/** Whether a thrown question is the run's own. */
export function stopsRun(thrown: unknown): boolean {
  return askedIn(thrown) !== null && (thrown as AskedSignal).stopsRun;
}

/** What the run behind a context offers it. */
export interface ContextHost {
  readonly runId: string;
  journal(): Journal;
  /** Of whatever attempt; RECORD_DAMAGED where it has another form. */
  output<Output extends Json>(of: OutputOf<Output>): Output | null;
  answers(): readonly StoredAnswer[];
  saveIntent(step: string, attempt: number, intent: Json): Promise<void>;
  noteIdentity(parts: readonly string[], target?: string): void;
  observe(seen: readonly Observation[]): Promise<void>;
  progress(step: string, progress: Progress): void;
  log(line: RunnerLogLine): void;
}

/** Everything one execution gathers besides its result. */
export interface Gathered {
  readonly evidence: Record<string, Json>;
  progress: Progress | null;
  caveat: AppError | null;
}

export interface ExecutionOf<World> {
  readonly world: World;
  readonly step: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly interruptedIntent: StoredIntent | null;
  readonly isLeftOpen: boolean;
  confirmSite(): Promise<void>;
}

export function createStepContext<World>(
  host: ContextHost,
  execution: ExecutionOf<World>,
  gathered: Gathered,
): StepContext<World> {
  const { step, attempt, interruptedIntent, ...around } = execution;
  return {
    ...around,
    attempt,
    runId: host.runId,
    get interruptedIntent() {
      return interruptedIntent?.() ?? null;
    },
    log: {
      info: (message, facts = {}) => host.log({ level: 'info', step, message, facts }),
      warn: (message, facts = {}) => host.log({ level: 'warn', step, message, facts }),
    },
    progress(progress) {
      gathered.progress = progress;
      host.progress(step, progress);
    },
    output: (of) => (of.key === step || counts(host.journal(), of.key) ? host.output(of) : null),
    journal: () => host.journal(),
    checkpoint: (intent) => host.saveIntent(step, attempt, intent),
    shield: (cleanup) => cleanup(AbortSignal.timeout(cleanupDeadlineMs)),
    evidence(name, value) {
      gathered.evidence[name] = value;
    },
    caveat(error) {
      gathered.caveat = error;
    },
    answer: (to) => answerTo(host, step, to),
    ask(question): never {
      throw new AskedSignal(question, false);
    },
    observe: (seen) => host.observe(seen),
    recordIdentity: (parts, target) => host.noteIdentity(parts, target),
  };
}

/** Outputs of other steps are seen as long as their last attempt has succeeded. */
function counts({ endings }: Journal, key: string): boolean {
  const ending = endings.get(key);
  return ending === undefined || ending.state === 'succeeded';
}

/** The size a step's output may have as JSON; larger things are files that the output names. */
const maximumOutputBytes = 64 * 1024;

export function requireSmallOutput(step: string, output: Json): Json {
  const size = JSON.stringify(output).length;
  if (size > maximumOutputBytes) {
    throw new AppError('OUTPUT_TOO_LARGE', {
      zh: `步骤 ${step} 的输出有 ${size} 个字符，超出上限。请把内容写入文件并返回文件名。`,
      en: `The output of step ${step} has ${size} characters, which is too long. Write it to a file and return the file name.`,
    });
  }
  return output;
}
