import { execFileSync } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configureOrder } from '../../src-main/contract/configure-order.ts';
import { toErrorRecord } from '../../src-main/contract/errors.ts';
import { isoContent, isoName, openScene, type Scene } from '../support/configure-scene.ts';
import { asIsoImage } from '../support/iso-image.ts';
import { personAt } from './person.ts';

it('offers the VMTools images beside the workbook, and nothing else that lies there', async () => {
  const scene = await openScene();
  writeFileSync(join(scene.directory, 'other.iso'), 'x');
  mkdirSync(join(scene.directory, 'SMTX_VMTOOLS-folder.iso'));
  writeFileSync(join(scene.directory, 'SMTX_VMTOOLS-cut-short.iso'), 'x');
  const person = personAt(scene);
  const { file } = person.request();
  const [only, ...more] = await person.client.configure.images({ file });
  expect([only, more]).toMatchObject([{ fileName: isoName, sizeBytes: isoContent.length }, []]);
  const run = await person.configure({ iso: only!.iso, only: ['iso'] });
  expect(run.outputs['deploy_cloudtower']).toMatchObject({ vmtools: { file_name: isoName } });

  writeFileSync(join(scene.directory, 'smtx_vmtools-3.9.iso'), isoContent);
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

describe('the image to upload', () => {
  /** What is refused when it is chosen and, in the same words, when it is ordered. */
  async function refusal(scene: Scene, path: string) {
    const person = personAt(scene);
    const iso = person.reads(path);
    const errorOf = (call: Promise<unknown>): Promise<unknown> => call.then(() => null, toErrorRecord);
    const chosen = await errorOf(person.client.configure.image({ ...person.sheet, iso }));
    for (const order of [person.request({ iso }), person.request({ iso, only: ['dns'] })]) {
      expect(await errorOf(person.client.runs.preview(configureOrder(order)))).toEqual(chosen);
    }
    return chosen;
  }

  const image = asIsoImage(Buffer.alloc(40_000));

  it('is no workbook, under whatever name', async () => {
    const scene = await openScene();
    const link = join(scene.directory, 'link.iso');
    linkSync(scene.workbook, link);
    for (const path of [scene.workbook, link]) {
      expect(await refusal(scene, path)).toMatchObject({
        code: 'INPUT_INVALID',
        message: { en: expect.stringContaining('is the workbook itself') as unknown },
        data: { path },
      });
    }
    const copy = join(scene.directory, 'copy.iso');
    copyFileSync(scene.workbook, copy);
    expect(await refusal(scene, copy)).toMatchObject({
      code: 'INPUT_INVALID',
      message: { en: expect.stringContaining('is not an ISO 9660 image') as unknown },
      data: { path: copy },
    });
    expect(await scene.journal()).toEqual([]);
  });

  it('is nothing of the data folder, under whatever name', async () => {
    const scene = await openScene();
    const kept = join(scene.home, 'kept.iso');
    const link = join(scene.directory, 'link.iso');
    writeFileSync(kept, image);
    symlinkSync(kept, link);
    for (const path of [kept, link]) {
      expect(await refusal(scene, path)).toMatchObject({
        code: 'INPUT_INVALID',
        message: { en: expect.stringContaining('is in the data folder') as unknown },
      });
    }
  });

  it.skipIf(process.platform === 'win32')('is no pipe, which would be waited for', async () => {
    const scene = await openScene();
    const pipe = join(scene.directory, 'pipe.iso');
    execFileSync('mkfifo', [pipe]);
    expect(await refusal(scene, pipe)).toMatchObject({ code: 'FILE_UNREADABLE', data: { path: pipe } });
    expect(await refusal(scene, join(scene.directory, 'gone.iso'))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('is at a real site not the empty one of practice', async () => {
    const scene = await openScene();
    const person = personAt(scene);
    const { iso } = await person.client.configure.practiceStart({ pace: 'fast' });
    const atPractice = person.request({ iso: iso.grant, only: ['dns'] });
    await person.client.runs.preview(configureOrder(atPractice));
    const site = { kind: 'real' as const, baseUrl: scene.site().url, allowHttp: true };
    const atRealSite = person.client.runs.preview(configureOrder({ ...atPractice, site }));
    await expect(atRealSite).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      text: { en: expect.stringContaining('cannot be uploaded to a real site') as unknown },
    });
  });
});
