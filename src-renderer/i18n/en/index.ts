import { after } from './after.ts';
import { common } from './common.ts';
import { history } from './history.ts';
import { imports } from './imports.ts';
import { mapping } from './mapping.ts';
import { parts } from './parts.ts';
import { plan } from './plan.ts';
import { preflight } from './preflight.ts';
import { preview } from './preview.ts';
import { run } from './run.ts';
import { settings } from './settings.ts';
import { sheet } from './sheet.ts';
import { site } from './site.ts';
import { start } from './start.ts';

export const en = {
  common,
  start,
  imports,
  mapping,
  plan,
  sheet,
  preflight,
  preview,
  site,
  run,
  after,
  history,
  settings,
  parts,
} as const;
