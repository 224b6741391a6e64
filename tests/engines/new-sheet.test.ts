import { describe, expect, it } from 'vitest';
import { countOf, openScene, stepOf, unhappySteps, type Scene } from '../support/configure-scene.ts';

const vlan = (name: string): string => `vlan:vDS-Business/${name}`;

const networksOf = (scene: Scene): readonly (readonly [string, number])[] => {
  const { switches } = scene.site().state();
  const business = switches.find(({ name }) => name === 'vDS-Business');
  return (business?.vlans ?? []).map(({ name, vlanId }) => [name, vlanId] as const);
};

/** The sheet after the customer's correction: the first network renamed, the second taken out, another one added behind. */
const corrected = {
  '虚拟网络!D8': 'VLAN-2199',
  '虚拟网络!F8': 2199,
  '虚拟网络!D9': 'VLAN-2103',
  '虚拟网络!F9': 2103,
  '虚拟网络!D10': 'VLAN-2104',
  '虚拟网络!F10': 2104,
};

async function failedThenCorrected(only: string[]): Promise<{ scene: Scene; run: string }> {
  const scene = await openScene({ faults: ['vlan:name=VLAN-2102:conflict'] });
  const run = await scene.configure({ only });
  expect([run.state, stepOf(run, vlan('VLAN-2102')).state]).toEqual(['failed', 'failed']);
  scene.saveWorkbook(corrected);
  await scene.restartSite();
  const asked = await scene.retry(run.id);
  expect(asked.waiting?.choices?.map(({ id }) => id)).toEqual(['snapshot', 'sheet', 'end']);
  return { scene, run: run.id };
}

describe('a new sheet that plans other steps', () => {
  it('is taken: what is gone is left out with the reason, what is new is done, what was done stays', async () => {
    const { scene, run } = await failedThenCorrected(['vds', 'vlan']);
    const ended = await scene.answer(run, 'sheet');
    expect([ended.state, unhappySteps(ended)]).toEqual(['succeeded', { [vlan('VLAN-2102')]: 'skipped' }]);
    expect(stepOf(ended, vlan('VLAN-2102'))).toMatchObject({
      message: { zh: '新的规划中已没有该步骤', en: 'This step is not in the new plan' },
    });
    // Done for the old sheet, and still there: said, not taken back.
    expect(stepOf(ended, vlan('VLAN-2101'))).toMatchObject({
      state: 'succeeded',
      changed: true,
      message: { en: expect.stringMatching(/remains and was not undone/) as string },
    });
    expect(networksOf(scene)).toEqual([
      ['VLAN-2101', 2101],
      ['VLAN-2103', 2103],
      ['VLAN-2104', 2104],
      ['VLAN-2199', 2199],
    ]);
    const created = countOf(await scene.journal(), 'POST /api/v2/network/vds');
    expect(created).toBe(1);
    // The networks that the sheet has now are the ones that are counted.
    expect(stepOf(ended, 'vlan-count:vDS-Business').state).toBe('succeeded');
  });

  it('sets again what it now says otherwise, and leaves the rest', async () => {
    const scene = await openScene({ faults: ['job:kind=ntp:fail'] });
    const run = await scene.configure({ only: ['dns', 'ntp', 'password'] });
    expect([run.state, run.warnings, stepOf(run, 'dns').attempts]).toEqual(['succeeded', 1, 1]);
    scene.saveWorkbook({ '集群管理信息!E25': '192.0.2.77', '主机规划!M3': 'Demo-root-09' });
    await scene.restartSite();
    await scene.retry(run.id);
    const ended = await scene.answer(run.id, 'sheet');
    expect([ended.state, unhappySteps(ended)]).toEqual(['succeeded', {}]);
    expect(scene.site().state().dns).toEqual(['192.0.2.77', '192.0.2.8']);
    const journal = await scene.journal();
    expect(countOf(journal, 'PUT /api/v2/settings/dns')).toBe(2);
    expect(stepOf(ended, 'password:demo-node-01:root')).toMatchObject({ changed: true, attempts: 2 });
    const host = scene
      .site()
      .describe()
      .hosts.find(({ name }) => name === 'demo-node-01');
    expect(host?.accounts.map(({ user }) => user).toSorted()).toEqual(['root', 'smartx']);
  });

  it('is refused without the password of the administrator; the run still waits for an answer', async () => {
    const { scene, run } = await failedThenCorrected(['vds', 'vlan']);
    scene.saveWorkbook({ ...corrected, '主机规划!M19': null });
    await expect(scene.answer(run, 'sheet')).rejects.toMatchObject({ code: 'PLAN_INCOMPLETE' });
    expect(scene.application().runs.show(run).state).toBe('waiting');
  });

  it('can be taken back; what only the old sheet planned is named as left', async () => {
    const { scene, run } = await failedThenCorrected(['vds', 'vlan']);
    await scene.answer(run, 'sheet');
    const { runs } = scene.application();
    const reverting = await runs.revert(run, 'engineer');
    expect(runs.show(reverting).leftOut).toMatchObject([
      { key: vlan('VLAN-2101'), because: { zh: expect.stringContaining('未撤销') as string } },
      { key: 'root', because: { zh: '不可撤销' } },
    ]);
  });
});
