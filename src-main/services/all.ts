import type { Application } from '../api/application.ts';
import type { engineRooms } from '../api/engines/all.ts';
import { openConfigure } from './configure/index.ts';
import type { EngineService } from './engine-service.ts';
import type { OpenHome } from './open-home.ts';

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
