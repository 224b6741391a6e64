import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PracticePace } from '../../contract/practice-pace.ts';
import { isoMark } from './iso-image.ts';

/** As large as an upload has to be to be watched, or as small as it can be with more than one chunk. */
const sizesBytes: Readonly<Record<PracticePace, number>> = { real: 512 * 2 ** 20, fast: 10 * 2 ** 20 };
const namesByPace: Readonly<Record<PracticePace, string>> = {
  real: 'SMTX_VMTOOLS-practice.iso',
  fast: 'SMTX_VMTOOLS-practice-small.iso',
};

export interface PracticeImage {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
}

/** An image for a rehearsal's upload, made where it is not there: zeros, which take no room where files may have holes. */
export async function practiceImage(folder: string, pace: PracticePace): Promise<PracticeImage> {
  const [name, sizeBytes] = [namesByPace[pace], sizesBytes[pace]];
  const path = join(folder, name);
  const there = await stat(path).catch(() => null);
  if (there?.size !== sizeBytes) {
    await rm(path, { force: true });
    const file = await open(path, 'wx');
    try {
      await file.truncate(sizeBytes);
      await file.write(isoMark.text, isoMark.atByte, 'latin1');
    } finally {
      await file.close();
    }
  }
  return { path, name, sizeBytes };
}
