import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { expect, it } from 'vitest';
import type { StepRow } from '../../src-main/contract/run.ts';
import { countOf, openScene, stepOf, tokenOf, type Scene } from '../support/configure-scene.ts';
import { personAt, type Person } from './person.ts';

const settings = ['vip', 'dns', 'ntp'];
const undoOf = (steps: readonly { readonly key: string; readonly undo: string }[]): Record<string, string> =>
  Object.fromEntries(steps.filter(({ key }) => settings.includes(key)).map(({ key, undo }) => [key, undo]));
const none = { vip: 'none', dns: 'none', ntp: 'none' };

async function stepRows({ client }: Person, run: string): Promise<StepRow[]> {
  const rows: StepRow[] = [];
  for await (const batch of await client.feed.changes({ topic: `run:${run}`, cursor: null })) {
    for (const change of batch.rows) {
      if (change.collection === 'step' && change.row !== null) {
        rows.push(change.row);
      }
    }
    break;
  }
  return rows;
}

it('settings of a new cluster are final in the preview and after the run, and the undo run leaves them', async () => {
  const scene = await openScene();
  const person = personAt(scene);
  const preview = await person.client.runs.preview(configureOrder(person.request()));
  expect(undoOf(preview.steps)).toEqual(none);
  expect(stepOf(await person.configure(), 'dns').state).toBe('succeeded');
  expect(undoOf(await stepRows(person, '0001'))).toEqual(none);
  const run = await person.client.runs.revert({ run: '0001' });
  const undone = await person.answer(run, 'confirm');
  expect(undone.state).toBe('succeeded');
  expect(undone.steps.map(({ message }) => message?.zh)).toEqual(
    undone.steps.map(({ title }) => title.zh.replace('↶ ', '撤销：')),
  );
  expect(undone.leftOut?.filter(({ key }) => settings.includes(key))).toHaveLength(3);
  expect(scene.site().state().dns).not.toEqual([]);
});

it('a setting that had a value before is put back to it', async () => {
  const scene = await openScene();
  const person = personAt(scene);
  await person.configure({ only: ['dns'] });
  const before = scene.site().state().dns;
  scene.saveWorkbook({ '集群管理信息!E25': '192.0.2.77', '集群管理信息!E26': null });
  const changed = person.request({ only: ['dns'] });
  const preview = await person.client.runs.preview(configureOrder(changed));
  expect(undoOf(preview.steps)).toEqual({ dns: 'possible' });
  await person.configure({ only: ['dns'] });
  expect(scene.site().state().dns).toEqual(['192.0.2.77']);
  const run = await person.client.runs.revert({ run: '0002' });
  const shown = await person.client.runs.preview({ run });
  expect(shown.steps.map(({ key, verdict }) => [key, verdict])).toEqual([['undo:dns', 'todo']]);
  expect(shown.leftOut.map(({ key }) => key)).toEqual([]);
  expect(scene.site().state().dns).toEqual(['192.0.2.77']);
  expect((await person.answer(run, 'confirm')).state).toBe('succeeded');
  expect(scene.site().state().dns).toEqual(before);
});

/** Removes a network as somebody does who works at the cluster. */
async function removeByHand(scene: Scene, network: string): Promise<void> {
  const { url } = scene.site().smartx;
  const headers = { 'x-smartx-token': await tokenOf(scene.site()) };
  const list = async (path: string): Promise<readonly { uuid: string; name: string }[]> =>
    ((await (await fetch(`${url}${path}`, { headers })).json()) as { data: never }).data;
  for (const { uuid } of await list('/api/v2/network/vds')) {
    const path = `/api/v2/network/vds/${uuid}/vlans`;
    for (const vlan of (await list(path)).filter(({ name }) => name === network)) {
      await fetch(`${url}${path}/${vlan.uuid}`, { method: 'DELETE', headers });
    }
  }
}

it('what a canceled upload has left is found and removed', async () => {
  const scene = await openScene({ faults: ['upload:chunk=2:fail=2'] });
  const person = personAt(scene);
  const id = await scene.start({ isoPath: scene.iso, only: ['iso'] });
  const upload = 'POST /api/v2/svt_image/upload_template';
  await expect.poll(async () => countOf(await scene.journal(), upload), { timeout: 20_000 }).toBe(3);
  await person.client.runs.cancel({ run: id });
  await scene.settled(id);
  expect(scene.site().state().images).toMatchObject([{ missingChunks: 2 }]);
  const run = await person.client.runs.revert({ run: id });
  const shown = await person.client.runs.preview({ run });
  expect(shown.steps.map(({ key, verdict, found }) => [key, verdict, found?.zh])).toEqual([
    ['undo:iso', 'todo', '存在'],
  ]);
  expect((await person.answer(run, 'confirm')).state).toBe('succeeded');
  expect(scene.site().state().images).toEqual([]);
});

it('what is gone already is not removed again', async () => {
  const scene = await openScene();
  const person = personAt(scene);
  const configured = await person.configure({ only: ['vds', 'vlan'] });
  const [first] = configured.steps.filter(({ key }) => key.startsWith('vlan:'));
  await removeByHand(scene, first?.key.split('/')[1] ?? '');
  const run = await person.client.runs.revert({ run: configured.id });
  const undone = await person.answer(run, 'confirm');
  expect(undone.state).toBe('succeeded');
  const changed = { changed: false, message: { zh: '已不存在' } };
  expect(stepOf(undone, `undo:${first?.key ?? ''}`)).toMatchObject(changed);
  expect(undone.steps.filter((step) => step.changed === false)).toHaveLength(1);
  const left = scene
    .site()
    .state()
    .switches.flatMap(({ vlans }) => vlans.map(({ name }) => name));
  expect(left).toEqual(['default', 'storage']);
});
