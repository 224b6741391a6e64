import {
  createWorkbookFiles,
  type OutputFile,
  type WorkbookFiles,
} from '../../../src-main/workbook/write-cell/files.ts';

/** An error as the operating system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** The real file system with `before` called ahead of every operation; what it throws is the operation's failure. */
export function watchedFiles(before: (operation: string, path: string) => void): WorkbookFiles {
  const real = createWorkbookFiles();
  return {
    create: async (path, permissionsOf) => {
      before('create', path);
      return watchedOutput(await real.create(path, permissionsOf), (operation) => before(operation, path));
    },
    exists: async (path) => {
      before('exists', path);
      return real.exists(path);
    },
    list: async (path) => {
      before('list', path);
      return real.list(path);
    },
    modifiedAtMs: async (path) => {
      before('modifiedAtMs', path);
      return real.modifiedAtMs(path);
    },
    isWritable: async (path) => {
      before('isWritable', path);
      return real.isWritable(path);
    },
    link: async (path, newPath) => {
      before('link', path);
      return real.link(path, newPath);
    },
    copy: async (path, newPath) => {
      before('copy', path);
      return real.copy(path, newPath);
    },
    rename: async (path, newPath) => {
      before('rename', path);
      return real.rename(path, newPath);
    },
    remove: async (path) => {
      before('remove', path);
      return real.remove(path);
    },
    syncDirectory: async (path) => {
      before('syncDirectory', path);
      return real.syncDirectory(path);
    },
  };
}

function watchedOutput(output: OutputFile, before: (operation: string) => void): OutputFile {
  return {
    write: async (bytes, position) => {
      before('write');
      await output.write(bytes, position);
    },
    sync: async () => {
      before('sync');
      await output.sync();
    },
    close: async () => {
      // Closed in any case: a leaked descriptor would be the test's own fault.
      await output.close();
      before('close');
    },
  };
}

/** Fails the operations of these names, always with this code. */
export function filesRefusing(code: string, ...operations: readonly string[]): WorkbookFiles {
  return watchedFiles((operation) => {
    if (operations.includes(operation)) {
      throw systemError(code);
    }
  });
}
