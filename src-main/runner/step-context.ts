import { AppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Progress } from '../contract/run.ts';
import type { Answer, Asked, Journal, StepContext } from './definition.ts';
import type { RunnerLogLine, StoredAnswer } from './ports.ts';

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
  answers(): readonly StoredAnswer[];
  saveIntent(step: string, attempt: number, intent: Json): Promise<void>;
  noteIdentity(parts: readonly string[], target?: string): void;
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
  readonly interruptedIntent: Json | null;
  readonly isLeftOpen: boolean;
  confirmSite(): Promise<void>;
}

/** The newest answer to a question of a step (`null`: of the run itself). */
export function latestAnswer(
  answers: readonly StoredAnswer[],
  step: string | null,
  code: string,
): Answer | null {
  return answers.findLast((answer) => answer.step === step && answer.code === code) ?? null;
}

export function createStepContext<World>(
  host: ContextHost,
  execution: ExecutionOf<World>,
  gathered: Gathered,
): StepContext<World> {
  const { step, attempt } = execution;
  return {
    ...execution,
    runId: host.runId,
    log: {
      info: (message, facts = {}) => host.log({ level: 'info', step, message, facts }),
      warn: (message, facts = {}) => host.log({ level: 'warn', step, message, facts }),
    },
    progress(progress) {
      gathered.progress = progress;
      host.progress(step, progress);
    },
    output: (key) => outputOf(host.journal(), key, step),
    journal: () => host.journal(),
    checkpoint: (intent) => host.saveIntent(step, attempt, intent),
    shield: (cleanup) => cleanup(AbortSignal.timeout(cleanupDeadlineMs)),
    evidence(name, value) {
      gathered.evidence[name] = value;
    },
    caveat(error) {
      gathered.caveat = error;
    },
    answer: (code) => latestAnswer(host.answers(), step, code),
    ask(question): never {
      throw new AskedSignal(question, false);
    },
    recordIdentity: (parts, target) => host.noteIdentity(parts, target),
  };
}

/** A step sees its own earlier output, and those of others as long as they count: their last attempt has succeeded. */
function outputOf({ outputs, endings }: Journal, key: string, own: string): Json | null {
  const ending = endings.get(key);
  const counts = key === own || ending === undefined || ending.state === 'succeeded';
  return counts ? (outputs.get(key) ?? null) : null;
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
