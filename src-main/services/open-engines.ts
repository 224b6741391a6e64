import type { Application } from '../api/application.ts';
import type * as engineRooms from '../api/engines/all.ts';
import { AppError } from '../contract/errors.ts';
import type { AllOf } from '../contract/all-of.ts';
import * as engines from './all.ts';
import type { EngineService } from './engine-service.ts';
import type { OpenHome } from './open-home.ts';

type Opened = ReturnType<(typeof engines)[keyof typeof engines]>;

export interface OpenedEngines {
  readonly services: readonly EngineService[];
  /** What only one engine can be asked for. */
  readonly rooms: Pick<Application, keyof typeof engineRooms>;
}

/** Opens every engine of the product in a home that its owner has opened. */
export function openEngines(home: OpenHome): OpenedEngines {
  const services = Object.values(engines).map((open): Opened => open(home));
  const rooms: Record<string, object> = {};
  for (const [name, room] of services.flatMap((each) => Object.entries<object>(each.rooms))) {
    if (name in rooms) {
      throw new AppError('INTERNAL', `two engines bring the room ${name}`);
    }
    rooms[name] = room;
  }
  return { services, rooms: rooms as AllOf<Opened['rooms']> };
}
