import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCellText } from '../../src-main/workbook/write-cell.ts';
import { openScene, unhappySteps, type Scene } from '../support/configure-scene.ts';

const template = resolve(process.cwd(), '../shared/fixtures/smartx-planning-v20250820.xlsx');

/** The parts of a package by name, unpacked. */
function partsOf(path: string): ReadonlyMap<string, Buffer> {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const parts = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < bytes.readUInt16LE(end + 10); index += 1) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    parts.set(name, bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

/** Whether a program answers here; machines without it skip what needs it. */
function runs(program: string, words: readonly string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const hasOpenpyxl = runs('python3', ['-c', 'import openpyxl']);
const hasLibreOffice = runs('soffice', ['--version']);

async function configureTemplate(): Promise<{ scene: Scene; serial: string; workbook: string }> {
  const scene = await openScene();
  // Its content only: a fixture may be read-only, and such a workbook is not written to.
  writeFileSync(scene.workbook, readFileSync(template));
  const run = await scene.configure({ isoPath: scene.iso });
  expect([run.state, run.warnings, unhappySteps(run)]).toEqual(['succeeded', 0, {}]);
  const { serial } = scene.site().describe().cluster!;
  expect(run.outputs).toMatchObject({ serial, workbook: scene.workbook });
  return { scene, serial, workbook: scene.workbook };
}

describe.skipIf(!existsSync(template))('the real template', () => {
  it('is configured as it is; the serial stands right of "Cluster SN" and one part of the package is another', async () => {
    const { serial, workbook } = await configureTemplate();
    expect(await readCellText(workbook, '主机规划', 'D19')).toBe('Cluster SN');
    expect(await readCellText(workbook, '主机规划', 'E19')).toBe(serial);
    const [before, after] = [partsOf(template), partsOf(workbook)];
    expect([...after.keys()]).toEqual([...before.keys()]);
    const changed = [...after].filter(([name, content]) => before.get(name)?.equals(content) !== true);
    expect(changed.map(([name]) => name)).toEqual([expect.stringMatching(/^xl\/worksheets\/sheet\d+\.xml$/)]);
    const backups = readdirSync(dirname(workbook)).filter(
      (name) => name !== 'planning.xlsx' && name.endsWith('.xlsx'),
    );
    expect(
      backups.map((name) => readFileSync(join(dirname(workbook), name)).equals(readFileSync(template))),
    ).toEqual([true]);
  });

  it.skipIf(!hasOpenpyxl)('is read by openpyxl after the write-back', async () => {
    const { serial, workbook } = await configureTemplate();
    const script =
      'import openpyxl, sys; book = openpyxl.load_workbook(sys.argv[1]); print(book["主机规划"]["E19"].value, len(book.sheetnames))';
    const answer = execFileSync('python3', ['-c', script, workbook], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf8' },
    });
    expect(answer.trim()).toBe(`${serial} 13`);
  });

  it.skipIf(!hasLibreOffice)('is read by LibreOffice after the write-back', async () => {
    const { scene, workbook } = await configureTemplate();
    const profile = `-env:UserInstallation=file://${scene.directory}/office`;
    const out = join(scene.directory, 'converted');
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'ods', '--outdir', out, workbook], {
      stdio: 'ignore',
    });
    expect(existsSync(join(out, 'planning.ods'))).toBe(true);
  });
});
