import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ImportDocument } from '../../src-main/contract/configure.ts';
import { openScene, type Scene } from '../support/configure-scene.ts';
import { personAt, saveSheetAs } from './person.ts';

const sha256Of = (scene: Scene): string =>
  createHash('sha256').update(readFileSync(scene.workbook)).digest('hex');

describe('the history of a planning workbook', () => {
  it('says which runs were made from it, the latest first', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    expect(await person.client.imports.runs()).toEqual([]);
    const first = await person.configure({ only: ['vds'] });
    const revert = await person.client.runs.revert({ run: first.id });
    const [document] = await person.client.imports.list();
    expect(await person.client.imports.runs()).toEqual([
      { run: revert, import: document!.id },
      { run: first.id, import: document!.id },
    ]);
  });

  it('keeps when each version was imported, however often it is opened; one that is there again is the last one', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const times = async (): Promise<readonly (readonly [string, number])[]> =>
      (await person.imported()).versions.map(({ sha256, seenAt }) => [sha256, seenAt] as const);
    const [first] = await times();
    expect(await times()).toEqual([first]);
    const content = readFileSync(scene.workbook);
    saveSheetAs(scene.workbook, '李工');
    const [, second] = await times();
    writeFileSync(scene.workbook, content);
    const again = await times();
    expect(again.map(([sha256]) => sha256)).toEqual([second![0], first![0]]);
    expect(await times()).toEqual(again);
  });

  it('says how much was found when it was read last, and nothing of it once somebody decided something since', async () => {
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    const { client, imported, sheet } = personAt(scene);
    const { id } = await imported();
    const listed = async (): Promise<unknown> => (await client.imports.list())[0]?.versions.at(-1)?.counts;
    const read = async (): Promise<unknown> => (await client.plan.read(sheet)).counts;
    const first = (await client.plan.check(sheet)).counts;
    expect([first.error, await listed()]).toEqual([1, first]);

    const finding = { id, sheet: '虚拟网络', cell: 'F9', code: 'vlan-format' };
    await client.imports.ignoreFinding({ ...finding, reason: 'agreed' });
    expect(await listed()).toBeNull();
    expect([await read(), await listed()]).toEqual([
      { ...first, error: 0 },
      { ...first, error: 0 },
    ]);
    await client.imports.restoreFinding(finding);
    expect([await listed(), await read(), await listed()]).toEqual([null, first, first]);

    const cell = { id, sheet: '虚拟网络', cell: 'F9' };
    await client.imports.override({ ...cell, value: '2102', secret: null, reason: null });
    expect([await listed(), await read(), await listed()]).toMatchObject([null, { error: 0 }, { error: 0 }]);
    await client.imports.removeOverride(cell);
    expect([await listed(), await read(), await listed()]).toEqual([null, first, first]);
  });

  it('says of a version what was found in that one: a file that changed since says nothing of it', async () => {
    const scene = await openScene({ cells: { '虚拟网络!F9': 9999 } });
    const { client, imported, sheet } = personAt(scene);
    await imported();
    saveSheetAs(scene.workbook, '李工');
    expect((await client.plan.read(sheet)).counts.error).toBe(0);
    expect((await client.imports.list())[0]?.versions).toMatchObject([{ counts: { error: 1 } }]);
    expect((await imported()).versions).toMatchObject([{ counts: { error: 1 } }, { counts: { error: 0 } }]);
  });

  it('keeps each version it was read in: its sum, who saved it, and what differs by path of the plan', async () => {
    const scene = await openScene();
    saveSheetAs(scene.workbook, '王主任', { cells: { '主机规划!G4': null } });
    const before = sha256Of(scene);
    const person = personAt(scene);
    expect(await person.client.imports.list()).toEqual([]);
    await person.imported();
    await person.imported();
    saveSheetAs(scene.workbook, '李工', {
      cells: { '集群管理信息!E25': '192.0.2.77', '主机规划!G3': 'Other-bmc-01', '主机规划!K5': null },
    });
    const after = sha256Of(scene);
    const { id } = await person.imported();

    const shown = await person.client.imports.show({ id });
    expect(shown.path).toBe(scene.workbook);
    expect(shown.versions).toMatchObject([
      { sha256: before, profile: 'smartx-v20250820', workbook: { lastModifiedBy: '王主任' } },
      { sha256: after, profile: 'smartx-v20250820', workbook: { lastModifiedBy: '李工' } },
    ]);
    expect(shown.versions[1]?.workbook).toMatchObject({
      modifiedAt: '2026-11-20T08:30:00Z',
      revision: '2025.8.20',
      sizeBytes: readFileSync(scene.workbook).length,
    });
    const difference = await person.client.imports.difference({ id, before, after });
    expect(difference).toEqual([
      { path: 'hosts[1].bmc.password', before: '', after: '***' },
      { path: 'hosts[2].accounts[0].password', before: '***', after: '' },
      { path: 'network.dns[0]', before: '192.0.2.7', after: '192.0.2.77' },
    ]);
  });

  it('ends with the version that was read last, also when that one was there before', async () => {
    const scene = await openScene();
    const first = readFileSync(scene.workbook);
    const person = personAt(scene);
    await person.imported();
    const before = sha256Of(scene);
    scene.saveWorkbook({ '集群管理信息!E25': '192.0.2.77' });
    const after = sha256Of(scene);
    const sums = ({ versions }: ImportDocument): readonly string[] => versions.map(({ sha256 }) => sha256);
    expect(sums(await person.imported())).toEqual([before, after]);
    writeFileSync(scene.workbook, first);
    expect(sums(await person.imported())).toEqual([after, before]);
  });

  it('tells what the customer changed, not what was corrected in the tool between two versions', async () => {
    const scene = await openScene({ cells: { '集群管理信息!E25': 'dns.example.net' } });
    const person = personAt(scene);
    const { id } = await person.imported();
    const correction = {
      sheet: '集群管理信息',
      cell: 'E25',
      value: '192.0.2.88',
      secret: null,
      reason: null,
    };
    await person.client.imports.override({ id, ...correction });
    scene.saveWorkbook({ '集群管理信息!E26': '192.0.2.99' });
    const [before, after] = (await person.imported()).versions.map(({ sha256 }) => sha256);
    const versions = { before: before ?? '', after: after ?? '' };
    expect(await person.client.imports.difference({ id, ...versions })).toEqual([
      { path: 'network.dns[1]', before: '192.0.2.8', after: '192.0.2.99' },
    ]);
  });

  it('says which import or version is not there', async () => {
    const scene = await openScene();
    const { client, imported } = personAt(scene);
    const { id } = await imported();
    await expect(client.imports.show({ id: id + 1 })).rejects.toMatchObject({
      code: 'IMPORT_NOT_FOUND',
      text: { zh: expect.stringContaining(String(id + 1)) as string },
    });
    const before = sha256Of(scene);
    await expect(client.imports.difference({ id, before, after: 'none' })).rejects.toMatchObject({
      code: 'IMPORT_NOT_FOUND',
      message: expect.stringContaining('none') as string,
    });
  });

  it('is there for the next process too', async () => {
    const scene = await openScene();
    const { id } = await personAt(scene).imported();
    await scene.restartRuntime();
    const again = personAt(scene);
    expect(await again.client.imports.list()).toMatchObject([{ id, path: scene.workbook }]);
  });
});
