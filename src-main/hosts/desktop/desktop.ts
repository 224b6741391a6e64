import { join } from 'node:path';
import { app, dialog, safeStorage, session } from 'electron';
import type { AppClient } from '../../api/wire/client.ts';
import { desktopChannels } from '../../contract/desktop.ts';
import { toErrorRecord } from '../../contract/errors.ts';
import { importedKind } from '../../contract/file-kinds/file-kinds.ts';
import { textIn, type Language } from '../../contract/text.ts';
import { personName } from '../owner/person.ts';
import { chooseFile, serveBridge, type BridgeParts } from './bridge.ts';
import { comeBackAfterCrashes } from './crashes.ts';
import { answered } from './granted-files.ts';
import { createLeaving } from './leaving.ts';
import { cipherOf } from './keystore.ts';
import { lockSession } from './lockdown.ts';
import { createMachine } from './machine.ts';
import { setMenu } from './menu.ts';
import { createNotices } from './notices.ts';
import { createOwnerAccess, type OwnerAccess } from './owner-access.ts';
import { createOwnerLine } from './owner-line.ts';
import { servePage } from './page-protocol.ts';
import { filled, texts } from './texts.ts';
import { openPageWindow, preloadFile, type PageWindow } from './window.ts';
import { createWorkSigns } from './work-signs.ts';

export interface DesktopParts {
  readonly home: string;
  /** Where the program lies: `out` and the manifest are in it. */
  readonly program: string;
  /** What the page shows first, or null. */
  readonly address: string | null;
}

export interface Desktop {
  /** Brings the window to the front, at the address if one is given. */
  show(address: string | null): void;
}

/** The engines need what this Node has; an older runtime only attaches. */
const canOwn = Number(process.versions.node.split('.')[0]) >= 22;

/** The window and all it does around the page. The owner is found once the window is on its way. */
export function createDesktop({ home, program, address }: DesktopParts): Desktop {
  let spoken: Language = app.getLocale().toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  const language = (): Language => spoken;
  lockSession(session.defaultSession);
  servePage(session.defaultSession, {
    directory: join(program, 'out', 'renderer'),
    report: { make: (run, chosen) => client().reports.make({ run, language: chosen }), language },
  });
  const page = openPageWindow({
    preload: preloadFile(program),
    stateFile: join(home, 'desktop', 'window.json'),
    address,
  });
  const window = page.current();
  const by = personName();
  const own = async () =>
    (await import('./own-home.ts')).ownHome(home, { by, cipher: cipherOf(safeStorage) });
  const owner = createOwnerAccess({ home, by, own: canOwn ? own : null });
  const client = (): AppClient => line.client();
  const machine = createMachine({
    onChange: (state) => page.send(desktopChannels.machine, state),
    // An owner that cannot be told has a clock of its own.
    onSlept: (sleep) => void owner.found.then(() => client().system.slept(sleep)).catch(() => undefined),
  });
  const open = (run: string): void => page.show(run);
  const signs = createWorkSigns({ page, machine, notify: createNotices({ client, language, open }) });
  const line = createOwnerLine({ open: () => owner.attach(), onRuns: (runs) => signs.onRuns(runs) });

  const bridge: BridgeParts = {
    window: () => page.current(),
    client,
    language,
    home,
    openForPage: () => owner.openForPage(),
    onLanguage(chosen) {
      spoken = chosen;
      showMenu();
    },
    onPage() {
      page.pageListens();
      page.send(desktopChannels.machine, machine.state());
    },
  };
  const showMenu = (): void =>
    setMenu({
      language: spoken,
      home,
      go: open,
      importFile: () => void giveFile(bridge, page),
      about: () => void showAbout(page, spoken, home),
    });
  showMenu();
  serveBridge(bridge);
  const close = async (): Promise<void> => {
    machine.stop();
    line.stop();
    await owner.close();
  };
  const leaving = createLeaving({ ...bridge, lastSeen: signs.lastSeen, isOwn: () => owner.isOwn(), close });
  if (window !== null) {
    leaving.watch(window);
    comeBackAfterCrashes(window, language);
  }
  void sayIfNotOpened(owner, language);
  return { show: (wanted) => page.show(wanted) };
}

/** The menu's way to what a drop does. */
async function giveFile(bridge: BridgeParts, page: PageWindow): Promise<void> {
  const answer = await answered(() => chooseFile(importedKind, bridge));
  if (!answer.ok || answer.value !== null) {
    page.send(desktopChannels.fileGiven, answer);
  }
}

async function showAbout(page: PageWindow, language: Language, home: string): Promise<void> {
  const options = {
    message: 'Sitewright',
    detail: textIn(filled(texts.aboutDetail, { version: app.getVersion(), home }), language),
  };
  const shown = page.current();
  await (shown === null ? dialog.showMessageBox(options) : dialog.showMessageBox(shown, options));
}

/** A home that cannot be opened (damaged, or written by a newer version) leaves nothing for the window to show. */
async function sayIfNotOpened(owner: OwnerAccess, language: () => Language): Promise<void> {
  try {
    await owner.found;
  } catch (thrown) {
    await dialog.showMessageBox({
      type: 'error',
      message: textIn(texts.cannotOpen, language()),
      detail: textIn(toErrorRecord(thrown).message, language()),
    });
    app.quit();
  }
}
