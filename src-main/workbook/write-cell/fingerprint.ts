import { fstatSync, statSync } from 'node:fs';

/** Tells whether a path still leads to the file that was opened, unchanged. */
export interface FileFingerprint {
  stillHolds(): boolean;
}

export function fingerprintOf(path: string, descriptor: number): FileFingerprint {
  const opened = fstatSync(descriptor, { bigint: true });
  return {
    stillHolds: () => {
      const now = statSync(path, { bigint: true, throwIfNoEntry: false });
      return now?.ino === opened.ino && now.size === opened.size && now.mtimeNs === opened.mtimeNs;
    },
  };
}
