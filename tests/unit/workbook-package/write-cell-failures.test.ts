import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../../../src-main/contract/errors.ts';
import { readCellText, writeCell, type WriteCellResult } from '../../../src-main/workbook/write-cell.ts';
import { sha256OfFile } from '../../../src-main/workbook/write-cell/file-hash.ts';
import { createWorkbookFiles, type WorkbookFiles } from '../../../src-main/workbook/write-cell/files.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { sheetXml, workbookParts } from '../../support/workbook-shapes.ts';
import { buildZip } from '../../support/zip-writer.ts';
import { filesRefusing, systemError, watchedFiles } from './failing-files.ts';

const now = (): number => new Date(2026, 2, 4, 15, 6, 7).getTime();
const backupName = 'plan.backup-20260304-150607.xlsx';
const oldBytes = buildZip(
  workbookParts({ sheets: { Hosts: sheetXml('<row r="2"><c r="B2" s="1"/></row>') } }),
);

function saved(): string {
  const path = join(temporaryDirectory(), 'plan.xlsx');
  writeFileSync(path, oldBytes);
  return path;
}

function write(path: string, files?: WorkbookFiles): Promise<WriteCellResult> {
  const request = { path, sheet: 'Hosts', cell: 'B2', value: 'SN-1', overwrite: false };
  return writeCell(request, files === undefined ? { now } : { now, files });
}

function namesBeside(path: string): string[] {
  return readdirSync(dirname(path)).sort();
}

async function failureOf(promise: Promise<unknown>): Promise<{ code: string; message: string } | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    return isAppError(error) ? error : { code: 'untyped', message: String(error) };
  }
}

describe('a write that succeeds', () => {
  it('leaves the new version, the backup and nothing else, and tells their hashes', async () => {
    const path = saved();
    const before = await sha256OfFile(path);
    const result = await write(path);
    const backupPath = join(dirname(path), backupName);
    expect(result).toEqual({
      path,
      copy: false,
      backupPath,
      sha256Before: before,
      sha256After: await sha256OfFile(path),
    });
    expect(namesBeside(path)).toEqual([backupName, 'plan.xlsx']);
    expect(readFileSync(backupPath).equals(oldBytes)).toBe(true);
    expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
  });

  it('numbers the backup when the name is taken', async () => {
    const path = saved();
    writeFileSync(join(dirname(path), backupName), 'older');
    const result = await write(path);
    expect(basename(result.backupPath ?? '')).toBe('plan.backup-20260304-150607-2.xlsx');
    expect(readFileSync(join(dirname(path), backupName), 'utf8')).toBe('older');
  });

  it.skipIf(process.platform === 'win32')(
    'keeps the permissions of the file and follows a link to it',
    async () => {
      const path = saved();
      chmodSync(path, 0o640);
      const link = join(temporaryDirectory(), 'link.xlsx');
      symlinkSync(path, link);
      const result = await write(link);
      expect(result.path).toBe(path);
      expect(statSync(path).mode & 0o777).toBe(0o640);
      expect(await readCellText(link, 'Hosts', 'B2')).toBe('SN-1');
    },
  );
});

/** The operations of one undisturbed write, in order. */
async function operationsOf(path: string): Promise<string[]> {
  const operations: string[] = [];
  await write(
    path,
    watchedFiles((operation) => operations.push(operation)),
  );
  return operations;
}

describe('a write that fails', () => {
  it.each(['ENOSPC', 'EIO', 'EBUSY'])(
    'with %s at any operation leaves the old version or the new one, and no unfinished file',
    async (code) => {
      const operations = await operationsOf(saved());
      expect(operations).toContain('syncDirectory');
      for (let failing = 0; failing < operations.length; failing += 1) {
        const path = saved();
        let count = -1;
        const files = watchedFiles(() => {
          count += 1;
          if (count === failing) {
            throw systemError(code);
          }
        });
        const failure = await failureOf(write(path, files));
        const isOld = readFileSync(path).equals(oldBytes);
        const text = await readCellText(path, 'Hosts', 'B2');
        const what = `${operations[failing] ?? ''} (operation ${failing})`;
        expect(isOld || text === 'SN-1', what).toBe(true);
        expect(
          namesBeside(path).filter((name) => name.endsWith('.tmp')),
          what,
        ).toEqual([]);
        if (failure !== null) {
          expect(failure.code, what).toBe('FILE_UNWRITABLE');
          expect(isOld, what).toBe(operations[failing] !== 'syncDirectory');
        }
      }
    },
  );

  it('because the process dies at any operation leaves the old version or the new one', async () => {
    const operations = await operationsOf(saved());
    for (let last = 0; last < operations.length; last += 1) {
      const path = saved();
      let count = -1;
      const dead = watchedFiles(() => {
        count += 1;
        if (count >= last) {
          throw systemError('EIO');
        }
      });
      await failureOf(write(path, dead));
      const isOld = readFileSync(path).equals(oldBytes);
      expect(isOld || (await readCellText(path, 'Hosts', 'B2')) === 'SN-1', operations[last] ?? '').toBe(
        true,
      );
      expect(await failureOf(write(path)), 'and can be asked for again').toBeNull();
      expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
    }
  });

  it('says that the disk is full and that the workbook is unchanged', async () => {
    const failure = await failureOf(write(saved(), filesRefusing('ENOSPC', 'write')));
    expect(failure?.message).toMatch(/disk is full.*unchanged/);
  });

  it('names the unfinished file when not even that can be removed', async () => {
    const failure = await failureOf(write(saved(), filesRefusing('EIO', 'sync', 'remove')));
    expect(failure?.message).toMatch(/unfinished file .*\.tmp could not be removed/);
  });

  it('because what was written does not read back discards it', async () => {
    const path = saved();
    const files: WorkbookFiles = {
      ...createWorkbookFiles(),
      create: async (temporary, permissionsOf) => {
        const output = await createWorkbookFiles().create(temporary, permissionsOf);
        // One flipped bit in whatever is written first: a part that was not to be changed.
        const damaged = (bytes: Uint8Array): Uint8Array =>
          bytes.map((byte, index) => (index === 60 ? byte ^ 1 : byte));
        return {
          ...output,
          write: (bytes, position) => output.write(position === 0 ? damaged(bytes) : bytes, position),
        };
      },
    };
    const failure = await failureOf(write(path, files));
    expect(failure?.code).toBe('WORKBOOK_VERIFY_FAILED');
    expect(namesBeside(path)).toEqual(['plan.xlsx']);
    expect(readFileSync(path).equals(oldBytes)).toBe(true);
  });

  it('because the workbook was saved by someone else meanwhile leaves that version', async () => {
    const path = saved();
    const theirs = buildZip(workbookParts({ sheets: { Hosts: sheetXml('<row r="9"/>') } }));
    const files = watchedFiles((operation) => {
      if (operation === 'sync') {
        writeFileSync(path, theirs);
      }
    });
    expect((await failureOf(write(path, files)))?.code).toMatch(
      /^WORKBOOK_(?:CHANGED|DAMAGED|VERIFY_FAILED)$/,
    );
    expect(readFileSync(path).equals(theirs)).toBe(true);
    expect(namesBeside(path)).toEqual(['plan.xlsx']);
  });

  it('because the workbook was replaced meanwhile leaves the replacement', async () => {
    const path = saved();
    const theirs = buildZip(workbookParts({ sheets: { Hosts: sheetXml('<row r="9"/>') } }));
    const real = createWorkbookFiles();
    const saveAsProgramsDo = async (): Promise<void> => {
      writeFileSync(`${path}.new`, theirs);
      await real.rename(`${path}.new`, path);
    };
    const files: WorkbookFiles = {
      ...real,
      create: async (temporary, permissionsOf) => {
        const output = await real.create(temporary, permissionsOf);
        return { ...output, sync: saveAsProgramsDo };
      },
    };
    expect((await failureOf(write(path, files)))?.code).toBe('WORKBOOK_CHANGED');
    expect(readFileSync(path).equals(theirs)).toBe(true);
    expect(namesBeside(path)).toEqual(['plan.xlsx']);
  });
});

describe('a workbook that cannot be replaced', () => {
  async function expectCopy(path: string, result: WriteCellResult): Promise<void> {
    expect(result.copy).toBe(true);
    expect(result.backupPath).toBeNull();
    expect(basename(result.path)).toBe('plan.sitewright.xlsx');
    expect(result.sha256After).toBe(await sha256OfFile(result.path));
    expect(readFileSync(path).equals(oldBytes)).toBe(true);
    expect(await readCellText(result.path, 'Hosts', 'B2')).toBe('SN-1');
    expect(namesBeside(path).filter((name) => /backup|tmp$/.test(name))).toEqual([]);
  }

  it.each(['~$plan.xlsx', '.~plan.xlsx', '.~lock.plan.xlsx#'])(
    'because it is open, as %s shows, gets a copy beside it',
    async (owner) => {
      const path = saved();
      writeFileSync(join(dirname(path), owner), 'someone');
      await expectCopy(path, await write(path));
    },
  );

  it.each(['EBUSY', 'EPERM', 'EACCES'])(
    'because Windows answers %s to the rename, gets a copy beside it',
    async (code) => {
      const path = saved();
      const files = watchedFiles((operation) => {
        if (
          operation === 'rename' &&
          readFileSync(path).equals(oldBytes) &&
          existsSync(join(dirname(path), backupName))
        ) {
          throw systemError(code);
        }
      });
      await expectCopy(path, await write(path, files));
    },
  );

  it('because it is marked read-only, gets a copy beside it', async () => {
    const path = saved();
    chmodSync(path, 0o444);
    await expectCopy(path, await write(path));
  });

  it('gets a numbered copy when there is one already', async () => {
    const path = saved();
    writeFileSync(join(dirname(path), '~$plan.xlsx'), 'someone');
    const copy = (await write(path)).path;
    expect(basename((await write(path)).path)).toBe('plan.sitewright-2.xlsx');
    expect(await readCellText(copy, 'Hosts', 'B2')).toBe('SN-1');
  });
});

describe('a file system that lacks something', () => {
  it.each(['EPERM', 'ENOTSUP', 'ENOSYS', 'EXDEV'])(
    'has its backup copied when it answers %s to a second name',
    async (code) => {
      const path = saved();
      const result = await write(path, filesRefusing(code, 'link'));
      expect(readFileSync(result.backupPath ?? '').equals(oldBytes)).toBe(true);
      expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
    },
  );

  it('is left alone when it cannot flush a folder', async () => {
    const path = saved();
    await write(path, filesRefusing('EPERM', 'syncDirectory'));
    expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
  });

  it('is not asked to on Windows', async () => {
    await expect(
      createWorkbookFiles('win32').syncDirectory(join(temporaryDirectory(), 'not there')),
    ).resolves.toBeUndefined();
  });

  it('says so when the folder may not be written to', async () => {
    const failure = await failureOf(write(saved(), filesRefusing('EACCES', 'create')));
    expect(failure).toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(failure?.message).toMatch(/copy the workbook/);
  });
});

describe('a path that leads to no workbook', () => {
  it('is refused before anything is created', async () => {
    const folder = temporaryDirectory();
    expect((await failureOf(write(join(folder, 'plan.xlsx'))))?.code).toBe('FILE_NOT_FOUND');
    mkdirSync(join(folder, 'plan.xlsx'));
    expect((await failureOf(write(join(folder, 'plan.xlsx'))))?.code).toBe('FILE_UNREADABLE');
    expect(readdirSync(folder)).toEqual(['plan.xlsx']);
  });
});
