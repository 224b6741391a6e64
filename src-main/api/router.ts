import { connections } from './connections.ts';
import * as engineRooms from './engines/all.ts';
import { feed } from './feed.ts';
import { files } from './files.ts';
import { practice } from './practice.ts';
import { reports } from './reports.ts';
import { runs } from './runs.ts';
import { system } from './system.ts';

/** One typed procedure per thing a person can ask; the same object behind every host. */
export const router = { system, runs, practice, connections, reports, files, feed, ...engineRooms };
export type AppRouter = typeof router;
