import type { ElectronApplication } from 'playwright-core';

/** What a page led to. */
interface Seen {
  readonly went: string[];
  readonly opened: string[];
  /** How many pages were embedded. */
  attached: number;
}

/** A page that nothing protects. An attack must succeed here, or its failure elsewhere says nothing. */
export interface Unprotected {
  /** The function is sent as text, as Playwright sends it to a page. */
  run<Given, Answer>(act: (given: Given) => Answer, given: Given): Promise<Awaited<Answer>>;
  seen(): Promise<Seen>;
  close(): Promise<void>;
}

type Held = typeof globalThis & {
  unprotected: { seen: Seen; run(code: string): Promise<unknown>; close(): void };
};

/** Opens the address in a window of the running program, in a session of its own, with every guard taken off. */
export async function openUnprotected(app: ElectronApplication, address: string): Promise<Unprotected> {
  await app.evaluate(async ({ BrowserWindow }, target) => {
    const seen: Seen = { went: [], opened: [], attached: 0 };
    const window = new BrowserWindow({
      show: false,
      webPreferences: { webviewTag: true, partition: 'unprotected' },
    });
    const { webContents } = window;
    for (const guard of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      webContents.removeAllListeners(guard);
    }
    webContents.setWindowOpenHandler(() => ({
      action: 'allow',
      overrideBrowserWindowOptions: { show: false },
    }));
    const children: { destroy(): void }[] = [window];
    webContents.on('did-create-window', (child, { url }) => {
      children.push(child);
      seen.opened.push(url);
    });
    webContents.on('did-attach-webview', () => {
      seen.attached += 1;
    });
    await window.loadURL(target);
    webContents.on('did-navigate', (_event, url) => seen.went.push(url));
    (globalThis as Held).unprotected = {
      seen,
      run: (code) => webContents.executeJavaScript(code) as Promise<unknown>,
      close: () => children.forEach((child) => child.destroy()),
    };
  }, address);
  return {
    run: (act, given) =>
      app.evaluate(
        (_electron, code) => (globalThis as Held).unprotected.run(code),
        `(${String(act)})(${JSON.stringify(given)})`,
      ) as Promise<never>,
    seen: () => app.evaluate(() => (globalThis as Held).unprotected.seen),
    close: () => app.evaluate(() => (globalThis as Held).unprotected.close()),
  };
}
