import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sitePlanSchema } from '../../../src-main/contract/site-plan.ts';
import {
  readCells,
  readWorkbook,
  readWorkbookInWorker,
  findingsWorkbook,
} from '../../../src-main/workbook/index.ts';
import { buildSampleWorkbook } from '../../support/sample-workbook.ts';

let folder = '';
let sample = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbook-worker-'));
  sample = buildSampleWorkbook(join(folder, 'sample.xlsx'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('reading in a worker', () => {
  it('gives the same as reading here, secrets included', async () => {
    const here = await readWorkbook(sample);
    expect(await readWorkbookInWorker(sample)).toEqual(here);
  });

  it('passes errors on as they are, in both languages', async () => {
    const path = join(folder, 'none.xlsx');
    await expect(readWorkbookInWorker(path)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      category: 'notFound',
      text: {
        zh: `文件 ${path} 不存在。请检查路径，或确认磁盘是否仍已连接。`,
        en: `${path} does not exist. Check the path and that the drive is still connected.`,
      },
      data: { path },
    });
  });

  it('refuses what needs more memory than there is', async () => {
    const large = buildSampleWorkbook(join(folder, 'large.xlsx'), {
      shape: 'full',
      editParts: (parts) => {
        const strings = Array.from({ length: 400_000 }, (_, index) => `<si><t>text ${index}</t></si>`).join(
          '',
        );
        parts['xl/sharedStrings.xml'] = parts['xl/sharedStrings.xml']!.replace('</sst>', `${strings}</sst>`);
      },
    });
    const reading = readWorkbookInWorker(large, {}, { heapMegabytes: 16 });
    await expect(reading).rejects.toMatchObject({ code: 'WORKBOOK_TOO_LARGE' });
  });

  it('refuses what is not read before its deadline', async () => {
    const reading = readWorkbookInWorker(sample, {}, { deadlineMs: 0 });
    await expect(reading).rejects.toMatchObject({ code: 'WORKBOOK_TOO_LARGE' });
  });
});

describe('the export of findings', () => {
  it('is a workbook with one row for each, the ignored ones with their reason', async () => {
    const ignored = {
      code: 'row-half-filled',
      sheet: '虚拟网络',
      cell: 'F5:H5',
      reason: '不需要',
      by: '林',
      at: 1,
    };
    const reading = await readWorkbook(sample, { ignored: [ignored] });
    const path = join(folder, 'findings.xlsx');
    writeFileSync(path, await findingsWorkbook(reading, 'zh-CN'));
    const written = (cell: string) => readCells(path, [{ sheet: '问题', cell }])[0]?.text;
    expect([written('E2'), written('F2')]).toEqual([
      reading.findings[0]?.message.zh,
      reading.findings[0]?.fix?.zh,
    ]);
    const texts = readCells(
      path,
      ['A1', 'A2', 'B2', 'C2', 'D2', 'G2', 'D3', 'G3'].map((cell) => ({ sheet: '问题', cell })),
    ).map((cell) => cell.text);
    expect(texts).toEqual([
      '级别',
      '警告',
      'row-half-filled',
      '虚拟网络',
      'F7:H7',
      '未处理',
      'F5:H5',
      '已忽略：不需要（林）',
    ]);
  });
});

describe('the sample that comes with the product', () => {
  const shipped = resolve(process.cwd(), 'resources/sample-planning.xlsx');

  it('is a plan without errors, as the tests’ own', async () => {
    expect(existsSync(shipped)).toBe(true);
    const reading = await readWorkbook(shipped);
    const own = await readWorkbook(sample);
    expect(sitePlanSchema.parse(reading.plan)).toEqual(own.plan);
    expect(reading.secrets).toEqual(own.secrets);
    expect(reading.counts).toEqual({ error: 0, warning: 2, info: 0 });
  });
});
