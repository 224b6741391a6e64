import { expect, it } from 'vitest';
import { openScene, serialCell, type Scene } from '../support/configure-scene.ts';
import { personAt } from './person.ts';

async function checkedScene(): Promise<Scene> {
  const scene = await openScene();
  await scene.preflight({ tryLogins: true });
  return scene;
}

const lastCheck = (scene: Scene) => personAt(scene).client.configure.lastCheck({ import: 1 });

it('a site check is kept with its time and its site, for whoever asks next and after a restart', async () => {
  const scene = await openScene();
  await scene.openImport();
  expect(await lastCheck(scene)).toBeNull();
  const startedAt = Date.now();
  const items = await scene.preflight({ tryLogins: true });
  await scene.restartRuntime();
  const kept = await lastCheck(scene);
  expect(kept).toMatchObject({ site: { kind: 'practice', url: scene.site().url }, items });
  expect(kept?.at).toBeGreaterThanOrEqual(startedAt);
  expect(kept?.sha256).toBe((await scene.client().imports.show({ id: 1 })).versions.at(-1)?.sha256);
});

it('a site check does not outlive a correction of the workbook, nor a run at the site', async () => {
  const corrected = await checkedScene();
  await corrected
    .client()
    .imports.override({ id: 1, ...serialCell, value: 'SN-1', secret: null, reason: null });
  expect(await lastCheck(corrected)).toBeNull();

  const worked = await checkedScene();
  expect(await lastCheck(worked)).not.toBeNull();
  await worked.configure({ only: ['dns'] });
  expect(await lastCheck(worked)).toBeNull();
});

it("the report names the home's engineer, unless the order names another or nobody", async () => {
  const scene = await openScene();
  const { client } = personAt(scene);
  expect(await client.system.settings({})).toEqual({ engineer: '' });
  await client.system.keepSettings({ engineer: ' 李工 ' });
  await scene.restartRuntime();
  expect(await personAt(scene).client.system.settings({})).toEqual({ engineer: '李工' });
  const engineerOf = async (changes: Parameters<Scene['request']>[0]): Promise<string | null> => {
    const { id } = await scene.configure({ only: ['dns'], ...changes });
    return (await scene.client().reports.document({ run: id }))['zh-CN'].engineer;
  };
  expect(await engineerOf({})).toBe('李工');
  expect(await engineerOf({ engineer: '陈工' })).toBe('陈工');
  expect(await engineerOf({ engineer: '' })).toBeNull();
});
