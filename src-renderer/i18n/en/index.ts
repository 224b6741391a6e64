import { common } from './common.ts';
import { history } from './history.ts';
import { parts } from './parts.ts';
import { run } from './run.ts';
import { settings } from './settings.ts';
import { sites } from './sites.ts';
import { start } from './start.ts';

export const en = {
  common,
  start,
  run,
  history,
  settings,
  sites,
  parts,
} as const;
