import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDesk, type Desk } from './command.ts';

const mayLink = process.platform !== 'win32';

async function refusal(desk: Desk, words: readonly string[]): Promise<unknown> {
  const { code, document } = await desk.json(words);
  const { error } = document as { error: { code: string; message: string } };
  return [code, error.code, error.message];
}

const refusedAs = (code: number, error: string, tells: string): unknown[] => [
  code,
  error,
  expect.stringContaining(tells) as string,
];

describe('plan findings --out', () => {
  const into = (out: string, ...more: string[]): string[] => [
    'plan',
    'findings',
    'plan.xlsx',
    '--out',
    out,
    ...more,
  ];

  it('never replaces the workbook that it reads, under whatever name', async () => {
    const desk = openDesk();
    const path = join(desk.directory, 'plan.xlsx');
    const before = readFileSync(path);
    const names = ['plan.xlsx', './home/../plan.xlsx', path];
    mkdirSync(desk.home);
    linkSync(path, join(desk.directory, 'hard.xlsx'));
    names.push('hard.xlsx');
    if (mayLink) {
      symlinkSync(path, join(desk.directory, 'soft.xlsx'));
      symlinkSync(desk.directory, join(desk.directory, 'folder'));
      names.push('soft.xlsx', 'folder/plan.xlsx');
    } else {
      names.push('PLAN.XLSX');
    }
    const reads = refusedAs(2, 'INPUT_INVALID', 'the file that this command reads');
    expect(await refusal(desk, into('plan.xlsx'))).toEqual(reads);
    for (const name of names) {
      expect([name, await refusal(desk, into(name, '--overwrite'))]).toEqual([name, reads]);
    }
    expect(readFileSync(path)).toEqual(before);
  });

  it('replaces its own earlier export, and any other workbook only when told to', async () => {
    const desk = openDesk();
    const out = join(desk.directory, 'findings.xlsx');
    expect((await desk.run(into('findings.xlsx'))).code).toBe(0);
    expect((await desk.run(into('findings.xlsx', '--lang', 'zh-CN'))).code).toBe(0);
    copyFileSync(join(desk.directory, 'plan.xlsx'), out);
    const other = readFileSync(out);
    expect(await refusal(desk, into('findings.xlsx'))).toEqual(refusedAs(4, 'FILE_EXISTS', '--overwrite'));
    expect(await refusal(desk, into('findings.xlsx', '--lang', 'zh-CN'))).toEqual(
      refusedAs(4, 'FILE_EXISTS', `${out} 已存在`),
    );
    expect(readFileSync(out)).toEqual(other);
    expect((await desk.json(into('findings.xlsx', '--overwrite'))).document).toEqual({ path: out });
    expect((await desk.run(into('findings.xlsx'))).code).toBe(0);
    expect(readdirSync(desk.directory).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('writes .xlsx only, and leaves a file that has the name of its temporary one', async () => {
    const desk = openDesk();
    for (const name of ['findings.xls', 'findings.txt', 'findings', 'findings.xlsx.']) {
      expect(await refusal(desk, into(name))).toEqual(refusedAs(2, 'INPUT_INVALID', name));
    }
    writeFileSync(join(desk.directory, 'findings.xlsx.part'), 'mine');
    expect((await desk.run(into('findings.xlsx'))).code).toBe(0);
    expect(readFileSync(join(desk.directory, 'findings.xlsx.part'), 'utf8')).toBe('mine');
  });
});

describe('report --out', () => {
  const report = (out: string, ...more: string[]): string[] => ['report', '0001', '--out', out, ...more];

  it('writes neither into the data folder nor over a file that is none of ours', async () => {
    const desk = openDesk();
    const made = ['configure', 'plan.xlsx', '--practice', '--only', 'dns', '--yes'];
    expect((await desk.run(made)).code).toBe(0);
    const workbook = join(desk.directory, 'plan.xlsx');
    const before = readFileSync(workbook);
    for (const name of ['plan.xlsx', 'report.txt', 'home/sitewright.db']) {
      expect(await refusal(desk, report(name, '--overwrite'))).toEqual(
        refusedAs(2, 'INPUT_INVALID', '.html or .pdf'),
      );
    }
    const inHome = ['home/report.html', 'home/runs/0001/report.html', 'home/x.PDF'];
    if (mayLink) {
      symlinkSync(desk.home, join(desk.directory, 'elsewhere'));
      symlinkSync(join(desk.home, 'sitewright.db'), join(desk.directory, 'database.html'));
      inHome.push('elsewhere/report.html', 'database.html');
    } else {
      inHome.push('HOME/report.html');
    }
    for (const name of inHome) {
      expect(await refusal(desk, report(name, '--overwrite'))).toEqual(
        refusedAs(2, 'INPUT_INVALID', `data folder ${desk.home}`),
      );
    }
    linkSync(workbook, join(desk.directory, 'linked.html'));
    expect(await refusal(desk, report('linked.html'))).toEqual(refusedAs(4, 'FILE_EXISTS', '--overwrite'));
    writeFileSync(join(desk.directory, 'letter.html'), '<!doctype html><p>Dear customer');
    expect(await refusal(desk, report('letter.html'))).toEqual(refusedAs(4, 'FILE_EXISTS', '--overwrite'));
    expect((await desk.run(report('letter.html', '--overwrite'))).code).toBe(0);
    expect((await desk.run(report('letter.html', '--lang', 'zh-CN'))).code).toBe(0);
    expect(readFileSync(workbook)).toEqual(before);
    // The home is as it was.
    expect((await desk.json(['runs', 'list'])).document).toMatchObject({ runs: [{ id: '0001' }] });
    expect(existsSync(join(desk.home, 'report.html'))).toBe(false);
  });
});
