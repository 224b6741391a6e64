import type { Application } from '../api/application.ts';
import type * as engineRooms from '../api/engines/all.ts';
import type { AllOf } from '../contract/all-of.ts';
import * as engines from './all.ts';
import type { EngineService } from './engine-service.ts';
import type { OpenHome } from './open-home.ts';

type Opened = ReturnType<(typeof engines)[keyof typeof engines]>;

export interface OpenedEngines {
  readonly services: readonly EngineService[];
  /** What only one engine can be asked for. */
  readonly rooms: Pick<Application, keyof typeof engineRooms | 'practice'>;
}

/** Opens every engine of the product in a home that its owner has opened. */
export function openEngines(home: OpenHome): OpenedEngines {
  const services = Object.values(engines).map((open): Opened => open(home));
  const rooms = Object.fromEntries(services.flatMap((each) => Object.entries(each.rooms)));
  return { services, rooms: rooms as AllOf<Opened['rooms']> };
}
