import type { Application } from '../api/application.ts';
import type { engineRooms } from '../api/engines/all.ts';
import { openConfigure, readConfigure } from './configure/index.ts';
import type { EngineForReading, EngineService } from './engine-service.ts';
import type { HomeForReading, OpenHome } from './open-home.ts';
import type { ReaderRooms } from './owner-only.ts';

export interface OpenedEngines {
  readonly services: readonly EngineService[];
  /** What only one engine can be asked for. */
  readonly rooms: Pick<Application, keyof typeof engineRooms | 'practice'>;
}

/** Every engine of the product, in a home that its owner has opened. */
export function openEngines(home: OpenHome): OpenedEngines {
  const configure = openConfigure(home);
  return { services: [configure], rooms: configure.rooms };
}

export interface ReadEngines {
  readonly services: readonly EngineForReading[];
  readonly rooms: ReaderRooms;
}

/** The same for who only reads. */
export function readEngines(home: HomeForReading): ReadEngines {
  const configure = readConfigure(home);
  return { services: [configure], rooms: configure.rooms };
}
