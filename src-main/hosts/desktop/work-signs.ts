import type { RunRow } from '../../contract/run.ts';
import type { Machine } from './machine.ts';
import { liveRuns, taskbarProgress, turnsBetween, type Turn } from './turns.ts';
import type { PageWindow } from './window.ts';

export interface WorkSigns {
  readonly onRuns: (runs: ReadonlyMap<string, RunRow>) => void;
  readonly lastSeen: () => ReadonlyMap<string, RunRow>;
}

export interface WorkSignsParts {
  readonly page: PageWindow;
  readonly machine: Machine;
  readonly notify: (turn: Turn) => Promise<void>;
}

/** What a person sees of the work without looking at the page: taskbar, notifications, a machine that stays awake. */
export function createWorkSigns({ page, machine, notify }: WorkSignsParts): WorkSigns {
  let seen: ReadonlyMap<string, RunRow> | null = null;
  return {
    lastSeen: () => seen ?? new Map(),
    onRuns(runs) {
      const { part, mode } = taskbarProgress(runs);
      page.current()?.setProgressBar(part, { mode });
      machine.keepAwake(liveRuns(runs).length > 0);
      // Who looks at the window needs no notification; what was so at the start is no news.
      const isWatched = page.current()?.isFocused() === true;
      const turns = seen === null || isWatched ? [] : turnsBetween(seen, runs);
      seen = runs;
      for (const turn of turns) {
        void notify(turn);
      }
    },
  };
}
