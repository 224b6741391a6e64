import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openScene, stepOf } from '../support/configure-scene.ts';

const administrator = 'cluster.administrator.password';

it('a retry without the workbook asks for the secrets of what is left to do, and of nothing else', async () => {
  const scene = await openScene({ faults: ['job:kind=dns:fail'] });
  const first = await scene.configure();
  expect(stepOf(first, 'dns').state).toBe('warning');
  rmSync(scene.workbook);
  await scene.restartSite();
  await scene.restartRuntime();
  const waiting = await scene.retry(first.id);
  expect([waiting.state, waiting.waiting?.reason]).toEqual(['waiting', 'secrets']);
  expect(waiting.waiting?.question?.en).toContain(administrator);
  expect(waiting.waiting?.question?.en).not.toContain('hosts[');
  const done = await scene.retry(first.id, {}, { [administrator]: 'Demo-fisheye-01' });
  expect([done.state, stepOf(done, 'dns').state]).toEqual(['succeeded', 'succeeded']);
});
