import { describe, expect, it } from 'vitest';
import { openScene, stepOf, type Scene } from '../support/configure-scene.ts';
import { personAt } from './person.ts';

const vip = 'cluster.vip';

/** A run whose VIP was not set, and the person who is about to change it. */
async function failedVip(): Promise<{
  scene: Scene;
  run: string;
  client: ReturnType<typeof personAt>['client'];
}> {
  const scene = await openScene({ faults: ['job:kind=vip:fail'] });
  await scene.openImport();
  const run = await scene.configure({ only: ['vip'] });
  expect(stepOf(run, 'vip').state).toBe('warning');
  await scene.restartSite();
  return { scene, run: run.id, client: personAt(scene).client };
}

describe('values that are changed in a run', () => {
  it('are checked as the cells of its workbook are, and refused where they contradict another one', async () => {
    const { run, client } = await failedVip();
    const taken = { run, edits: [{ key: vip, value: '192.0.2.12' }] };
    const check = await client.runs.checkEdits(taken);
    expect(check.unchecked).toBeNull();
    expect(check.places).toEqual([{ key: vip, place: '主机规划!I19' }]);
    expect(check.findings.map(({ severity, place }) => [severity, place])).toEqual([
      ['error', '主机规划!I19'],
    ]);
    expect(check.findings[0]?.message.zh).toContain('主机规划!I4');
    const refused = { ...taken, steps: null, secrets: [], reason: 'r', keep: true };
    await expect(client.runs.retry(refused)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      data: { places: ['主机规划!I19'] },
    });
    for (const value of ['192.0.2.999', '192.0.2.10, 192.0.2.11', '0.0.0.0']) {
      const found = await client.runs.checkEdits({ run, edits: [{ key: vip, value }] });
      expect(found.findings.map(({ severity, place }) => [severity, place])).toContainEqual([
        'error',
        '主机规划!I19',
      ]);
    }
    // What was refused is kept nowhere.
    const [imported] = await client.imports.list();
    expect(imported?.overrides).toEqual([]);
  });

  it('are recorded with their reason, and kept for later runs where that is wanted', async () => {
    const { scene, run, client } = await failedVip();
    const edits = [{ key: vip, value: '192.0.2.60' }];
    await client.runs.retry({ run, steps: null, secrets: [], edits, reason: '地址已变更', keep: true });
    const done = await client.runs.settled({ run });
    expect(stepOf(done, 'vip').state).toBe('succeeded');
    const { interventions } = (await client.reports.document({ run }))['zh-CN'];
    expect(interventions).toContainEqual(
      expect.objectContaining({ kind: 'edit', after: '192.0.2.60', reason: '地址已变更' }),
    );
    const [imported] = await client.imports.list();
    expect(imported?.overrides).toMatchObject([
      { sheet: '主机规划', cell: 'I19', value: '192.0.2.60', reason: '地址已变更' },
    ]);
    const next = await scene.configure({ only: ['vip'] });
    expect(stepOf(next, 'vip')).toMatchObject({ state: 'succeeded', changed: false });
  });

  it('are for the run alone where nothing else is asked', async () => {
    const { run, client } = await failedVip();
    const edits = [{ key: vip, value: '192.0.2.60' }];
    await client.runs.retry({ run, steps: null, secrets: [], edits });
    await client.runs.settled({ run });
    expect((await client.imports.list())[0]?.overrides).toEqual([]);
  });

  it('that no cell takes by itself are checked by their form, and that is said', async () => {
    const { run, client } = await failedVip();
    const edits = [{ key: 'network.switches[3].nics[0]', value: 'ens9f0' }];
    const check = await client.runs.checkEdits({ run, edits });
    expect(check).toMatchObject({ findings: [], places: [] });
    expect(check.unchecked?.zh).toContain('只用于本次任务');
  });
});
