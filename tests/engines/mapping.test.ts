import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { describe, expect, it } from 'vitest';
import { openReader } from '../../src-main/runtime-reader.ts';
import { clientOf } from '../support/call-context.ts';
import { openScene, type Scene } from '../support/configure-scene.ts';
import { personAt, saveSheetAs } from './person.ts';

/** A revision of the template that nobody has seen: a sheet of another title, a column reworded. */
const revision = {
  renamedSheets: { 虚拟网络: '虚拟网络规划' },
  cells: { '虚拟网络!F2': 'VLAN 号' },
} as const;

async function openRevision(): Promise<Scene> {
  const scene = await openScene();
  saveSheetAs(scene.workbook, '王主任', revision);
  return scene;
}

describe('a workbook of a template revision that nobody knows', () => {
  it('is refused with what comes close, in every way it can be read', async () => {
    const scene = await openRevision();
    const { client, sheet, request } = personAt(scene);
    const unknown = {
      code: 'WORKBOOK_PROFILE_UNKNOWN',
      message: expect.stringMatching(/虚拟网络”? \(closest: “虚拟网络规划”\)/) as string,
      text: { zh: expect.stringMatching(/工作表「虚拟网络」（最接近的是「虚拟网络规划」）/) as string },
    };
    await expect(client.plan.read(sheet)).rejects.toMatchObject(unknown);
    await expect(client.imports.open(sheet)).rejects.toMatchObject(unknown);
    await expect(client.runs.preview(configureOrder(request()))).rejects.toMatchObject(unknown);
    const check = await client.plan.check(sheet);
    expect(check).toMatchObject({ profile: 'smartx-v20250820?', counts: { error: 2 } });
    expect(check.findings.map(({ code, sheet: title, cell }) => `${code} ${title}!${cell}`)).toEqual([
      'label-missing 虚拟网络规划!A1',
      'label-missing 虚拟网络规划!F2',
    ]);
    expect((await client.runs.list()).runs).toEqual([]);
  });

  it('is readable once the proposed mapping is confirmed, and after a restart and for a reader too', async () => {
    const scene = await openRevision();
    const person = personAt(scene);
    const { mapping, misses, isComplete } = await person.client.plan.propose(person.sheet);
    expect(isComplete).toBe(true);
    expect(misses).toMatchObject([
      { part: 'sheet', key: 'network', wanted: '虚拟网络', near: { text: '虚拟网络规划', cell: null } },
      { part: 'header', key: 'networks.vlanId', wanted: 'VLAN ID', sheet: '虚拟网络规划' },
    ]);
    expect(mapping).toMatchObject({
      basedOn: 'smartx-v20250820',
      sheets: { network: '虚拟网络规划' },
      headers: { 'networks.vlanId': '@F2' },
    });
    await expect(person.client.plan.read(person.sheet)).rejects.toMatchObject({
      code: 'WORKBOOK_PROFILE_UNKNOWN',
    });
    await person.client.imports.confirmMapping(mapping);
    const read = await person.client.plan.read(person.sheet);
    expect([read.profile, read.counts.error]).toEqual([mapping.id, 0]);
    expect(read.plan.network.switches[3]?.networks[1]).toMatchObject({ name: 'VLAN-2102', vlanId: 2102 });

    const run = await person.configure({ only: ['serial', 'write-back'] });
    expect([run.state, run.warnings]).toEqual(['succeeded', 0]);
    await scene.restartRuntime();
    const later = personAt(scene);
    const { cluster } = scene.site().describe();
    expect(await later.client.plan.read(later.sheet)).toMatchObject({
      profile: mapping.id,
      plan: { cluster: { serial: cluster?.serial } },
    });
    const reader = await openReader(scene.home);
    const { client, grants } = clientOf(reader.application);
    const beside = await client.plan.check({ file: grants.grant('read', scene.workbook) });
    reader.close();
    expect(beside.profile).toBe(mapping.id);
  });

  it('takes no mapping that has the name of a built-in template or is based on none', async () => {
    const scene = await openRevision();
    const person = personAt(scene);
    const { mapping } = await person.client.plan.propose(person.sheet);
    const { imports } = person.client;
    await expect(imports.confirmMapping({ ...mapping, id: 'smartx-v20250820' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('smartx-v20250820') as string,
    });
    await expect(imports.confirmMapping({ ...mapping, basedOn: 'smartx-v2031' })).rejects.toMatchObject({
      code: 'WORKBOOK_PROFILE_UNKNOWN',
      message: expect.stringContaining('smartx-v2031') as string,
    });
    await expect(person.client.plan.read(person.sheet)).rejects.toMatchObject({
      code: 'WORKBOOK_PROFILE_UNKNOWN',
    });
  });
});
