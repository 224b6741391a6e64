import { expect, it } from 'vitest';
import {
  countOf,
  isoContent,
  isoName,
  openScene,
  requests,
  stepOf,
  tokenOf,
  type Scene,
} from '../support/configure-scene.ts';

const createVolume = 'POST /api/v2/svt_image/create_volume';
const deleteImage = 'DELETE /api/v2/images/{uuid}';

it('begins afresh after a failed upload also where the system lists no images', async () => {
  const scene = await openScene({ faults: ['upload:chunk=1:fail=20', 'readback:images:missing'] });
  const failed = await scene.configure({ isoPath: scene.iso, only: ['iso'] });
  expect(stepOf(failed, 'iso').error?.code).toBe('UPLOAD_FAILED');
  await scene.restartSite(['readback:images:missing']);
  const done = await scene.retry(failed.id);
  expect(stepOf(done, 'iso').state).toBe('succeeded');
});

/** Uploads the ISO by hand, as somebody does who does not wait for us. */
async function uploadByHand(scene: Scene): Promise<void> {
  const { url } = scene.site().smartx;
  const headers = { 'x-smartx-token': await tokenOf(scene.site()) };
  const size = isoContent.length;
  const made = await fetch(`${url}/api/v2/svt_image/create_volume?name=${isoName}&size=${size}`, {
    method: 'POST',
    headers,
  });
  const volume = (
    (await made.json()) as { data: { image_uuid: string; zbs_volume_id: string; chunk_size: number } }
  ).data;
  for (let chunk = 0; chunk * volume.chunk_size < size; chunk += 1) {
    const form = new FormData();
    const bytes = isoContent.subarray(chunk * volume.chunk_size, (chunk + 1) * volume.chunk_size);
    form.append('file', new Blob([bytes]), isoName);
    const query = `zbs_volume_id=${volume.zbs_volume_id}&chunk_num=${chunk}&image_uuid=${volume.image_uuid}`;
    await fetch(`${url}/api/v2/svt_image/upload_template?${query}`, { method: 'POST', headers, body: form });
  }
}

it('leaves an image alone that somebody has uploaded meanwhile, and takes it', async () => {
  const scene = await openScene({ faults: ['create-volume:fail'] });
  const failed = await scene.configure({ isoPath: scene.iso, only: ['iso'] });
  expect(stepOf(failed, 'iso').state).toBe('failed');
  await scene.restartSite();
  await uploadByHand(scene);
  const before = requests(await scene.journal());
  const done = await scene.retry(failed.id);
  expect(stepOf(done, 'iso')).toMatchObject({ state: 'succeeded', changed: false });
  expect(done.outputs['config_cluster']).toMatchObject({ svt_image: { chunk_size: null, compared: false } });
  const report = await scene.client().reports.make({ run: done.id, language: 'zh-CN' });
  expect(report).toContain('无法比对');
  const after = await scene.journal();
  expect(countOf(after, deleteImage)).toBe(0);
  expect(countOf(after, createVolume)).toBe(before.filter((made) => made === createVolume).length);
});
