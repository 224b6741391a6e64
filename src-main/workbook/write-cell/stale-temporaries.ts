import { dirname, join } from 'node:path';
import { errorCodeOf } from '../package/opening.ts';
import type { WorkbookFiles } from './files.ts';
import { builderOf } from './new-names.ts';

/** No write takes this long, so whatever is older is left over, wherever it was made. */
const leftOverAfterMs = 24 * 60 * 60 * 1000;

/**
 * Removes what a killed write into this workbook has left beside it: unfinished files whose process is gone, or that
 * are more than a day old. Those of other workbooks, and of writes under way here or on another computer, stay.
 */
export async function sweepStaleTemporaries(
  files: WorkbookFiles,
  path: string,
  nowMs: number,
): Promise<void> {
  try {
    for (const name of await files.list(dirname(path))) {
      const stale = join(dirname(path), name);
      if (await isStale(files, { path, name, nowMs })) {
        await files.remove(stale);
      }
    }
  } catch (error) {
    // Tidying is no reason to refuse the write; what matters about the folder or the disk, the write finds out itself.
    if (errorCodeOf(error) === undefined) {
      throw error;
    }
  }
}

async function isStale(
  files: WorkbookFiles,
  { path, name, nowMs }: { path: string; name: string; nowMs: number },
): Promise<boolean> {
  const builder = builderOf(path, name);
  if (builder === null) {
    return false;
  }
  if (builder.isThisComputer && !isAlive(builder.pid)) {
    return true;
  }
  return (await files.modifiedAtMs(join(dirname(path), name))) < nowMs - leftOverAfterMs;
}

function isAlive(pid: number): boolean {
  try {
    // Signal 0 is sent to nobody, on Windows too; it only asks.
    return process.kill(pid, 0);
  } catch (error) {
    return errorCodeOf(error) !== 'ESRCH';
  }
}
