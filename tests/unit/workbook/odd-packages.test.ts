import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposeMapping, readWorkbook } from '../../../src-main/workbook/index.ts';
import { readCellText, writeCell } from '../../../src-main/workbook/write-cell.ts';
import { buildSampleWorkbook, type SampleWorkbookOptions } from '../../support/sample-workbook.ts';

let folder = '';
let count = 0;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'workbook-odd-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (options: SampleWorkbookOptions = {}): string =>
  buildSampleWorkbook(join(folder, `${(count += 1)}.xlsx`), options);

const serial = { sheet: '主机规划', cell: 'E19', value: 'SERIAL-1', overwrite: false };
const write = (path: string) => writeCell({ ...serial, path }, { now: Date.now });
const readSerial = (path: string) => readCellText(path, '主机规划', 'E19');

async function blockedBecause(path: string): Promise<readonly string[]> {
  const { findings } = await readWorkbook(path);
  return findings.filter(({ code }) => code === 'write-back-blocked').map(({ message }) => message.zh);
}

describe('a workbook with something odd in it that nothing needs', () => {
  it.each(['r:id=""', '', 'r:id="rId999"'])('is read and written with a sheet entry of %j', async (id) => {
    const path = build({
      editParts: (parts) => {
        parts['xl/workbook.xml'] = parts['xl/workbook.xml']!.replace(
          '</sheets>',
          `<sheet name="Module1" sheetId="99" state="veryHidden" ${id}/></sheets>`,
        );
      },
    });
    expect((await readWorkbook(path)).counts.error).toBe(0);
    await write(path);
    expect(await readSerial(path)).toBe('SERIAL-1');
  });

  it('is read with an incomplete relationship and a doubled one', async () => {
    const path = build({
      editParts: (parts) => {
        const name = 'xl/_rels/workbook.xml.rels';
        parts[name] = parts[name]!.replace(
          '</Relationships>',
          '<Relationship Id="rId1" Type="x/other" Target="nowhere.xml"/><Relationship Id="rId77"/></Relationships>',
        );
      },
    });
    expect((await readWorkbook(path)).plan.hosts).toHaveLength(4);
  });

  it('is read with bytes behind it, and written without them', async () => {
    const path = build();
    appendFileSync(path, '\r\n');
    expect(await blockedBecause(path)).toEqual([]);
    await write(path);
    expect(await readSerial(path)).toBe('SERIAL-1');
  });

  it('is read with a foreign entry, refuses to be written, and says so beforehand', async () => {
    const path = build({ editParts: (parts) => (parts['../notes.txt'] = 'x') });
    expect(await blockedBecause(path)).toEqual(['序列号无法回填：部件 ../notes.txt 指向文件包之外']);
    await expect(write(path)).rejects.toMatchObject({ code: 'WORKBOOK_ENTRY_NAME' });
  });

  it('says beforehand that a signature keeps it from being written', async () => {
    const path = build({ editParts: (parts) => (parts['_xmlsignatures/sig1.xml'] = '<x/>') });
    expect(await blockedBecause(path)).toEqual(['序列号无法回填：规划表带有数字签名']);
    await expect(write(path)).rejects.toMatchObject({ code: 'WORKBOOK_SIGNED' });
  });
});

describe('a placeholder in the cell of the serial', () => {
  it.each(['N/A', '---', '待填写', '（待定）', 'TBD'])('%s is empty to reader and writer', async (text) => {
    const path = build({ cells: { '主机规划!E19': text } });
    expect((await readWorkbook(path)).plan.cluster.serial).toBeNull();
    await write(path);
    expect(await readSerial(path)).toBe('SERIAL-1');
  });

  it('is none where another serial stands', async () => {
    const path = build({ cells: { '主机规划!E19': 'N/A-100' } });
    expect((await readWorkbook(path)).plan.cluster.serial).toBe('N/A-100');
    await expect(write(path)).rejects.toMatchObject({ code: 'WORKBOOK_CELL_OCCUPIED' });
  });
});

describe('a workbook of an unknown layout', () => {
  it('is refused by naming its own sheets', async () => {
    const renamedSheets = { 主机规划: '服务器', 虚拟网络: '网络', 集群管理信息: '其他' };
    const path = build({ renamedSheets });
    const sheets = expect.arrayContaining(['服务器', '网络', '其他']) as unknown;
    await expect(readWorkbook(path)).rejects.toMatchObject({
      code: 'WORKBOOK_PROFILE_UNKNOWN',
      text: { zh: expect.stringContaining('现有工作表：') as unknown },
      data: { sheets },
    });
    const { findings } = await proposeMapping(path);
    expect(findings.map(({ message }) => message.zh).join()).toContain('服务器');
  });

  it('takes a renamed sheet for what it is, and not for another cluster’s', async () => {
    const path = build({ renamedSheets: { 主机规划: '主机规划（A集群）' } });
    const { findings, mapping, isComplete } = await proposeMapping(path);
    expect(findings.map(({ code }) => code)).toEqual(['label-missing']);
    expect([mapping.sheets['hosts'], isComplete]).toEqual(['主机规划（A集群）', true]);
  });
});

describe('a cell whose text is not among the shared strings', () => {
  it.each(['99999', '-1', '1.5', 'x'])(
    'is damage, with its place, and not an empty cell: %s',
    async (index) => {
      const cell = /<c r="I19"[^>]*>.*?<\/c>/;
      const path = build({
        editParts: (parts) => {
          const [name, part] = Object.entries(parts).find(([, text]) => cell.test(text)) ?? ['', ''];
          parts[name] = part.replace(cell, `<c r="I19" t="s"><v>${index}</v></c>`);
        },
      });
      await expect(readWorkbook(path)).rejects.toMatchObject({
        code: 'WORKBOOK_DAMAGED',
        text: { zh: expect.stringContaining('主机规划!I19') as string },
      });
      await expect(readCellText(path, '主机规划', 'I19')).rejects.toMatchObject({ code: 'WORKBOOK_DAMAGED' });
    },
  );
});
