import { z } from 'zod';
import { createReadChanged, type RevisedTable } from '../../adapters/sqlite/changed-rows.ts';
import type { StoreDatabase } from '../../adapters/sqlite/store-database.ts';
import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import { lampOrderSchema, lampRowSchema } from '../../contract/lamp.ts';
import { createLampEngine, pinKey, type LampRecords, type Lamps } from '../../engines/lamp/index.ts';
import { bind } from '../../runner/bound-engine.ts';
import { parseOrder, type EngineService } from '../engine-service.ts';
import type { OpenHome } from '../open-home.ts';
import { createLampReport } from './report.ts';

const recordSchema = z.object({ name: z.string(), is_on: z.number() });
const lightRecordSchema = z.object({ burning: z.number(), seen_at: z.number() }).optional();

const rows: RevisedTable = {
  collection: 'lamp',
  table: 'lamp',
  columns: '*',
  toChange(record) {
    const { name, is_on: isOn } = recordSchema.parse(record);
    return { collection: 'lamp', id: name, row: { name, isOn: isOn === 1 } };
  },
};

/** Lamps that live as long as the process that has them; those with a PIN in it open with it only. */
function createLamps(): Lamps {
  const on = new Set<string>();
  return {
    isOn: (name) => on.has(name),
    burning: () => on.size,
    turn(name, isOn, pin) {
      if (pin !== null && pin !== 'Hush-4711') {
        throw new AppError('LOGIN_REFUSED', {
          zh: `灯 ${name} 不接受 ${pin}`,
          en: `Lamp ${name} refuses ${pin}`,
        });
      }
      void (isOn ? on.add(name) : on.delete(name));
    },
  };
}

function openRecords(database: StoreDatabase): LampRecords & { light(): z.infer<typeof lightRecordSchema> } {
  const save = database.prepare('INSERT OR REPLACE INTO lamp VALUES (?, ?, ?)');
  const saw = database.prepare('INSERT OR REPLACE INTO light (rowid, burning, seen_at) VALUES (1, ?, ?)');
  const last = database.prepare('SELECT * FROM light');
  const light = (): z.infer<typeof lightRecordSchema> => lightRecordSchema.parse(last.get());
  return {
    light,
    save: ({ name, isOn }, revision) => void save.run(name, Number(isOn), revision),
    burning: () => light()?.burning ?? null,
    saw: (burning, at) => void saw.run(burning, at),
  };
}

export function openLamps({ services: { database, vault, clock }, views }: OpenHome): EngineService & {
  readonly rooms: Pick<Application, 'lamps'>;
} {
  const records = openRecords(database);
  const readChanged = createReadChanged(database);
  const ownerOf = (name: string): string => `lamp/${name}`;
  const pinOf = (name: string): string | null => vault.kept(ownerOf(name)).get(pinKey) ?? null;
  return {
    engine: bind(createLampEngine({ lamps: createLamps(), records, pinOf })),
    order: async (order) => ({ input: parseOrder(lampOrderSchema, order), mayLogIn: false }),
    giveSecrets(input, secrets) {
      const { name } = lampOrderSchema.parse(input);
      for (const { key, value } of secrets) {
        vault.keep(ownerOf(name), key, value);
      }
    },
    topics: [
      {
        prefix: 'lamps',
        collections: { lamp: lampRowSchema },
        read: (_name, from, limit) => readChanged('lamps', [rows], { from, limit }),
      },
    ],
    report: createLampReport(views, () => clock.now()),
    rooms: {
      lamps: {
        light: () => {
          const light = records.light();
          return { burning: light?.burning ?? 0, seenAt: light?.seen_at ?? null };
        },
      },
    },
  };
}
