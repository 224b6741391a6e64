import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { findHome } from '../owner/home.ts';
import { announcePageScheme } from './page-protocol.ts';
import { addressInArguments, addressOfLink, linkScheme } from './deep-link.ts';
import { createDesktop, type Desktop } from './desktop.ts';
import { lockPages } from './lockdown.ts';

/** `--home DIR` or `--home=DIR`, as on the command line. */
function homeOption(words: readonly string[]): string | null {
  const at = words.findIndex((word) => word === '--home' || word.startsWith('--home='));
  const word = words[at];
  if (word === undefined) {
    return null;
  }
  return word === '--home' ? (words[at + 1] ?? null) : word.slice('--home='.length);
}

/** Before the application is ready: who is here, for which home, and what no page may ever do. Then the window. */
export function start(): void {
  const home = findHome({
    option: homeOption(process.argv),
    environment: process.env,
    platform: process.platform,
    userDirectory: homedir(),
  });
  // What Chromium keeps lies with the home: two homes are two programs, and a moved home takes its window along.
  app.setPath('userData', join(home, 'desktop'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  // An administrator on Linux has no sandbox and says so; everybody else has one in every page, whatever else is forgotten.
  if (!app.commandLine.hasSwitch('no-sandbox')) {
    app.enableSandbox();
  }
  announcePageScheme();
  lockPages();
  if (app.isPackaged) {
    app.setAsDefaultProtocolClient(linkScheme);
  }

  let desktop: Desktop | null = null;
  let wanted = addressInArguments(process.argv);
  const show = (address: string | null): void => {
    if (desktop === null) {
      wanted = address ?? wanted;
    } else {
      desktop.show(address);
    }
  };
  app.on('second-instance', (_event, words) => show(addressInArguments(words)));
  app.on('open-url', (event, link) => {
    event.preventDefault();
    show(addressOfLink(link));
  });
  void app.whenReady().then(() => {
    desktop = createDesktop({ home, program: app.getAppPath(), address: wanted });
  });
}
