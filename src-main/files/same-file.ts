import type { BigIntStats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const statOf = (path: string): Promise<BigIntStats | null> => stat(path, { bigint: true }).catch(() => null);

/** One file has one number on its device, whatever links and spellings lead to it. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([statOf(one), statOf(other)]);
  if (first === null || second === null) {
    return false;
  }
  // Some file systems of Windows and of network shares give no numbers.
  if (first.ino === 0n || second.ino === 0n) {
    return (await spelled(one)) === (await spelled(other));
  }
  return first.ino === second.ino && first.dev === second.dev;
}

async function spelled(path: string): Promise<string> {
  const real = await realpath(path);
  return process.platform === 'win32' ? real.toLowerCase() : real;
}

/** Whether the file, or where a link of that name leads, lies in the folder. */
export async function isInside(path: string, folder: string): Promise<boolean> {
  const places = [dirname(path), path].map((place) => realpath(place).catch(() => null));
  for (const place of await Promise.all(places)) {
    for (let at = place; at !== null; at = dirname(at) === at ? null : dirname(at)) {
      if (await isSameFile(at, folder)) {
        return true;
      }
    }
  }
  return false;
}
