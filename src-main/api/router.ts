import { configure } from './engines/configure.ts';
import { feed } from './feed.ts';
import { files } from './files.ts';
import { imports } from './engines/imports.ts';
import { plan } from './engines/plan.ts';
import { practice } from './practice.ts';
import { reports } from './reports.ts';
import { runs } from './runs.ts';
import { system } from './system.ts';

/** One typed procedure per thing a person can ask; the same object behind every host. */
export const router = { system, runs, plan, imports, configure, practice, reports, files, feed };
export type AppRouter = typeof router;
