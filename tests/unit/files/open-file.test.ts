import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFiles } from '../../../src-main/adapters/files/local-files.ts';
import { openIsoFile } from '../../../src-main/adapters/smartx/iso-file.ts';
import { openFile, requireReadableFile, responding } from '../../../src-main/files/open-file.ts';
import { readWorkbook } from '../../../src-main/workbook/index.ts';
import { proposeMappingInWorker, readWorkbookInWorker } from '../../../src-main/workbook/read-in-worker.ts';
import { readCellText, writeCell } from '../../../src-main/workbook/write-cell.ts';
import { sha256OfFile } from '../../../src-main/workbook/write-cell/file-hash.ts';

let folder = '';
let pipe = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-file-'));
  pipe = join(folder, 'plan.xlsx');
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [pipe]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;
const request = { sheet: '主机规划', cell: 'E19', value: 'x', overwrite: false };

describe('a path that leads to no file', () => {
  // Each of these waited for somebody to write into the pipe, and most of them held up the whole process.
  it.skipIf(process.platform === 'win32').each([
    ['openFile', () => openFile(pipe)],
    ['requireReadableFile', () => requireReadableFile(pipe)],
    ['readWorkbook', () => readWorkbook(pipe)],
    ['readWorkbookInWorker', () => readWorkbookInWorker(pipe)],
    ['proposeMappingInWorker', () => proposeMappingInWorker(pipe)],
    ['writeCell', () => writeCell({ ...request, path: pipe }, { now: () => 0 })],
    ['readCellText', () => readCellText(pipe, '主机规划', 'E19')],
    ['sha256OfFile', () => sha256OfFile(pipe)],
    ['localFiles.sha256', () => localFiles.sha256(pipe, { signal })],
    ['openIsoFile', () => openIsoFile(pipe, 0)],
  ])('is refused by %s when it is a pipe', async (_, call) => {
    await expect(call()).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      text: { zh: expect.stringContaining('是管道或设备，不是文件') as unknown },
    });
  });

  it('is refused when it is a folder', async () => {
    const path = join(folder, 'folder.xlsx');
    mkdirSync(path);
    await expect(readWorkbookInWorker(path)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      text: { zh: expect.stringContaining('是文件夹') as unknown },
    });
  });
});

describe('a drive that does not respond', () => {
  it('is told once its time is up', async () => {
    const never = new Promise<string>(() => undefined);
    await expect(responding('/mnt/share/plan.xlsx', never, 1)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      text: { en: expect.stringContaining('did not respond within 1 s') as unknown },
    });
  });

  it('is not told of a file that is there', async () => {
    const path = join(folder, 'there');
    writeFileSync(path, 'content');
    await requireReadableFile(path);
    await using file = await openFile(path);
    expect((await file.readFile()).toString()).toBe('content');
  });
});
