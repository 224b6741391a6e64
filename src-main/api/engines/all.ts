/** Rooms of the router that belong to one engine. What all engines can be asked for stands in the shared rooms. */
import { configure } from './configure.ts';
import { imports } from './imports.ts';
import { plan } from './plan.ts';

export const engineRooms = { configure, imports, plan };
