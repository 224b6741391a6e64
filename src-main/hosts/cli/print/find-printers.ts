import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program of the Chromium family that can print a page. */
export interface Printer {
  readonly kind: 'electron' | 'chromium';
  readonly path: string;
}

/** The machine as far as it decides which programs there are. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly userDirectory: string;
  readonly exists: (path: string) => boolean;
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  environment: process.env,
  userDirectory: homedir(),
  exists: existsSync,
});

const ownElectron = fileURLToPath(new URL('../../../../node_modules/electron/dist', import.meta.url));

const electronProgram: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
};

function electronPaths({ platform, environment }: Machine): string[] {
  const program = electronProgram[platform];
  if (program === undefined) {
    return [];
  }
  // On Linux it opens no window without a display, not even one that nobody sees.
  const hasDisplay = [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some(
    (name) => (name ?? '') !== '',
  );
  if (platform === 'linux' && !hasDisplay) {
    return [];
  }
  const given = environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  return [...(given === '' ? [] : [given]), ownElectron].map((directory) => join(directory, program));
}

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const windowsPrograms = [
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
];

const macNames = ['Google Chrome', 'Microsoft Edge', 'Chromium'];

function browserPaths({ platform, environment, userDirectory }: Machine): string[] {
  if (platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map(
      (name) => environment[name] ?? '',
    );
    return roots
      .filter((root) => root !== '')
      .flatMap((root) => windowsPrograms.map((parts) => join(root, ...parts)));
  }
  if (platform === 'darwin') {
    return ['/Applications', join(userDirectory, 'Applications')].flatMap((root) =>
      macNames.map((name) => join(root, `${name}.app`, 'Contents', 'MacOS', name)),
    );
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** What can print here, the product's own engine first; in the order in which to try them. */
export function findPrinters(machine: Machine = thisMachine()): readonly Printer[] {
  const there = (kind: Printer['kind'], paths: readonly string[]): Printer[] =>
    paths.filter((path) => machine.exists(path)).map((path) => ({ kind, path }));
  return [...there('electron', electronPaths(machine)), ...there('chromium', browserPaths(machine))];
}
