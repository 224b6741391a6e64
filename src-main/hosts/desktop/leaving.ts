import { app, dialog, type BrowserWindow } from 'electron';
import type { AppClient } from '../../api/wire/client.ts';
import { unendedStates } from '../../contract/run-states.ts';
import type { RunRow } from '../../contract/run.ts';
import { textIn, type Language } from '../../contract/text.ts';
import { visible } from '../../contract/visible.ts';
import { filled, texts } from './texts.ts';
import { liveRuns } from './turns.ts';

export interface LeavingParts {
  readonly window: () => BrowserWindow | null;
  readonly client: () => AppClient;
  /** The runs as they were last seen, for when the owner does not answer. */
  readonly lastSeen: () => ReadonlyMap<string, RunRow>;
  readonly isOwn: () => boolean;
  readonly language: () => Language;
  /** Ends everything; the program is over when it settles. */
  readonly close: () => Promise<void>;
}

/** How long the owner has to say which runs are live. */
const patienceMs = 2_000;
/** How long the engines have to come to rest. What they do survives a process that ends in the middle of it. */
const closingMs = 15_000;

/** Asks before it leaves a live run, and ends what this process holds before it is over. */
export function createLeaving(parts: LeavingParts): { watch(window: BrowserWindow): void } {
  let state: 'staying' | 'asking' | 'closing' | 'gone' = 'staying';

  // While the window is still there, hidden: without any, the runtime does not always run what closing waits for.
  async function leave(): Promise<void> {
    state = 'asking';
    if (!(await isAllowedToLeave(parts))) {
      state = 'staying';
      return;
    }
    state = 'closing';
    parts.window()?.hide();
    try {
      await within(closingMs, parts.close());
    } catch (thrown) {
      process.stderr.write(`sitewright: did not close in order: ${visible(String(thrown))}\n`);
    }
    state = 'gone';
    // A wish to quit that is said inside the event below is lost: the runtime still hears of the one it refused.
    setImmediate(() => app.quit());
  }

  app.on('before-quit', (event) => {
    if (state === 'gone') {
      return;
    }
    event.preventDefault();
    if (state === 'staying') {
      void leave();
    }
  });
  // The runtime's own way is to quit at the first of these and to die of the next, and Ctrl-C may come twice: from the
  // terminal and from who started the program.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => app.quit());
  }
  return {
    watch(window) {
      window.on('close', (event) => {
        if (state === 'gone') {
          return;
        }
        event.preventDefault();
        app.quit();
      });
    },
  };
}

async function isAllowedToLeave(parts: LeavingParts): Promise<boolean> {
  const live = await liveNow(parts);
  if (live.length === 0) {
    return true;
  }
  const language = parts.language();
  const ids = live.map(({ id }) => id).join(', ');
  const options = {
    type: 'warning' as const,
    message: textIn(filled(texts.leaveTitle, { ids }), language),
    detail: textIn(parts.isOwn() ? texts.leaveOwn : texts.leaveAttached, language),
    buttons: [textIn(texts.leave, language), textIn(texts.stay, language)],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
  const window = parts.window();
  const { response } =
    window === null ? await dialog.showMessageBox(options) : await dialog.showMessageBox(window, options);
  return response === 0;
}

/** As the owner says now; as it was last seen when it says nothing for two seconds. */
async function liveNow({ client, lastSeen }: LeavingParts): Promise<readonly RunRow[]> {
  try {
    const { runs } = await within(patienceMs, client().runs.list({ states: [...unendedStates] }));
    return liveRuns(new Map(runs.map((row) => [row.id, row])));
  } catch {
    return liveRuns(lastSeen());
  }
}

/** What was promised, or a rejection once the time is up. */
async function within<T>(limitMs: number, promised: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promised, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
