import { after } from './after.ts';
import { begin } from './begin.ts';
import { configure } from './configure.ts';
import { imports } from './imports.ts';
import { mapping } from './mapping.ts';
import { preflight } from './preflight.ts';
import { preview } from './preview.ts';
import { sheet } from './sheet.ts';
import { site } from './site.ts';

export const zhCN = {
  after,
  begin,
  configure,
  imports,
  mapping,
  preflight,
  preview,
  sheet,
  site,
} as const;
