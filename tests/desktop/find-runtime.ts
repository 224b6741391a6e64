import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const binaryName =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string] ??
  'electron';

/** The Electron to run: the one that the environment names, else the package's own; null where neither is there. */
export const runtime: string | null = findRuntime();

function findRuntime(): string | null {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const installed = createRequire(import.meta.url).resolve('electron/package.json');
  const directory = named ?? join(installed, '..', 'dist');
  const binary = join(directory, binaryName);
  return existsSync(binary) ? binary : null;
}
