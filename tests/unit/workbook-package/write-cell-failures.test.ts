import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError, isAppError } from '../../../src-main/contract/errors.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { readCellText, writeCell, type WriteCellResult } from '../../../src-main/workbook/write-cell.ts';
import { createWorkbookFiles, type WorkbookFiles } from '../../../src-main/workbook/write-cell/files.ts';
import { temporaryPath } from '../../../src-main/workbook/write-cell/new-names.ts';
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

async function failureOf(promise: Promise<unknown>): Promise<AppError | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    return isAppError(error) ? error : new AppError('INTERNAL', String(error));
  }
}

describe('a write that succeeds', () => {
  it('leaves the new version, the backup and nothing else', async () => {
    const path = saved();
    const result = await write(path);
    const backupPath = join(dirname(path), backupName);
    expect(result).toEqual({ path, copy: false, backupPath, written: true });
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
    expect(failure?.text.zh).toMatch(/plan\.xlsx 无法写入：磁盘已满.*规划表未改动/);
  });

  it('names the unfinished file when not even that can be removed', async () => {
    const failure = await failureOf(write(saved(), filesRefusing('EIO', 'sync', 'remove')));
    expect(failure?.message).toMatch(/unfinished file .*\.tmp could not be removed/);
    expect(failure?.text.zh).toMatch(/未写完的文件 .*\.tmp 无法删除（EIO），请手工删除。$/);
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

  // On Windows nobody can put another file in the place of one that we have open.
  it.skipIf(process.platform === 'win32')(
    'because the workbook was replaced meanwhile leaves the replacement',
    async () => {
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
    },
  );
});

describe('a workbook that cannot be replaced', () => {
  async function expectCopy(path: string, result: WriteCellResult): Promise<void> {
    expect(result.copy).toBe(true);
    expect(result.backupPath).toBeNull();
    expect(basename(result.path)).toBe('plan.sitewright.xlsx');
    expect(result.written).toBe(true);
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

  it('answers the copy that has the value already instead of making another', async () => {
    const path = saved();
    writeFileSync(join(dirname(path), '~$plan.xlsx'), 'someone');
    const first = await write(path);
    expect(await write(path)).toEqual({ ...first, written: false });
    expect(namesBeside(path)).toEqual(['plan.sitewright.xlsx', 'plan.xlsx', '~$plan.xlsx']);
  });

  it('answers that copy also when only the rename shows that the workbook is in use', async () => {
    const path = saved();
    const files = watchedFiles((operation) => {
      if (operation === 'rename' && existsSync(join(dirname(path), backupName))) {
        throw systemError('EBUSY');
      }
    });
    const first = await write(path, files);
    expect(await write(path, files)).toEqual({ ...first, written: false });
    expect(namesBeside(path)).toEqual(['plan.sitewright.xlsx', 'plan.xlsx']);
  });

  it.each<[what: string, spoil: (copy: string, path: string) => void]>([
    ['holds another value', (copy) => writeFileSync(copy, oldBytes)],
    ['is no workbook', (copy) => writeFileSync(copy, 'notes')],
    ['is older than the last change to the workbook', (_, path) => utimesSync(path, 4e9, 4e9)],
  ])('gets a numbered copy when the one there %s', async (_, spoil) => {
    const path = saved();
    writeFileSync(join(dirname(path), '~$plan.xlsx'), 'someone');
    spoil((await write(path)).path, path);
    const second = await write(path);
    expect(second).toMatchObject({ copy: true, written: true });
    expect(basename(second.path)).toBe('plan.sitewright-2.xlsx');
    expect(await readCellText(second.path, 'Hosts', 'B2')).toBe('SN-1');
  });
});

describe('what the caller does before the workbook is replaced', () => {
  function writeAfter(path: string, beforeReplace: (temporaryPath: string) => Promise<void>) {
    return writeCell(
      { path, sheet: 'Hosts', cell: 'B2', value: 'SN-1', overwrite: false, beforeReplace },
      { now },
    );
  }

  it('sees the complete new version while the old one is still in its place', async () => {
    const path = saved();
    const seen: Buffer[] = [];
    await writeAfter(path, async (temporaryPath) => {
      expect(await readCellText(temporaryPath, 'Hosts', 'B2')).toBe('SN-1');
      seen.push(readFileSync(path), readFileSync(temporaryPath));
    });
    expect(seen[0]?.equals(oldBytes)).toBe(true);
    expect(seen[1]?.equals(readFileSync(path))).toBe(true);
  });

  it.each<[string, Error, string]>([
    ['of a type', new AppError('CANCELED', verbatim('stopped')), 'CANCELED'],
    ['of its own', new Error('database is locked'), 'INTERNAL'],
  ])('may fail with an error %s, and nothing has happened', async (_, error, code) => {
    const path = saved();
    expect((await failureOf(writeAfter(path, () => Promise.reject(error))))?.code).toBe(code);
    expect(namesBeside(path)).toEqual(['plan.xlsx']);
    expect(readFileSync(path).equals(oldBytes)).toBe(true);
  });

  it('may take so long that someone saves the workbook meanwhile, which is kept', async () => {
    const path = saved();
    const theirs = buildZip(workbookParts({ sheets: { Hosts: sheetXml('<row r="9"/>') } }));
    const saving = writeAfter(path, async () => writeFileSync(path, theirs));
    expect((await failureOf(saving))?.code).toBe('WORKBOOK_CHANGED');
    expect(namesBeside(path)).toEqual(['plan.xlsx']);
    expect(readFileSync(path).equals(theirs)).toBe(true);
  });
});

describe('what a killed write has left', () => {
  /** A process that has ended, and a name as it would have left it. */
  function leftOver(path: string, change: (name: string) => string = (name) => name): string {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const name = basename(temporaryPath(path)).replace(`-${process.pid}-`, `-${pid}-`);
    const left = join(dirname(path), change(name));
    writeFileSync(left, 'unfinished');
    return left;
  }

  it('is removed by the next write into the same workbook', async () => {
    const path = saved();
    leftOver(path);
    leftOver(path);
    await write(path);
    expect(namesBeside(path)).toEqual([backupName, 'plan.xlsx']);
  });

  it("is left alone when it is another workbook's, another program's or another computer's", async () => {
    const path = saved();
    const others = [
      leftOver(join(dirname(path), 'plan2.xlsx')),
      leftOver(path, (name) => `${name}.bak`),
      leftOver(path, (name) => name.replace(/-[0-9a-f]{8}-/, '-00000000-')),
      temporaryPath(path),
    ];
    writeFileSync(others[3] ?? '', 'under way in a process that is alive');
    await write(path);
    expect(others.filter((other) => !existsSync(other))).toEqual([]);
  });

  it('is removed after a day, wherever it was made', async () => {
    const path = saved();
    const old = leftOver(path, (name) => name.replace(/-[0-9a-f]{8}-/, '-00000000-'));
    utimesSync(old, now() / 1000 - 90_000, now() / 1000 - 90_000);
    await write(path);
    expect(existsSync(old)).toBe(false);
  });

  it('does not keep the write from happening when it cannot be removed', async () => {
    const path = saved();
    const left = leftOver(path);
    await write(path, filesRefusing('EPERM', 'remove'));
    expect(existsSync(left)).toBe(true);
    expect(await readCellText(path, 'Hosts', 'B2')).toBe('SN-1');
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
