import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { errnoOf } from '../http/system-error.ts';

/** The folders of a home's runs, `runs/<id>`: what a run leaves for people, and never another run's. */
export interface RunFolders {
  /** Runs that have one. */
  runIds(): readonly string[];
  /** The highest number that a folder has; 0 when there is none. */
  highest(): number;
  /** Makes the folder of a new run. Throws when it is there already, or cannot be made. */
  make(runId: string): void;
  /** Removes the folder with everything in it, if it is there. Throws FILE_UNWRITABLE naming what is left. */
  remove(runId: string): void;
}

/** Of a store without a home beside it. */
export const noRunFolders: RunFolders = {
  runIds: () => [],
  highest: () => 0,
  make: () => undefined,
  remove: () => undefined,
};

export function createRunFolders(runsDirectory: string): RunFolders {
  const runIds = (): readonly string[] => namesIn(runsDirectory).filter((name) => /^\d{4,}$/.test(name));
  return {
    runIds,
    highest: () => Math.max(0, ...runIds().map(Number)),
    make(runId) {
      const path = join(runsDirectory, runId);
      try {
        mkdirSync(runsDirectory, { recursive: true, mode: 0o700 });
        mkdirSync(path, { mode: 0o700 });
      } catch (thrown) {
        throw diskFailure(thrown, path) ?? notMade(path, thrown);
      }
    },
    remove(runId) {
      const path = join(runsDirectory, runId);
      try {
        // On Windows a scanner may hold a file for a moment.
        rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
      } catch (thrown) {
        throw notRemoved(path, thrown);
      }
    },
  };
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') {
      return [];
    }
    throw diskFailure(thrown, directory) ?? notMade(directory, thrown);
  }
}

function notRemoved(path: string, cause: unknown): AppError {
  const reason = errnoOf(cause) ?? String(cause);
  const text = {
    zh: `执行记录已删除，但目录 ${path} 未能删除（${reason}）；请关闭占用其中文件的程序，下次启动时会再次清理。`,
    en: `The run was deleted, but its folder ${path} could not be removed (${reason}). Close the programs that use files in it; it is removed at the next start.`,
  };
  return new AppError('FILE_UNWRITABLE', text, { data: { path, reason }, cause });
}

function notMade(path: string, cause: unknown): AppError {
  const reason = errnoOf(cause) ?? String(cause);
  const text = {
    zh: `执行任务的目录 ${path} 无法使用（${reason}）；请检查权限，或将同名文件移走，然后重试。`,
    en: `The run folder ${path} cannot be used (${reason}). Check its permissions, or move the file with this name away, then retry.`,
  };
  return new AppError('FILE_UNWRITABLE', text, { data: { path, reason }, cause });
}
