import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import { personAt, type Person } from './person.ts';

const gatewayCell = { code: 'gateway', sheet: '虚拟网络', cell: 'I9' } as const;
/** The gateway of VLAN-2102 stands outside of its network. */
const cells = { '虚拟网络!I9': '198.18.200.1' };
const network = 'vlan:vDS-Business/VLAN-2102';

const errorsOf = async ({ client, sheet }: Person): Promise<readonly string[]> => {
  const { findings, counts } = await client.plan.check(sheet);
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(counts.error).toBe(errors.length);
  return errors.map(({ code, cell }) => `${code} ${cell}`);
};

const plannedBy = async ({ client, request }: Person): Promise<readonly string[]> => {
  const { steps } = await client.runs.preview(configureOrder(request({ only: ['vds', 'vlan'] })));
  return steps.filter(({ key, verdict }) => key === network && verdict !== 'blocked').map(({ key }) => key);
};

async function rowsOf(path: string): Promise<readonly string[]> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(path);
  const rows: string[] = [];
  workbook.worksheets[0]?.eachRow((row) => {
    const values = Array.isArray(row.values) ? row.values : [];
    rows.push(values.map(String).join(' | '));
  });
  return rows;
}

it('a finding is ignored with a reason, says so in report and export, and comes back', async () => {
  const scene = await openScene({ cells });
  const person = personAt(scene);
  const { id } = await person.imported();
  const reason = '客户确认：网关在上层交换机';
  expect([await errorsOf(person), await plannedBy(person)]).toEqual([['gateway I9'], []]);
  const { imports, plan, reports } = person.client;
  await expect(imports.ignoreFinding({ id, ...gatewayCell, reason: '  ' })).rejects.toMatchObject({
    code: 'REASON_REQUIRED',
  });
  await imports.ignoreFinding({ id, ...gatewayCell, reason });
  const kept = { ...gatewayCell, reason, by: 'chen', at: expect.any(Number) as number };
  expect((await imports.show({ id })).ignored).toEqual([kept]);
  expect([await errorsOf(person), await plannedBy(person)]).toEqual([[], [network]]);

  const run = await person.configure({ only: ['vds', 'vlan'], skip: ['reread'] });
  expect(run.state).toBe('succeeded');
  const report = await reports.make({ run: run.id, language: 'zh-CN' });
  const handling = report.slice(report.indexOf('id="chapter-6"'), report.indexOf('id="chapter-7"'));
  for (const part of ['虚拟网络!I9 网关不在网段内（gateway）', reason, '实施工程师']) {
    expect(handling).toContain(part);
  }

  const out = join(scene.directory, 'findings.xlsx');
  await plan.exportFindings({ ...person.sheet, out: person.writes(out), language: 'zh-CN' });
  const rows = await rowsOf(out);
  expect(rows.filter((row) => row.includes('I9'))).toEqual([
    expect.stringMatching(/错误 \| gateway \| 虚拟网络 \| I9 .*已忽略：客户确认：网关在上层交换机（chen）/),
  ]);

  await scene.restartRuntime();
  const later = personAt(scene);
  expect(await errorsOf(later)).toEqual([]);
  await later.client.imports.restoreFinding({ id, ...gatewayCell });
  expect([await errorsOf(later), (await later.client.imports.show({ id })).ignored]).toEqual([
    ['gateway I9'],
    [],
  ]);
});

it('ignoring one does not hide the same rule elsewhere, nor make up what the sheet does not have', async () => {
  const scene = await openScene({
    cells: { ...cells, '虚拟网络!I10': '198.18.201.1', '虚拟网络!F8': 9999, '主机规划!M19': null },
  });
  const person = personAt(scene);
  const { id } = await person.imported();
  const reason = '已核对';
  for (const code of [
    { code: 'gateway', sheet: '虚拟网络', cell: 'I9' },
    { code: 'vlan-format', sheet: '虚拟网络', cell: 'F8' },
    { code: 'fisheye-missing', sheet: '主机规划', cell: 'M19' },
  ]) {
    await person.client.imports.ignoreFinding({ id, ...code, reason });
  }
  expect(await errorsOf(person)).toEqual(['gateway I10']);
  await expect(person.configure()).rejects.toMatchObject({ code: 'PLAN_INCOMPLETE' });
  await person.client.imports.override({
    id,
    sheet: '主机规划',
    cell: 'M19',
    value: null,
    secret: 'Demo-fisheye-01',
    reason: null,
  });
  const { leftOut } = await person.client.runs.preview(
    configureOrder(person.request({ only: ['vds', 'vlan'] })),
  );
  const networks = leftOut.map(({ key }) => key).filter((key) => key.startsWith('vlan:'));
  expect(networks).toEqual(['vlan:vDS-Business/VLAN-2101', 'vlan:vDS-Business/VLAN-2103']);
});

it('what is decided belongs to an import: one that is not there is named', async () => {
  const scene = await openScene();
  const { client, imported } = personAt(scene);
  const id = (await imported()).id + 1;
  const { imports } = client;
  const nowhere = {
    code: 'IMPORT_NOT_FOUND',
    message: expect.stringContaining(`import ${id}`) as string,
    text: { zh: expect.stringContaining(String(id)) as string },
  };
  const cell = { id, sheet: '虚拟网络', cell: 'I9' };
  await expect(imports.ignoreFinding({ ...cell, code: 'gateway', reason: 'x' })).rejects.toMatchObject(
    nowhere,
  );
  await expect(imports.restoreFinding({ ...cell, code: 'gateway' })).rejects.toMatchObject(nowhere);
  await expect(imports.removeOverride(cell)).rejects.toMatchObject(nowhere);
});
