/** Which targets a run holds, so that no other acts on them meanwhile. */
import type { AppError } from '../contract/errors.ts';
import type { Asked, Engine } from './definition.ts';
import { type RunModel, isActing } from './model.ts';
import type { RunTransaction } from './ports.ts';
import { endHere } from './requests.ts';

const none: readonly string[] = [];

type Holding<Input> = Pick<Engine<Input, never>, 'holds' | 'targets'>;

/** What the run holds as it stands: what its engine says, else all of its targets while something is left to be changed. */
export function holdsOf<Input>(engine: Holding<Input>, input: Input, model: RunModel): readonly string[] {
  if (engine.holds !== undefined) {
    return engine.holds(input, model);
  }
  return isActing(model) ? engine.targets(input) : none;
}

export const targetHeldCode = 'target-held';

/** Whether the run waits because another one holds what it needs next; it takes nothing more until a person has it try again. */
export const waitsForTarget = ({ questions }: RunModel): boolean =>
  questions.some(({ step, code }) => step === undefined && code === targetHeldCode);

const named = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Asked when a run at work needs a target that another one holds. Nothing of it is started until that one has let go. */
export const askForTarget = ({ text, data }: AppError): Asked => ({
  reason: 'interrupted',
  code: targetHeldCode,
  text,
  facts: { target: named(data['target']), holder: named(data['holder']) },
  choices: [{ id: 'continue', title: { zh: '继续执行', en: 'Continue' } }, endHere],
});

/** What is held, and the list that this was last made to be. */
interface Holds {
  readonly held: ReadonlySet<string>;
  /** Null where the two are to be compared again. */
  readonly wanted: readonly string[] | null;
}

/** The holds of one run in memory, so that a change writes the difference alone and reads nothing. */
export class HeldTargets<Input> {
  readonly #runId: string;
  readonly #engine: Holding<Input>;
  #now: Holds;

  constructor(
    engine: Holding<Input>,
    { id, holds }: { readonly id: string; readonly holds: readonly string[] },
  ) {
    this.#runId = id;
    this.#now = { held: new Set(holds), wanted: null };
    const targets = rememberLast((input: Input) => engine.targets(input));
    this.#engine = engine.holds === undefined ? { targets } : engine;
  }

  /** Takes and releases what the change makes different; TARGET_HELD before anything is written. Returns what to `settle`. */
  change(transaction: RunTransaction, input: Input, after: RunModel): Holds {
    const wanted = holdsOf(this.#engine, input, after);
    const { held } = this.#now;
    if (wanted === this.#now.wanted) {
      return this.#now;
    }
    const isWanted = new Set(wanted);
    const taken = waitsForTarget(after) ? [] : [...isWanted].filter((target) => !held.has(target));
    const released = [...held].filter((target) => !isWanted.has(target));
    if (taken.length > 0) {
      transaction.takeHolds(this.#runId, taken);
    }
    if (released.length > 0) {
      transaction.releaseHolds(this.#runId, released);
    }
    const kept = [...held].filter((target) => isWanted.has(target));
    const all = [...kept, ...taken];
    return { held: new Set(all), wanted: all.length === isWanted.size ? wanted : null };
  }

  /** The change is part of the transaction. */
  settle(holds: Holds): void {
    this.#now = holds;
  }
}

/** The function, remembering its last result: the targets of one input can be thousands. */
function rememberLast<From, To>(compute: (from: From) => To): (from: From) => To {
  let last: { readonly from: From; readonly to: To } | null = null;
  return (from) => {
    if (last?.from !== from) {
      last = { from, to: compute(from) };
    }
    return last.to;
  };
}
