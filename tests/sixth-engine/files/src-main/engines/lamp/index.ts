import { z } from 'zod';
import { lampOrderSchema, type LampOrder } from '../../contract/lamp.ts';
import { askForSecrets } from '../../runner/ask-secrets.ts';
import { defineEngine } from '../../runner/define-engine.ts';
import { defineStep } from '../../runner/define-step.ts';
import type { Engine, StepDefinition } from '../../runner/definition.ts';
import type { Observer } from '../../runner/observers.ts';
import { noRetry } from '../../runner/retry-policy.ts';

/** Where lamps are. */
export interface Lamps {
  isOn(name: string): boolean;
  /** How many are on. */
  burning(): number;
  turn(name: string, isOn: boolean, pin: string | null): void;
}

/** Where the engine keeps what it knows of them; called within the transaction that changes it. */
export interface LampRecords {
  save(lamp: LampOrder, revision: number): void;
  burning(): number | null;
  saw(burning: number, at: number): void;
}

/** What a run needs besides its order. */
export interface LampParts {
  readonly lamps: Lamps;
  readonly records: LampRecords;
  /** The PIN of a lamp, null while nobody gave it. */
  pinOf(name: string): string | null;
}

interface LampWorld {
  readonly lamps: Lamps;
  readonly pin: string | null;
}

export const pinKey = 'pin';

const intentSchema = z.object({ isOn: z.boolean(), before: z.boolean() });
const outputSchema = z.object({ isOn: z.boolean() });

const onOrOff = (isOn: boolean) => (isOn ? { zh: '开', en: 'On' } : { zh: '关', en: 'Off' });

function turn({ name, isOn }: LampOrder): StepDefinition<LampWorld> {
  const title = { zh: `灯 ${name}`, en: `Lamp ${name}` };
  return defineStep({
    key: `turn:${name}`,
    intent: intentSchema,
    output: outputSchema,
    title,
    group: 'lamps',
    dependsOn: [],
    onFailure: 'fail',
    onCrash: 'redo',
    retry: noRetry,
    probe: async ({ world }) => {
      const before = world.lamps.isOn(name);
      return before === isOn
        ? { verdict: 'done', found: onOrOff(before), output: { isOn } }
        : { verdict: 'todo', found: onOrOff(before), change: onOrOff(isOn), intent: { isOn, before } };
    },
    apply: async (intent, { world }) => {
      world.lamps.turn(name, intent.isOn, world.pin);
      return { isOn: intent.isOn };
    },
    undo: {
      title,
      undo: async ({ before }, _output, { world }) => world.lamps.turn(name, before, world.pin),
    },
  });
}

const locked = { zh: '开关已上锁。', en: 'The switch is locked.' };

/** Watched from the first commit on. */
const watchOf = ({ lamps, records }: LampParts): Observer => ({
  key: 'lamps',
  intervalMs: 50,
  maximumIntervalMs: 50,
  lastState: () => records.burning()?.toString() ?? null,
  look: async () => ({ state: String(lamps.burning()), value: lamps.burning() }),
  failed: () => ({ state: 'unseen', value: 0 }),
  record: (_transaction, { seen, at }) => records.saw(Number(seen.value), at),
});

export function createLampEngine(parts: LampParts): Engine<LampOrder, LampWorld> {
  const { lamps, records, pinOf } = parts;
  return defineEngine<LampOrder, LampWorld>({
    kind: 'lamp',
    parseInput: (stored) => lampOrderSchema.parse(stored),
    title: ({ name }) => `Lamp ${name}`,
    hasReport: true,
    targets: ({ name }) => [`house:own#${name}`],
    plan: (order) => [turn(order)],
    async acquire({ name, locked: isLocked = false }) {
      const pin = pinOf(name);
      if (isLocked && pin === null) {
        return { kind: 'asks', question: askForSecrets({ missing: [pinKey], why: locked }) };
      }
      return { kind: 'ready', world: { lamps, pin }, release: async () => undefined };
    },
    project(transaction, { name, isOn }, { after }) {
      if (after.state === 'succeeded') {
        records.save({ name, isOn }, transaction.revision());
      }
    },
    observers: () => [watchOf(parts)],
  });
}
