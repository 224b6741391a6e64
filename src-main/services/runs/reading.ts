import type { Application } from '../../api/application.ts';
import type { LogLine } from '../../contract/run.ts';
import type { RunViews } from './run-views.ts';

type Reading = Pick<
  Application['runs'],
  | 'list'
  | 'show'
  | 'question'
  | 'faults'
  | 'timing'
  | 'attempts'
  | 'editable'
  | 'planned'
  | 'worked'
  | 'logs'
  | 'settled'
>;

type ReadLog = (
  run: string,
  range: { readonly from: number; readonly limit: number },
) => Promise<readonly LogLine[]>;

/** What can be seen of runs, for the owner of their home and for who only reads it. */
export function createRunReading(views: RunViews, readLog: ReadLog): Reading {
  return {
    list: () => views.list(),
    show: ({ run }) => views.show(run),
    question: ({ run }) => views.question(run),
    faults: ({ run }) => views.faults(run),
    timing: ({ run }) => views.timing(run),
    attempts: ({ run, step }) => views.attempts(run, step),
    editable: ({ run, step }) => views.editable(run, step),
    planned: ({ run }) => views.planned(run),
    worked: ({ runs }) => ({ ...views.worked(runs) }),
    logs({ run, ...range }) {
      views.load(run);
      return readLog(run, range);
    },
    // Where nobody works on it, it has settled.
    settled: async ({ run }) => views.show(run),
  };
}
