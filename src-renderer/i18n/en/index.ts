import { clusters } from './clusters.ts';
import { common } from './common.ts';
import { connections } from './connections.ts';
import { runs } from './runs.ts';
import { parts } from './parts.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { settings } from './settings.ts';
import { sites } from './sites.ts';
import { start } from './start.ts';

export const en = {
  clusters,
  common,
  start,
  run,
  report,
  runs,
  settings,
  sites,
  connections,
  parts,
} as const;
