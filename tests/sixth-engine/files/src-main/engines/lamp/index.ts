import { z } from 'zod';
import { lampOrderSchema, type LampOrder } from '../../contract/lamp.ts';
import { defineEngine } from '../../runner/define-engine.ts';
import { defineStep } from '../../runner/define-step.ts';
import type { Engine, StepDefinition } from '../../runner/definition.ts';
import { noRetry } from '../../runner/retry-policy.ts';

/** Where lamps are. */
export interface Lamps {
  isOn(name: string): boolean;
  turn(name: string, isOn: boolean): void;
}

/** Where the engine keeps what it knows of them; called within the transaction that changes the run. */
export interface LampRecords {
  save(lamp: LampOrder, revision: number): void;
}

const intentSchema = z.object({ isOn: z.boolean(), before: z.boolean() });
const outputSchema = z.object({ isOn: z.boolean() });

const onOrOff = (isOn: boolean) => (isOn ? { zh: '开', en: 'On' } : { zh: '关', en: 'Off' });

function turn({ name, isOn }: LampOrder): StepDefinition<Lamps> {
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
      const before = world.isOn(name);
      return before === isOn
        ? { verdict: 'done', found: onOrOff(before), output: { isOn } }
        : { verdict: 'todo', found: onOrOff(before), change: onOrOff(isOn), intent: { isOn, before } };
    },
    apply: async (intent, { world }) => {
      world.turn(name, intent.isOn);
      return { isOn: intent.isOn };
    },
    undo: {
      title,
      undo: async ({ before }, _output, { world }) => world.turn(name, before),
    },
  });
}

export function createLampEngine(lamps: Lamps, records: LampRecords): Engine<LampOrder, Lamps> {
  return defineEngine<LampOrder, Lamps>({
    kind: 'lamp',
    parseInput: (stored) => lampOrderSchema.parse(stored),
    title: ({ name }) => `Lamp ${name}`,
    hasReport: true,
    targets: ({ name }) => [`lamp:${name}`],
    plan: (order) => [turn(order)],
    acquire: async () => ({ kind: 'ready', world: lamps, release: async () => undefined }),
    project(transaction, { name, isOn }, { after }) {
      if (after.state === 'succeeded') {
        records.save({ name, isOn }, transaction.revision());
      }
    },
  });
}
