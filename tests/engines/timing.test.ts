import { expect, it } from 'vitest';
import { usualMs } from '../../src-main/engines/configure/usual-durations.ts';
import { openScene } from '../support/configure-scene.ts';

it('a practice run is expected to take what is usual, whatever the pace of those before it was', async () => {
  const scene = await openScene();
  await scene.configure({ only: ['dns', 'ntp'] });
  const { id } = await scene.configure({ only: ['dns', 'ntp'] });
  expect((await scene.client().runs.timing({ run: id })).usualMs).toEqual(usualMs);
});
