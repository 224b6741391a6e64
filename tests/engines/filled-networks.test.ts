import { describe, expect, it } from 'vitest';
import { openScene } from '../support/configure-scene.ts';
import type { SampleChanges } from '../support/sample-sheets.ts';

const completed: SampleChanges['cells'] = { '虚拟网络!F5': 55, '虚拟网络!H5': '198.18.55.0/24' };

/** Names of the networks that the small sample fills, without those that are there since the deployment. */
const business = ['VLAN-2101', 'VLAN-2102', 'VLAN-2103'];

async function previewOf(cells: SampleChanges['cells']) {
  const scene = await openScene({ cells: cells ?? {} });
  return scene.preview();
}

describe('every filled row of a network', () => {
  it.each([
    ['on a switch of its own', {}],
    [
      'on the management switch, which has the storage apart',
      { '虚拟网络!C8': 'vDS-MgMt', '主机规划!Q20': '存储独立' },
    ],
    ['on the storage switch, which is apart', { '虚拟网络!C8': 'vDS-Storage', '主机规划!Q20': '存储独立' }],
  ] as const)('is a step: business networks %s', async (_where, cells) => {
    const { steps } = await previewOf(cells);
    const networks = steps.filter(({ key }) => key.startsWith('vlan:'));
    expect(networks.map(({ key }) => key.split('/').at(-1))).toEqual(business);
    expect(networks.map(({ verdict }) => verdict)).not.toContain('blocked');
  });

  it('is named as blocked where the switch of the business networks is one that is there already', async () => {
    const { steps } = await previewOf({ '虚拟网络!C8': 'vDS-MgMt' });
    const networks = steps.filter(({ key }) => key.startsWith('vlan:'));
    expect(networks.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked', 'blocked']);
  });

  it('that is no business network is named as left out, completed as well', async () => {
    const { leftOut } = await previewOf(completed);
    const infra = leftOut.find(({ cells }) => cells?.[0]?.cell.startsWith('D5') === true);
    expect(infra?.because.zh).toContain('不是业务网络');
  });
});
