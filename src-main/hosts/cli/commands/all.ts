import type { CommandList } from '../define-command.ts';

/** Every command, in the order of --help and docs/cli.md. One line each: a module is loaded when its command is asked for. */
export const commands: CommandList = {
  'plan check': () => import('./plan/check.ts'),
  'plan show': () => import('./plan/show.ts'),
  'plan findings': () => import('./plan/findings.ts'),
  'plan history': () => import('./plan/history.ts'),
  'plan diff': () => import('./plan/diff.ts'),
  'plan override': () => import('./plan/override.ts'),
  'plan ignore': () => import('./plan/ignore.ts'),
  'plan mapping': () => import('./plan/mapping.ts'),
  configure: () => import('./configure/configure.ts'),
  'runs list': () => import('./runs/list.ts'),
  'runs show': () => import('./runs/show.ts'),
  'runs logs': () => import('./runs/logs.ts'),
  'runs watch': () => import('./runs/watch.ts'),
  'runs retry': () => import('./runs/retry.ts'),
  'runs cancel': () => import('./runs/cancel.ts'),
  'runs revert': () => import('./runs/revert.ts'),
  'runs recheck': () => import('./runs/recheck.ts'),
  'runs skip': () => import('./runs/skip.ts'),
  'runs mark-done': () => import('./runs/mark-done.ts'),
  'runs adopt': () => import('./runs/adopt.ts'),
  'runs answer': () => import('./runs/answer.ts'),
  report: () => import('./report.ts'),
  practice: () => import('./practice.ts'),
  serve: () => import('./serve.ts'),
};
