import { accessSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * Where the database can be read. SQLite reads a journaled database only where it may write beside it; for one on read-only
 * media that is a copy in a private folder of the system's temporary ones, gone with this process.
 */
export function readablePath(path: string): string {
  if (isWritable(dirname(path))) {
    return path;
  }
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const copy = join(directory, basename(path));
  // What the last process had not yet moved into the database itself lies in its journal.
  for (const ending of ['', '-wal']) {
    if (existsSync(path + ending)) {
      copyFileSync(path + ending, copy + ending);
    }
  }
  return copy;
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
