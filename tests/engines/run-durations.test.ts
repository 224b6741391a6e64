import { expect, it } from 'vitest';
import { unionMs } from '../../src-main/contract/run-timing.ts';
import { openScene } from '../support/configure-scene.ts';
import { personAt } from './person.ts';

it('a run has worked as long as its tries took: no waiting, and what ran side by side once', async () => {
  const scene = await openScene({ faults: ['job:kind=dns:fail'] });
  const run = await scene.configure({ only: ['dns', 'ipmi'] });
  await scene.restartSite();
  await scene.retry(run.id);
  const waiting = await scene.configure({ only: ['ntp'], confirmed: false });
  const { runs } = personAt(scene).client;
  const tries = (await runs.attempts({ run: run.id })).map(
    ({ startedAt, endedAt }) => [startedAt, endedAt ?? startedAt] as const,
  );
  const worked = await runs.worked({ runs: [waiting.id, run.id] });
  expect(worked[run.id]).toBe(unionMs(tries));
  expect(worked[run.id]).toBeLessThan(tries.reduce((sum, [from, to]) => sum + to - from, 1));
  expect(worked[waiting.id]).toBe(0);
});
