import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isoContent, isoName, openScene } from '../support/configure-scene.ts';
import { personAt } from './person.ts';

it('offers the VMTools images beside the workbook, and nothing else that lies there', async () => {
  const scene = await openScene();
  writeFileSync(join(scene.directory, 'other.iso'), 'x');
  mkdirSync(join(scene.directory, 'SMTX_VMTOOLS-folder.iso'));
  const person = personAt(scene);
  const { file } = person.request();
  const [only, ...more] = await person.client.configure.images({ file });
  expect([only, more]).toMatchObject([{ fileName: isoName, sizeBytes: isoContent.length }, []]);
  const run = await person.configure({ iso: only!.iso, only: ['iso'] });
  expect(run.outputs['deploy_cloudtower']).toMatchObject({ vmtools: { file_name: isoName } });

  writeFileSync(join(scene.directory, 'smtx_vmtools-3.9.iso'), 'older');
  expect((await person.client.configure.images({ file })).map(({ fileName }) => fileName)).toEqual([
    isoName,
    'smtx_vmtools-3.9.iso',
  ]);
  rmSync(scene.iso);
  expect(await person.client.configure.images({ file })).toHaveLength(1);
});

it("proposes the first host's management address, where the sheet can be read", async () => {
  const scene = await openScene();
  const person = personAt(scene);
  const { file } = person.request();
  expect(await person.client.configure.proposedAddress({ file })).toBe('https://192.0.2.11');
  writeFileSync(scene.workbook, 'no workbook');
  expect(await person.client.configure.proposedAddress({ file })).toBe(null);
});
