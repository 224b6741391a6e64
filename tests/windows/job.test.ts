import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCellText } from '../../src-main/workbook/index.ts';
import { openDesk, type Desk } from '../cli/command.ts';
import { isWindowsTested, testedNode } from '../support/tested-node.ts';

const configure = ['configure', 'plan.xlsx', '--practice', '--yes'];
const serialCell = { sheet: '主机规划', cell: 'E19' } as const;
const workbooks = (desk: Desk): string[] =>
  readdirSync(desk.directory).filter((name) => name.endsWith('.xlsx'));

/** What a database, a lock or an owner leaves only when it did not end in order. */
const leftovers = (desk: Desk): string[] =>
  readdirSync(desk.home, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /-(wal|shm|journal)$|owner\.json|\.sock$|\.part$|\.tmp$/.test(name),
  );

interface Finished {
  readonly state: string;
  readonly outputs: { readonly serial: string; readonly workbook: string };
}

describe.skipIf(!isWindowsTested)('the main job on Windows (needs SITEWRIGHT_WINDOWS_NODE)', () => {
  it("ends with the serial in the engineer's own workbook, its backup beside it, and nothing left in the home", async () => {
    const desk = openDesk();
    const before = readFileSync(join(desk.directory, 'plan.xlsx'));
    const { code, document } = await desk.json(configure);
    const { state, outputs } = document as Finished;
    expect([code, state]).toEqual([0, 'succeeded']);
    expect(readCellText(join(desk.directory, 'plan.xlsx'), serialCell)).toBe(outputs.serial);
    const [backup = '', ...others] = workbooks(desk).filter((name) => name !== 'plan.xlsx');
    expect([/^plan\.backup-[\d-]+\.xlsx$/.test(backup), others]).toEqual([true, []]);
    expect(readFileSync(join(desk.directory, backup)).equals(before)).toBe(true);
    expect(leftovers(desk)).toEqual([]);
  });

  it('writes a copy beside a workbook that another program has open, and says so', async () => {
    const desk = openDesk();
    const before = readFileSync(join(desk.directory, 'plan.xlsx'));
    const holder = spawn(
      testedNode,
      [
        '-e',
        "require('fs').openSync('plan.xlsx', 'r+'); process.stdout.write('open'); setInterval(() => 0, 1e6)",
      ],
      { cwd: desk.directory, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    const { code, document } = await desk.json(configure);
    const { state, outputs } = document as Finished;
    expect([code, state]).toEqual([0, 'succeeded']);
    expect(readFileSync(join(desk.directory, 'plan.xlsx')).equals(before)).toBe(true);
    expect(workbooks(desk)).toEqual(['plan.sitewright.xlsx', 'plan.xlsx']);
    expect(readCellText(join(desk.directory, 'plan.sitewright.xlsx'), serialCell)).toBe(outputs.serial);
    expect(outputs.workbook).toMatch(/plan\.sitewright\.xlsx$/);
  });

  it('knows a workbook by one name in every spelling', async () => {
    const desk = openDesk();
    const paths = [];
    for (const name of ['plan.xlsx', 'PLAN.XLSX', `z:${desk.directory.replaceAll('/', '\\')}\\Plan.xlsx`]) {
      const { document } = await desk.json(['plan', 'check', name]);
      paths.push((document as { workbook: { path: string } }).workbook.path);
    }
    expect(new Set(paths).size).toBe(1);
  });

  it('takes a home whose name Windows shortens', async () => {
    const desk = openDesk();
    const ended = await desk.run([...configure.slice(0, -1), '--preview', '--home', 'trail. .']);
    expect([ended.code, existsSync(join(desk.directory, 'trail'))]).toEqual([0, true]);
  });

  it('reads a home in a folder with spaces and Chinese characters', async () => {
    const desk = openDesk();
    const words = ['--home', '数据 目录/家'];
    expect((await desk.run([...configure, '--only', 'dns', ...words])).code).toBe(0);
    renameSync(join(desk.directory, '数据 目录'), join(desk.directory, '数据 目录 2'));
    const { code, document } = await desk.json(['runs', 'show', '0001', '--home', '数据 目录 2/家']);
    expect([code, (document as Finished).state]).toEqual([0, 'succeeded']);
  });
});
