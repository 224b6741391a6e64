import { app, dialog, type BrowserWindow } from 'electron';
import type { AppClient } from '../../api/wire/client.ts';
import type { RunRow } from '../../contract/run.ts';
import { textIn, type Language } from '../../contract/text.ts';
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

const patienceMs = 2_000;

/** Asks before it leaves a live run, and ends what this process holds before it is over. */
export function createLeaving(parts: LeavingParts): { watch(window: BrowserWindow): void } {
  let state: 'staying' | 'asking' | 'leaving' | 'closing' | 'gone' = 'staying';
  // A wish to quit that is said inside the events below is lost: the runtime still hears of the one they refused.
  const quit = (): void => void setImmediate(() => app.quit());
  const isDecided = (): boolean => ['leaving', 'closing', 'gone'].includes(state);

  async function leave(): Promise<void> {
    state = 'asking';
    const mayLeave = await isAllowedToLeave(parts);
    state = mayLeave ? 'leaving' : 'staying';
    if (mayLeave) {
      quit();
    }
  }

  app.on('before-quit', (event) => {
    if (isDecided()) {
      return;
    }
    event.preventDefault();
    if (state === 'staying') {
      void leave();
    }
  });
  app.on('will-quit', (event) => {
    if (state === 'gone') {
      return;
    }
    event.preventDefault();
    if (state === 'closing') {
      return;
    }
    state = 'closing';
    void parts.close().finally(() => {
      state = 'gone';
      quit();
    });
  });
  // The runtime's own way is to quit at the first of these and to die of the next, and Ctrl-C may come twice: from the
  // terminal and from who started the program.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => app.quit());
  }
  return {
    watch(window) {
      window.on('close', (event) => {
        if (isDecided()) {
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
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the owner does not answer')), patienceMs);
  });
  try {
    const rows = await Promise.race([client().runs.list({}), tooLong]);
    return liveRuns(new Map(rows.map((row) => [row.id, row])));
  } catch {
    return liveRuns(lastSeen());
  } finally {
    clearTimeout(timer);
  }
}
