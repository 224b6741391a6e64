import {
  access,
  constants,
  copyFile,
  link,
  open,
  readdir,
  rename,
  stat,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { errorCodeOf } from '../package/opening.ts';

/** A file being written. Positions and lengths are bytes. */
export interface OutputFile {
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Until the disk has it. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Everything writing a workbook changes on the disk, so that tests can let each of it fail. */
export interface WorkbookFiles {
  /** Creates a file that must not be there yet, with the permissions of another. */
  create(path: string, permissionsOf: string): Promise<OutputFile>;
  exists(path: string): Promise<boolean>;
  /** The names in a folder. */
  list(path: string): Promise<readonly string[]>;
  /** Milliseconds since the epoch. */
  modifiedAtMs(path: string): Promise<number>;
  /** False for a file marked read-only. */
  isWritable(path: string): Promise<boolean>;
  /** A second name for a file; must not be there yet. */
  link(path: string, newPath: string): Promise<void>;
  /** Copies to a name that must not be there yet, until the disk has it. */
  copy(path: string, newPath: string): Promise<void>;
  /** Replaces `newPath` in one step. */
  rename(path: string, newPath: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Until the disk has the names in a folder. */
  syncDirectory(path: string): Promise<void>;
}

export function createWorkbookFiles(platform: string = process.platform): WorkbookFiles {
  return {
    create: async (path, permissionsOf) => {
      const handle = await open(path, 'wx');
      if (platform !== 'win32') {
        // On Windows a new file has the rights of its folder, and a mode says nothing but "read-only".
        await handle.chmod((await stat(permissionsOf)).mode & 0o777);
      }
      return createOutputFile(handle);
    },
    exists: async (path) => (await statOrNull(path)) !== null,
    list: (path) => readdir(path),
    modifiedAtMs: async (path) => (await stat(path)).mtimeMs,
    isWritable: async (path) => {
      // The mode first: the superuser may write to everything, but a read-only mark is a wish to be respected.
      return ((await stat(path)).mode & 0o222) !== 0 && (await mayWrite(path));
    },
    link,
    copy: async (path, newPath) => {
      await copyFile(path, newPath, constants.COPYFILE_EXCL);
      await using handle = await open(newPath, 'r+');
      await handle.sync();
    },
    rename: (path, newPath) => renamePatiently(path, newPath, platform === 'win32' ? 5 : 1),
    remove: unlink,
    syncDirectory: async (path) => {
      // Windows has no such call; its file system journals the names.
      if (platform !== 'win32') {
        await using handle = await open(path, 'r');
        await handle.sync();
      }
    },
  };
}

/** What Windows returns for a file that somebody has open. */
const heldCodes = ['EPERM', 'EACCES', 'EBUSY'];
const heldWaitMs = 100;

/** A virus scanner holds what was just written for a moment; a person's program holds it for longer than we wait. */
async function renamePatiently(path: string, newPath: string, attempts: number): Promise<void> {
  try {
    await rename(path, newPath);
  } catch (error) {
    if (attempts === 1 || !heldCodes.includes(errorCodeOf(error) ?? '')) {
      throw error;
    }
    await setTimeout(heldWaitMs);
    await renamePatiently(path, newPath, attempts - 1);
  }
}

function createOutputFile(handle: FileHandle): OutputFile {
  return {
    write: async (bytes, position) => {
      for (let at = 0; at < bytes.length;) {
        at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
      }
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

async function statOrNull(path: string): Promise<unknown> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

async function mayWrite(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCodeOf(error) ?? '')) {
      return false;
    }
    throw error;
  }
}
