import { afterEach, expect, it, vi } from 'vitest';
import { countOf, openScene, stepOf, unhappySteps } from '../support/configure-scene.ts';

afterEach(() => vi.restoreAllMocks());

/** The clock runs faster than the world: what waits for ten minutes gives up after a moment. */
function hastenClock(factor: number): void {
  const real = performance.now.bind(performance);
  const start = real();
  vi.spyOn(performance, 'now').mockImplementation(() => start + (real() - start) * factor);
}

it('a job that never ends is given up after ten minutes, and a retry sends the setting again', async () => {
  hastenClock(400);
  const scene = await openScene({ faults: ['job:kind=ntp:stuck'] });
  const run = await scene.configure({ only: ['ntp'] });
  expect([run.state, unhappySteps(run)]).toEqual(['succeeded', { ntp: 'warning JOB_TIMEOUT' }]);
  expect(stepOf(run, 'ntp').message?.zh).toMatch(/^NTP：集群任务 .* 十分钟后/);
  expect(stepOf(run, 'ntp').message?.en).toMatch(
    /NTP: job .* still pending after ten minutes; .* then retry/,
  );
  expect(countOf(await scene.journal(), 'PUT /api/v2/settings/ntp')).toBe(1);
  await scene.restartSite();
  const again = await scene.retry(run.id);
  expect([again.state, again.warnings]).toEqual(['succeeded', 0]);
});

it('a count of networks that never agrees is a warning, and nothing is created again for it', async () => {
  hastenClock(20);
  const scene = await openScene({ faults: ['vlans:count=0'] });
  const run = await scene.configure({ only: ['vds', 'vlan'] });
  const count = 'vlan-count:vDS-Business';
  expect([run.state, unhappySteps(run)]).toEqual(['succeeded', { [count]: 'warning VLAN_MISSING' }]);
  expect(stepOf(run, count).message?.zh).toMatch(/^vDS-Business：规划 3 个虚拟网络，集群统计为 0 个/);
  expect(stepOf(run, count).message?.en).toMatch(
    /vDS-Business: the cluster counts 0 of 3 networks; .* look at/,
  );
  const journal = await scene.journal();
  await scene.restartSite();
  const again = await scene.retry(run.id);
  expect([again.state, again.warnings]).toEqual(['succeeded', 0]);
  expect(await scene.journal()).toEqual(journal);
});
