import { rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file of ours that is new, down to the disk. What lies at its place may be a pipe or a link, so it is removed and
 * never written into. Throws what the system throws.
 */
export function writeNewFile(path: string, content: string | Uint8Array, mode: number): void {
  rmSync(path, { force: true });
  writeFileSync(path, content, { mode, flag: 'wx', flush: true });
}
