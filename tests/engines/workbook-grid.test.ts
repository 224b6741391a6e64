import { describe, expect, it } from 'vitest';
import type { GridCell } from '../../src-main/contract/workbook-grid.ts';
import { openScene, sheetSecrets } from '../support/configure-scene.ts';
import { personAt, saveSheetAs, type Person } from './person.ts';

const cellAt = async (
  { client }: Person,
  id: number,
  at: { sheet: string; cell: string },
): Promise<GridCell | undefined> => {
  const { sheets } = await client.plan.grid({ id });
  return sheets.find(({ title }) => title === at.sheet)?.cells.find(({ address }) => address === at.cell);
};

describe('the sheets of an import', () => {
  it('come with what was corrected beside what the file says, by the import alone', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id } = await person.imported();
    const dns = { sheet: '集群管理信息', cell: 'E25' };
    const before = await cellAt(person, id, dns);
    await person.client.imports.override({ id, ...dns, value: '192.0.2.88', secret: null, reason: '核对' });
    expect(await cellAt(person, id, dns)).toMatchObject({ text: '192.0.2.88', original: before?.text });
    await person.client.imports.removeOverride({ id, ...dns });
    expect(await cellAt(person, id, dns)).toEqual(before);
  });

  it('come without passwords, also those that were entered in the tool', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { id } = await person.imported();
    const secret = 'Neu-Passwort-77';
    const password = { sheet: '主机规划', cell: 'M19' };
    await person.client.imports.override({ id, ...password, value: null, secret, reason: '核对' });
    const sent = JSON.stringify(await person.client.plan.grid({ id }));
    for (const value of [...sheetSecrets, secret]) {
      expect(sent).not.toContain(value);
    }
    expect(await cellAt(person, id, password)).toMatchObject({ text: '', kind: 'secret', original: null });
  });

  it('are read by the mapping that a person confirmed for them', async () => {
    const scene = await openScene();
    saveSheetAs(scene.workbook, '王主任', {
      renamedSheets: { 虚拟网络: '虚拟网络规划' },
      cells: { '虚拟网络!F2': 'VLAN 号' },
    });
    const person = personAt(scene);
    const { mapping } = await person.client.plan.propose(person.sheet);
    await person.client.imports.confirmMapping(mapping);
    const { id } = await person.imported();
    const grid = await person.client.plan.grid({ id });
    expect(grid.profile).toBe(mapping.id);
    const network = grid.sheets.find(({ title }) => title === '虚拟网络规划');
    expect(Object.values(network?.inputs ?? {}).some((path) => path.endsWith('.vlanId'))).toBe(true);
  });

  it('are refused for an import that is not there', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    await person.imported();
    await expect(person.client.plan.grid({ id: 4711 })).rejects.toThrow(/4711/);
  });
});
