import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { desktopChannels, pageOrigin } from '../../contract/desktop.ts';
import { placeOnDisplays, readWindowState, writeWindowState } from './window-state.ts';

export interface WindowParts {
  readonly preload: string;
  /** Where the window's place is kept. */
  readonly stateFile: string;
  /** The page's address to begin with, or null. */
  readonly address: string | null;
}

/** Colours of the page before it is there, so that nothing flashes. */
const background = { light: '#f4f6f7', dark: '#14191d' };
const smallest = { minWidth: 640, minHeight: 360 };

const addressUrl = (address: string | null): string =>
  `${pageOrigin}/index.html${address === null ? '' : `#${address}`}`;

/** A plain frame: its menu can be reached and its buttons are the system's own. */
function createWindow({ preload, stateFile, address }: WindowParts): BrowserWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const { bounds, isMaximized } = placeOnDisplays(readWindowState(stateFile), areas);
  const window = new BrowserWindow({
    ...bounds,
    ...smallest,
    show: false,
    title: 'Sitewright',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (isMaximized) {
    window.maximize();
  }
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    writeWindowState(stateFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }),
  );
  void window.loadURL(addressUrl(address));
  return window;
}

export const preloadFile = (program: string): string => join(program, 'out', 'preload', 'index.cjs');

/** The one window, with its page. */
export interface PageWindow {
  /** Null once it was closed. */
  current(): BrowserWindow | null;
  send(channel: string, value: unknown): void;
  /** Brings it to the front, at the address of the page if one is given. */
  show(address: string | null): void;
  /** The page listens now; what it was to show meanwhile is told. */
  pageListens(): void;
}

export function openPageWindow(parts: WindowParts): PageWindow {
  let window: BrowserWindow | null = createWindow(parts);
  let isListening = false;
  let wanted: string | null = null;
  window.on('closed', () => {
    window = null;
  });
  const { webContents } = window;
  // A page that is loaded anew, after a crash for example, does not listen yet. One that only moves within itself, or
  // shows a frame, has started to load too, and listens all the time.
  webContents.on('did-start-loading', () => {
    if (webContents.isLoadingMainFrame()) {
      isListening = false;
    }
  });
  const send = (channel: string, value: unknown): void => window?.webContents.send(channel, value);
  const go = (): void => {
    if (wanted === null || !isListening) {
      return;
    }
    send(desktopChannels.go, wanted);
    wanted = null;
  };
  return {
    current: () => window,
    send,
    show(address) {
      wanted = address;
      if (window?.isMinimized() === true) {
        window.restore();
      }
      window?.show();
      window?.focus();
      go();
    },
    pageListens() {
      isListening = true;
      go();
    },
  };
}
