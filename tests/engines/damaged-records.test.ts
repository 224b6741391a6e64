import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openScene, type Scene } from '../support/configure-scene.ts';
import { personAt, saveSheetAs } from './person.ts';

/** Does to the stored rows what no code of ours does. */
function damage(scene: Scene, sql: string): void {
  const database = new Database(join(scene.home, 'sitewright.db'));
  database.exec(sql);
  database.close();
}

describe('an import with a damaged record', () => {
  it.each(['facts', 'counts', 'plan'])('of its %s costs neither the list nor a run', async (column) => {
    const scene = await openScene();
    const person = personAt(scene);
    const { client, imported, sheet } = person;
    const { id } = await imported();
    damage(scene, `UPDATE workbook_version SET ${column} = '{'`);
    const [listed] = await client.imports.list();
    expect(listed).toMatchObject({ id, versions: [{ profile: 'smartx-v20250820' }] });
    expect(listed!.damaged === undefined).toBe(column !== 'facts');
    expect((await client.plan.check(sheet)).counts).toBeDefined();
    expect(await person.configure({ only: ['dns'] })).toMatchObject({ state: 'succeeded' });
    // Reading it again stores the version that the file has.
    expect((await imported()).damaged).toBeUndefined();
    expect(await client.imports.difference(versionsOf(await imported()))).toEqual([]);
  });

  it('says which version cannot be compared, and what to do', async () => {
    const scene = await openScene();
    const { client, imported } = personAt(scene);
    await imported();
    damage(scene, `UPDATE workbook_version SET plan = '{}', facts = 'x'`);
    saveSheetAs(scene.workbook, '李工');
    const document = await imported();
    expect(document.versions).toMatchObject([{ workbook: null }, { workbook: { lastModifiedBy: '李工' } }]);
    expect(document.damaged?.en).toContain(scene.workbook);
    await expect(client.imports.difference(versionsOf(document))).rejects.toMatchObject({
      code: 'RECORD_DAMAGED',
      message: expect.stringMatching(/plan of version .* of workbook .*Read the workbook again/) as string,
    });
  });

  it('leaves the runs and the site checks of the others alone', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { client, imported, request } = person;
    const { id } = await imported();
    const [first, second] = [
      await person.configure({ only: ['dns'] }),
      await person.configure({ only: ['ntp'] }),
    ];
    const { site, ...order } = request();
    await client.runs.preflight({ kind: 'configure', order: { ...order, site } });
    damage(
      scene,
      `UPDATE run SET input = 'x' WHERE id = '${first.id}';
       UPDATE site_check SET items = '[', site = '{';
       UPDATE attempt SET intent = '{' WHERE run_id = '${first.id}'`,
    );
    expect(await client.imports.runs()).toEqual([{ run: second.id, import: id }]);
    expect(await client.configure.lastCheck({ import: id })).toBeNull();
    expect((await client.system.sites()).map(({ lastCheck }) => lastCheck)).toEqual([null]);
    await client.practice.reset({});
  });

  it('with the mapping that it is read by says so; one that it is not read by costs nothing', async () => {
    const scene = await openScene();
    const { client, imported, sheet } = personAt(scene);
    await imported();
    damage(scene, `INSERT INTO profile_mapping VALUES ('other', '{', 1)`);
    expect(await client.plan.check(sheet)).toMatchObject({ profile: 'smartx-v20250820' });
    await expect(client.plan.check({ ...sheet, profile: 'other' })).rejects.toMatchObject({
      code: 'RECORD_DAMAGED',
      message: expect.stringContaining('template other') as string,
    });
  });
});

const versionsOf = ({
  id,
  versions,
}: {
  readonly id: number;
  readonly versions: readonly { readonly sha256: string }[];
}): { id: number; before: string; after: string } => ({
  id,
  before: versions[0]?.sha256 ?? '',
  after: versions.at(-1)?.sha256 ?? '',
});
