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
  expect(await client.system.settings({})).toEqual({ engineer: '', site: null });
  await client.system.keepSettings({ engineer: ' 李工 ' });
  await scene.restartRuntime();
  expect(await personAt(scene).client.system.settings({})).toEqual({ engineer: '李工', site: null });
  const engineerOf = async (changes: Parameters<Scene['request']>[0]): Promise<string | null> => {
    const { id } = await scene.configure({ only: ['dns'], ...changes });
    return (await scene.client().reports.document({ run: id }))['zh-CN'].engineer;
  };
  expect(await engineerOf({})).toBe('李工');
  expect(await engineerOf({ engineer: '陈工' })).toBe('陈工');
  expect(await engineerOf({ engineer: '' })).toBeNull();
});

it('the sites of a home are told from its runs and checks, and the chosen one is remembered', async () => {
  const scene = await openScene();
  const target = `practice:${scene.site().url}`;
  expect(await personAt(scene).client.system.sites({})).toEqual([]);
  const first = await scene.configure({ only: ['dns'] });
  const second = await scene.configure({ only: ['ntp'], confirmed: false });
  const items = await scene.preflight({ tryLogins: true });
  const count = (verdict: string): number => items.filter((item) => item.verdict === verdict).length;
  const [site, ...others] = await personAt(scene).client.system.sites({});
  expect(others).toEqual([]);
  expect(site).toMatchObject({
    target,
    practice: true,
    subject: { address: scene.site().url, identityLabel: { zh: '主机', en: 'Hosts' } },
    // The second has read nothing yet.
    identity: (await scene.client().runs.list()).runs.find(({ id }) => id === first.id)?.identity,
    lastRun: { id: second.id },
    runs: 2,
    lastCheck: { errors: count('error'), warnings: count('warning') },
  });
  await personAt(scene).client.system.keepSettings({ site: target });
  await personAt(scene).client.system.keepSettings({ engineer: '李工' });
  await scene.restartRuntime();
  expect(await personAt(scene).client.system.settings({})).toEqual({ engineer: '李工', site: target });
  await personAt(scene).client.system.keepSettings({ site: null });
  expect(await personAt(scene).client.system.settings({})).toEqual({ engineer: '李工', site: null });
});

it('a run says what it is about, also one that takes another back, which has no report', async () => {
  const scene = await openScene();
  const { id } = await scene.configure({ only: ['vds', 'vlan'] });
  const back = await scene.client().runs.revert({ run: id });
  const { runs: rows } = await scene.client().runs.list();
  const [run, undo] = [id, back].map((one) => rows.find((row) => row.id === one));
  expect(run?.hasReport).toBe(true);
  expect(run?.subject.name).toBe(run?.title.split(' · ').at(-1));
  expect(run?.title).toBe(`${run?.subject.owner} · ${run?.subject.name}`);
  expect(undo).toMatchObject({ revertsRunId: id, hasReport: false, subject: run?.subject });
});
