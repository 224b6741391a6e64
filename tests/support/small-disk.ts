import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const mount = (...words: readonly string[]): boolean => spawnSync('mount', [...words]).status === 0;

/** Whether this process may mount a file system of its own; only an administrator on Linux may. */
export const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return false;
  }
  const probe = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  return probe.status === 0;
})();

export interface SmallDisk {
  readonly path: string;
  /** Mounted anew with these options, such as `size=30m` or `ro`. */
  remount(options: string): void;
}

/** A disk of so many bytes (`900k`), unmounted when the test has finished. */
export function smallDisk(size: string): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'sitewright-disk-'));
  if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path)) {
    throw new Error('the disk cannot be mounted');
  }
  onTestFinished(() => {
    spawnSync('umount', ['-l', path]);
    rmSync(path, { recursive: true });
  });
  return {
    path,
    remount(options) {
      if (!mount('-o', `remount,${options}`, path)) {
        throw new Error(`no remount with ${options}`);
      }
    },
  };
}
