// Builds what the window shows into out/, when a source is newer than the last build; `--always` builds in any case.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stamp = 'out/built';
const sources = ['src-renderer', 'src-preload', 'src-main', 'electron.vite.config.ts', 'package-lock.json'];

function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
if (process.argv.includes('--always') || Math.max(...sources.map(newest)) > builtAt) {
  const startedAt = new Date();
  const program = join('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status } = spawnSync(process.execPath, [program, 'build', '--logLevel', 'warn'], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
  // A source that changed while it was being built is newer than the build.
  utimesSync(stamp, startedAt, startedAt);
}
