/** What a run reads back from the disk: parsed where it comes in, and told by name where it cannot be read. */
import type { z } from 'zod';
import { damagedRecord, isDamagedRecord, type StoredPlace } from '../contract/damaged-record.ts';
import { isAppError } from '../contract/errors.ts';
import type { Json } from '../contract/json.ts';
import type { Answer, Engine, OutputOf, QuestionOf, StepDefinition } from './definition.ts';
import type { RunStore, StoredAnswer, StoredRun } from './ports.ts';

function parse<T>(schema: z.ZodType<T>, stored: unknown, place: StoredPlace): T {
  const parsed = schema.safeParse(stored);
  if (!parsed.success) {
    throw damagedRecord(place, parsed.error);
  }
  return parsed.data;
}

/** The input of a stored run. RECORD_DAMAGED naming the run. */
export function storedInput<Input, World>(
  engine: Pick<Engine<Input, World>, 'parseInput'>,
  { id, input }: Pick<StoredRun, 'id' | 'input'>,
): Input {
  try {
    return engine.parseInput(input);
  } catch (thrown) {
    throw isAppError(thrown) ? thrown : damagedRecord({ runId: id, step: null, what: 'input' }, thrown);
  }
}

type Stored<World> = Pick<StepDefinition<World>, 'key' | 'intent' | 'output'>;

/** What a step of the run meant to do. RECORD_DAMAGED naming the run and the step. */
export const parseIntent = <World>(
  { key, intent }: Omit<Stored<World>, 'output'>,
  runId: string,
  stored: Json,
): Json => parse(intent, stored, { runId, step: key, what: 'intent' });

/** What a step of the run left behind. RECORD_DAMAGED naming the run and the step. */
export const parseOutput = <World>(
  { key, output }: Omit<Stored<World>, 'intent'>,
  runId: string,
  stored: Json,
): Json => parse(output, stored, { runId, step: key, what: 'output' });

/** An intent of the disk, parsed when somebody asks for it: most steps look at the world instead, and need none. */
export type StoredIntent = () => Json;

/** What the step has last meant to do; null where it has not meant to do anything. Calling it throws RECORD_DAMAGED. */
export function storedIntent<World>(
  store: Pick<RunStore, 'lastIntent'>,
  runId: string,
  definition: Omit<Stored<World>, 'output'>,
): StoredIntent | null {
  try {
    const stored = store.lastIntent(runId, definition.key);
    return stored === null ? null : () => parseIntent(definition, runId, stored);
  } catch (thrown) {
    if (!isDamagedRecord(thrown)) {
      throw thrown;
    }
    return () => {
      throw thrown;
    };
  }
}

/** The newest answer to a question of a step (`null`: of the run itself) with the facts it was given for. RECORD_DAMAGED. */
export function answerTo<Facts>(
  run: { readonly runId: string; answers(): readonly StoredAnswer[] },
  step: string | null,
  question: QuestionOf<Facts>,
): Answer<Facts> | null {
  const found = latestAnswer(run.answers(), step, question.code);
  if (found === null) {
    return null;
  }
  const { choice, value, reason } = found;
  const facts = parse(question.facts, found.facts, { runId: run.runId, step, what: 'answer' });
  return { choice, value, reason, facts };
}

/** The same with its facts as they are stored. */
export function latestAnswer(
  answers: readonly StoredAnswer[],
  step: string | null,
  code: string,
): StoredAnswer | null {
  return answers.findLast((answer) => answer.step === step && answer.code === code) ?? null;
}

interface KnownOutput {
  readonly schema: unknown;
  readonly value: Json;
}

/** Outputs of a run's steps: those of the disk are parsed when they are first read, those made by this process never. */
export class StepOutputs {
  readonly #runId: string;
  readonly #values: Map<string, Json>;
  /** What is known to have the form of a schema: it was made by a step with that schema, or parsed by it. */
  readonly #known = new Map<string, KnownOutput>();

  constructor(runId: string, stored: ReadonlyMap<string, Json> = new Map()) {
    this.#runId = runId;
    this.#values = new Map(stored);
  }

  /** As they are stored. */
  get values(): ReadonlyMap<string, Json> {
    return this.#values;
  }

  keep({ key, output: schema }: OutputOf<Json>, value: Json): void {
    this.#values.set(key, value);
    this.#known.set(key, { schema, value });
  }

  /** Null where there is none. RECORD_DAMAGED naming the run and the step where it has another form. */
  read<Output extends Json>({ key, output: schema }: OutputOf<Output>): Output | null {
    const stored = this.#values.get(key) ?? null;
    if (stored === null) {
      return null;
    }
    const known = this.#known.get(key);
    if (known?.schema === schema) {
      return known.value as Output;
    }
    const value = parse(schema, stored, { runId: this.#runId, step: key, what: 'output' });
    this.#known.set(key, { schema, value });
    return value;
  }
}
