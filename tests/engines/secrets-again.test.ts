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

it("a password that is given instead of the sheet's is the one that is set, and is asked for when it is gone", async () => {
  const scene = await openScene({ faults: ['job:kind=dns:fail'] });
  const secrets = [{ key: administrator, value: 'Another-fisheye-9', environment: null }];
  const first = await scene.configure({ only: ['dns'], secrets });
  expect(first.state).toBe('succeeded');
  const { url } = scene.site().smartx;
  const login = await fetch(`${url}/api/v3/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'root', password: 'Another-fisheye-9', encrypted: false }),
  });
  expect(login.status).toBe(200);
  await scene.restartRuntime();
  const waiting = await scene.retry(first.id);
  expect([waiting.state, waiting.waiting?.reason]).toEqual(['waiting', 'secrets']);
});
