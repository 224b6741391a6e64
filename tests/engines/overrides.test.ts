import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Person, personAt, saveSheetAs } from './person.ts';
import { openReader } from '../../src-main/runtime-reader.ts';
import { clientOf } from '../support/call-context.ts';
import { openScene, sheetSecrets, type Scene } from '../support/configure-scene.ts';
import { createSecretSearch, searchDirectory } from '../support/crash-secrets.ts';

const dnsCell = { sheet: '集群管理信息', cell: 'E25' } as const;
const passwordCell = { sheet: '主机规划', cell: 'M19' } as const;
const administrator = 'cluster.administrator.password';
/** Characters that some layer or other writes differently than they are. */
const secret = String.raw`Neu"\%+&<中文'/?= 7x`;
const plain = { secret: null, reason: null };

const codesAt = async ({ client, sheet }: Person, cell: string): Promise<readonly string[]> => {
  const { findings } = await client.plan.check(sheet);
  return findings.filter((finding) => finding.cell === cell).map(({ code }) => code);
};

const dnsOf = async ({ client, sheet }: Person): Promise<string | undefined> =>
  (await client.plan.read(sheet)).plan.network.dns[0];

/** Where one of these, or a password of the sheet, stands in the home. */
const leaks = (scene: Scene, secrets: readonly string[]): readonly string[] =>
  searchDirectory(scene.home, createSecretSearch([...secrets, ...sheetSecrets]));

async function login(scene: Scene, password: string): Promise<number> {
  const { status } = await fetch(new URL('/api/v3/sessions', scene.site().url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ username: 'root', password, encrypted: false }),
  });
  return status;
}

describe('a cell that is corrected in the tool', () => {
  const wrong = { '集群管理信息!E25': 'dns.example.net' };
  const correction = { ...dnsCell, value: '192.0.2.88', secret: null, reason: '与客户核对' };

  it('counts for the findings, the plan, the preview and the run; the workbook stays as it is', async () => {
    const scene = await openScene({ cells: wrong });
    const person = personAt(scene);
    const bytes = readFileSync(scene.workbook);
    const { id } = await person.imported();
    expect(await codesAt(person, 'E25')).toEqual(['dns-ip']);
    const leftOut = (await person.client.runs.preview(configureOrder(person.request()))).leftOut;
    expect(leftOut.find(({ key }) => key === 'dns')?.because).toEqual({
      zh: '集群管理信息!E25 DNS 只能填 IP：dns.example.net',
      en: '集群管理信息!E25: A DNS server must be an IP address: dns.example.net',
    });

    await person.client.imports.override({ id, ...correction });
    expect([await codesAt(person, 'E25'), await dnsOf(person)]).toEqual([[], '192.0.2.88']);
    const preview = await person.client.runs.preview(configureOrder(person.request({ only: ['dns'] })));
    const change = preview.steps.find(({ key }) => key === 'dns')?.change;
    expect(change).toMatchObject({
      zh: expect.stringContaining('192.0.2.88') as string,
      en: expect.stringContaining('192.0.2.88') as string,
    });
    const run = await person.configure({ only: ['dns'] });
    expect([run.state, scene.site().state().dns]).toEqual(['succeeded', ['192.0.2.88', '192.0.2.8']]);
    expect(readFileSync(scene.workbook)).toEqual(bytes);
    const report = await person.client.reports.make({ run: run.id, language: 'zh-CN' });
    const handling = report.slice(report.indexOf('id="chapter-6"'), report.indexOf('id="chapter-7"'));
    for (const part of ['集群管理信息!E25', 'dns.example.net', '192.0.2.88', '与客户核对', '实施工程师']) {
      expect(handling).toContain(part);
    }
  });

  it('stands beside the original with who, when and why, and counts in every process', async () => {
    const scene = await openScene({ cells: wrong });
    const first = personAt(scene);
    const { id } = await first.imported();
    await first.client.imports.override({ id, ...correction, value: '192.0.2.66', reason: null });
    await first.client.imports.override({ id, ...correction });
    const stored = { ...correction, secret: false, original: 'dns.example.net', by: 'chen' };
    expect(await first.client.imports.show({ id })).toMatchObject({
      overrides: [{ ...stored, at: expect.any(Number) as number }],
    });

    await scene.restartRuntime();
    const later = personAt(scene);
    expect((await later.client.imports.show({ id })).overrides).toMatchObject([stored]);
    expect(await dnsOf(later)).toBe('192.0.2.88');
    const reader = await openReader(scene.home);
    const { client, grants } = clientOf(reader.application);
    const read = await client.plan.read({ file: grants.grant('read', scene.workbook) });
    reader.close();
    expect(read.plan.network.dns[0]).toBe('192.0.2.88');

    await later.client.imports.removeOverride({ id, ...dnsCell });
    expect([await codesAt(later, 'E25'), await dnsOf(later)]).toEqual([['dns-ip'], 'dns.example.net']);
    expect((await later.client.imports.show({ id })).overrides).toEqual([]);
  });

  it('shows the original as the sheet has it now, merged areas and formulas included', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id } = await person.imported();
    const { client } = person;
    await client.imports.override({ id, sheet: '主机规划', cell: '$r$20', value: '三网独立', ...plain });
    await client.imports.override({ id, sheet: '主机规划', cell: 'C4', value: 'Cls-B', ...plain });
    await client.imports.override({ id, ...dnsCell, value: '192.0.2.1', ...plain });
    scene.saveWorkbook({ '集群管理信息!E25': '192.0.2.99' });
    await client.imports.override({ id, ...dnsCell, value: '192.0.2.2', ...plain });
    expect((await client.imports.show({ id })).overrides).toMatchObject([
      { sheet: '主机规划', cell: 'C3', original: 'DEMO-NET-SMTX-Lab-Cls01' },
      { sheet: '主机规划', cell: 'Q20', original: '三网独立' },
      { ...dnsCell, original: '192.0.2.99', value: '192.0.2.2' },
    ]);
    await client.imports.removeOverride({ id, sheet: '主机规划', cell: 'Q20' });
    expect((await client.imports.show({ id })).overrides).toHaveLength(2);
  });
});

describe('a password that is corrected in the tool', () => {
  it('is used by the run, is nowhere in the home, and a new process asks for it', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const person = personAt(scene);
    const { id } = await person.imported();
    await person.client.imports.override({ id, ...passwordCell, value: null, secret, reason: '已更换' });
    expect((await person.client.imports.show({ id })).overrides).toMatchObject([
      { ...passwordCell, value: null, secret: true, original: null, reason: '已更换' },
    ]);
    const run = await person.configure({ only: ['dns'] });
    expect([run.state, run.warnings]).toEqual(['succeeded', 1]);
    expect([await login(scene, secret), await login(scene, 'Demo-fisheye-01')]).toEqual([200, 401]);
    await person.client.reports.make({ run: run.id, language: 'en' });
    expect(leaks(scene, [secret])).toEqual([]);

    await scene.restartRuntime();
    await scene.restartSite();
    const later = personAt(scene);
    const steps = { run: run.id, steps: null, edits: [] };
    await later.client.runs.retry({ ...steps, secrets: [] });
    const waiting = await later.client.runs.settled({ run: run.id });
    expect([waiting.state, waiting.waiting?.reason]).toEqual(['waiting', 'secrets']);
    expect(waiting.waiting?.question?.zh).toContain(administrator);
    expect(waiting.waiting?.question?.en).toContain(administrator);
    await later.client.runs.retry({ ...steps, secrets: [{ key: administrator, value: secret }] });
    const done = await later.client.runs.settled({ run: run.id });
    expect([done.state, done.warnings]).toEqual(['succeeded', 0]);
    expect(leaks(scene, [secret])).toEqual([]);
  });

  it('is the one of the sheet again when the correction is removed, in a new process too', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id } = await person.imported();
    await person.client.imports.override({ id, ...passwordCell, value: null, secret, reason: null });
    await scene.restartRuntime();
    const later = personAt(scene);
    const preview = await later.client.runs.preview(configureOrder(later.request({ only: ['dns'] })));
    const blocked = preview.steps.filter(({ verdict }) => verdict === 'blocked').map(({ key }) => key);
    expect(preview.steps.map(({ key }) => key)).toContain('connect');
    expect(blocked).toContain('root');
    const waiting = await later.configure({ only: ['dns'] });
    expect([waiting.state, waiting.waiting?.reason]).toEqual(['waiting', 'secrets']);
    await later.client.imports.removeOverride({ id, ...passwordCell });
    const done = await later.answer(waiting.id, 'continue');
    expect([done.state, await login(scene, 'Demo-fisheye-01')]).toEqual(['succeeded', 200]);
    expect(leaks(scene, [secret])).toEqual([]);
  });
});

const refused = [
  ['a sheet that is not there', { sheet: '云管理网络', cell: 'C3', value: 'x', ...plain }, '云管理网络!C3'],
  [
    'a password on such a sheet',
    { sheet: '云管理网络', cell: 'C3', value: null, secret, reason: null },
    '云管理网络!C3',
  ],
  ['what is no cell', { sheet: '主机规划', cell: 'M0', value: 'x', ...plain }, '主机规划!M0'],
  [
    'the password of the administrator as a plain value',
    { ...passwordCell, value: secret, ...plain },
    '主机规划!M19',
  ],
  [
    'a password by a cell beside it',
    { sheet: '主机规划', cell: '$k$3', value: secret, ...plain },
    '主机规划!K3',
  ],
  [
    'the password of a host that is not there yet',
    { sheet: '主机规划', cell: 'G9', value: secret, ...plain },
    '主机规划!G9',
  ],
  ['a plain value as a password', { ...dnsCell, value: null, secret, reason: null }, '集群管理信息!E25'],
  [
    'a password that nobody reads',
    { sheet: '集群管理信息', cell: 'G3', value: secret, ...plain },
    '集群管理信息!G3',
  ],
] as const;

describe('a correction that leads nowhere', () => {
  it('is refused by name and not kept', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id } = await person.imported();
    for (const [what, correction, named] of refused) {
      await expect(person.client.imports.override({ id, ...correction }), what).rejects.toMatchObject({
        code: 'OVERRIDE_INVALID',
        message: expect.stringContaining(named) as string,
        text: { zh: expect.stringContaining(named) as string },
      });
    }
    expect((await person.client.imports.show({ id })).overrides).toEqual([]);
    expect(await dnsOf(person)).toBe('192.0.2.7');
    expect(leaks(scene, [secret, 'Demo-tower-01'])).toEqual([]);
  });

  it.each([
    [
      'the version of a management component',
      { sheet: '集群管理信息', cell: 'D3', value: '4.8.0', ...plain },
    ],
    ['a password of one', { sheet: '集群管理信息', cell: 'G3', value: null, secret, reason: null }],
    ['a label', { sheet: '主机规划', cell: 'H19', value: 'VIP', ...plain }],
    ['an empty cell beside the tables', { sheet: '主机规划', cell: 'X40', value: '1', ...plain }],
  ])('because nothing reads the cell is refused: %s', async (_, correction) => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id } = await person.imported();
    await expect(person.client.imports.override({ id, ...correction })).rejects.toMatchObject({
      code: 'OVERRIDE_INVALID',
      data: { sheet: correction.sheet, cell: correction.cell },
      text: { zh: expect.stringContaining('规划不使用该单元格') as string },
    });
    expect((await person.client.imports.show({ id })).overrides).toEqual([]);
    expect(leaks(scene, [secret])).toEqual([]);
  });

  it('because nothing reads its cell any more is found when the workbook is read', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id } = await person.imported();
    const server = { sheet: '集群管理信息', cell: 'E26' };
    await person.client.imports.override({ id, ...server, value: '192.0.2.9', ...plain });
    expect(await codesAt(person, 'E26')).toEqual([]);
    scene.saveWorkbook({ '集群管理信息!B26': null });
    const { findings } = await person.client.plan.check(person.sheet);
    expect(findings.filter(({ code }) => code === 'override-unused')).toMatchObject([
      { ...server, severity: 'warning', message: { en: expect.stringContaining('no effect') as string } },
    ]);
  });

  it('because its sheet is gone is named when the workbook is read, and can be removed', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id } = await person.imported();
    const gone = { sheet: '服务器端口连线(可选)', cell: 'F5' };
    await person.client.imports.override({ id, ...gone, value: '25G', ...plain });
    saveSheetAs(scene.workbook, '王主任', { withoutSheets: [gone.sheet] });
    await expect(person.client.plan.read(person.sheet)).rejects.toMatchObject({
      code: 'OVERRIDE_INVALID',
      message: expect.stringContaining('服务器端口连线(可选)!F5') as string,
    });
    await expect(person.configure()).rejects.toMatchObject({ code: 'OVERRIDE_INVALID' });
    await person.client.imports.removeOverride({ id, ...gone });
    expect(await dnsOf(person)).toBe('192.0.2.7');
  });

  it('is either a value or a password, and belongs to an import', async () => {
    const scene = await openScene();
    const { client, imported } = personAt(scene);
    const { id } = await imported();
    const both = { ...passwordCell, value: 'x', secret, reason: null };
    await expect(client.imports.override({ id, ...both })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    const nobodys = { id: id + 1, ...dnsCell, value: 'x', ...plain };
    await expect(client.imports.override(nobodys)).rejects.toMatchObject({ code: 'IMPORT_NOT_FOUND' });
  });
});
