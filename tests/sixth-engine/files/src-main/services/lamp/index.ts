import { z } from 'zod';
import { createReadChanged, type RevisedTable } from '../../adapters/sqlite/changed-rows.ts';
import { lampOrderSchema, lampRowSchema } from '../../contract/lamp.ts';
import { createLampEngine, type Lamps } from '../../engines/lamp/index.ts';
import { bind } from '../../runner/bound-engine.ts';
import { parseOrder, type EngineService } from '../engine-service.ts';
import type { OpenHome } from '../open-home.ts';
import { createLampReport } from './report.ts';

const recordSchema = z.object({ name: z.string(), is_on: z.number() });

const rows: RevisedTable = {
  collection: 'lamp',
  table: 'lamp',
  columns: '*',
  toChange(record) {
    const { name, is_on: isOn } = recordSchema.parse(record);
    return { collection: 'lamp', id: name, row: { name, isOn: isOn === 1 } };
  },
};

/** Lamps that live as long as the process that has them. */
function createLamps(): Lamps {
  const on = new Set<string>();
  return {
    isOn: (name) => on.has(name),
    turn: (name, isOn) => void (isOn ? on.add(name) : on.delete(name)),
  };
}

export function openLamps(home: OpenHome): EngineService & { readonly rooms: object } {
  const { database } = home.services;
  const save = database.prepare('INSERT OR REPLACE INTO lamp VALUES (?, ?, ?)');
  const records = {
    save: (lamp: { readonly name: string; readonly isOn: boolean }, revision: number) =>
      void save.run(lamp.name, Number(lamp.isOn), revision),
  };
  const readChanged = createReadChanged(database);
  return {
    engine: bind(createLampEngine(createLamps(), records)),
    order: async (order) => ({ input: parseOrder(lampOrderSchema, order), mayLogIn: false }),
    report: createLampReport(home, home.services.clock),
    topics: [
      {
        prefix: 'lamps',
        collections: { lamp: lampRowSchema },
        read: (_name, from, limit) => readChanged('lamps', [rows], { from, limit }),
      },
    ],
    rooms: {},
  };
}
