import type { Application } from '../../api/application.ts';
import type { RunViews } from './run-views.ts';

type Reading = Pick<
  Application['runs'],
  'list' | 'show' | 'question' | 'faults' | 'timing' | 'attempts' | 'editable' | 'planned' | 'worked'
>;

/** What can be seen of runs, for the owner of their home and for who only reads it. */
export function createRunReading(views: RunViews): Reading {
  return {
    list: (request) => views.list(request),
    show: ({ run }) => views.show(run),
    question: ({ run }) => views.question(run),
    faults: ({ run }) => views.faults(run),
    timing: ({ run }) => views.timing(run),
    attempts: ({ run, step }) => views.attempts(run, step),
    editable: ({ run, step }) => views.editable(run, step),
    planned: ({ run }) => views.planned(run),
    worked: ({ runs }) => ({ ...views.worked(runs) }),
  };
}
