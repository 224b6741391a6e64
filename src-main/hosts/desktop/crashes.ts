import { app, dialog, type BrowserWindow } from 'electron';
import { textIn, type Language } from '../../contract/text.ts';
import { texts } from './texts.ts';

/** A page that crashes this often in a minute is not loaded again without asking. */
const mostCrashes = 3;
const withinMs = 60_000;

/**
 * Nothing of the work is in the page: it is loaded again where it was, and takes the rows from the owner. The system
 * restarts the process that draws by itself; the window is only asked to draw again.
 */
export function comeBackAfterCrashes(window: BrowserWindow, language: () => Language): void {
  const crashedAt: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) {
      return;
    }
    process.stderr.write(`sitewright: the page's process has gone (${reason}); the page is loaded again\n`);
    const now = performance.now();
    crashedAt.push(now);
    const recent = crashedAt.filter((at) => now - at < withinMs);
    if (recent.length <= mostCrashes) {
      window.webContents.reload();
    } else {
      void askToReload(window, language());
    }
  });
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) {
      return;
    }
    process.stderr.write(`sitewright: the ${type} process has gone (${reason})\n`);
    window.webContents.invalidate();
  });
}

async function askToReload(window: BrowserWindow, language: Language): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: textIn(texts.pageFails, language),
    detail: textIn(texts.pageFailsDetail, language),
    buttons: [textIn(texts.reload, language), textIn(texts.quit, language)],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 0) {
    window.webContents.reload();
  } else {
    app.quit();
  }
}
