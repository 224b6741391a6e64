import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPackage } from '../../../src-main/workbook/package/container.ts';
import { readCellText, writeCell } from '../../../src-main/workbook/write-cell.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { countFeatures } from '../../support/workbook-features.ts';

const fixtures = resolve(process.cwd(), '../shared/fixtures');
const template = join(fixtures, 'smartx-planning-v20250820.xlsx');
const everything = join(fixtures, 'everything.xlsm');
const hasFixtures = existsSync(template) && existsSync(everything);

function answers(command: string, ...parameters: string[]): boolean {
  try {
    execFileSync(command, parameters, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const hasOpenpyxl = hasFixtures && answers('python3', '-c', 'import openpyxl');
const hasOffice = hasFixtures && answers('soffice', '--version');

const value = '=00 <SN> & 序列号_x0041_';

async function written(
  fixture: string,
  sheet: string,
  cell: string,
): Promise<{ path: string; backupPath: string }> {
  const path = join(temporaryDirectory(), `plan${extname(fixture)}`);
  // Read and written, not copied: the fixtures are read-only, and a copy would be too.
  writeFileSync(path, readFileSync(fixture));
  const result = await writeCell({ path, sheet, cell, value, overwrite: true }, { now: () => 0 });
  expect(result.copy).toBe(false);
  return { path, backupPath: result.backupPath ?? '' };
}

describe.skipIf(!hasFixtures)('one cell of a real workbook', () => {
  it.each([
    { what: 'the SmartX template', fixture: template, sheet: '主机规划', cell: 'E19', part: 'sheet9.xml' },
    {
      what: 'the template, by a merged cell',
      fixture: template,
      sheet: '主机规划',
      cell: 'G19',
      part: 'sheet9.xml',
    },
    {
      what: 'a workbook with everything in it',
      fixture: everything,
      sheet: '文档描述',
      cell: 'C15',
      part: 'sheet1.xml',
    },
    {
      what: 'the same, where no row is',
      fixture: everything,
      sheet: '主机规划',
      cell: 'E4000',
      part: 'sheet3.xml',
    },
  ])('changes exactly one part of $what, and no feature', async ({ fixture, sheet, cell, part }) => {
    const partName = `xl/worksheets/${part}`;
    const { path, backupPath } = await written(fixture, sheet, cell);
    expect(readFileSync(backupPath).equals(readFileSync(fixture))).toBe(true);
    const [before, after] = [openPackage(backupPath), openPackage(path)];
    expect(after.parts.map((part) => part.name)).toEqual(before.parts.map((part) => part.name));
    const changed = after.parts.filter((part) => !after.read(part.name).equals(before.read(part.name)));
    expect(changed.map((part) => part.name)).toEqual([partName]);
    const [old, fresh] = [countFeatures(before), countFeatures(after)];
    expect(Object.keys(fresh)).toHaveLength(59);
    const differing = Object.keys(fresh).filter((feature) => fresh[feature] !== old[feature]);
    // A row that was not there is the one thing a write may add.
    expect(differing).toEqual(cell === 'E4000' ? ['cell', 'row'] : []);
    expect(onlyCellDiffers(before.read(partName).toString(), after.read(partName).toString())).toBe(true);
    before.close();
    after.close();
    expect(await readCellText(path, sheet, cell)).toBe(value);
  });

  it.skipIf(!hasOpenpyxl)(
    'is read by openpyxl',
    async () => {
      const script =
        'import openpyxl,sys,json;w=openpyxl.load_workbook(sys.argv[1],keep_vba=True);c=w[sys.argv[2]][sys.argv[3]];print(json.dumps([c.value,c.data_type]))';
      for (const [fixture, sheet, cell] of [
        [template, '主机规划', 'E19'],
        [everything, '文档描述', 'C15'],
      ] as const) {
        const { path } = await written(fixture, sheet, cell);
        const [found, kind] = JSON.parse(
          execFileSync('python3', ['-c', script, path, sheet, cell], { encoding: 'utf8' }),
        ) as [string, string];
        // openpyxl does not undo the escape of an underscore in inline strings.
        expect(found.replace('_x005F_', '_')).toBe(value);
        expect(kind).not.toBe('f');
      }
    },
    60_000,
  );

  it.skipIf(!hasOffice)(
    'is opened by LibreOffice',
    async () => {
      const { path } = await written(template, '主机规划', 'E19');
      execFileSync('soffice', ['--headless', '--convert-to', 'ods', '--outdir', dirname(path), path], {
        stdio: 'ignore',
      });
      expect(existsSync(path.replace(extname(path), '.ods')), basename(path)).toBe(true);
    },
    120_000,
  );
});

/** What two versions of a sheet do not have in common at their beginning and end is one cell, or one new row with one. */
function onlyCellDiffers(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < before.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
  }
  const [removed, added] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  return (removed.match(/<(?:c|row)[ >]/g)?.length ?? 0) <= 1 && (added.match(/<c[ >]/g)?.length ?? 0) <= 1;
}
