import { describe, expect, it, vi } from 'vitest';
import { countOf, given, openScene, stepOf, tokenOf, unhappySteps } from '../support/configure-scene.ts';

const setUpRoot = 'POST /api/v3/users:setupRoot';
const guarded = 'scan:needs-token';

describe('a cluster that is scanned with a session only', () => {
  it('is set up first and scanned then; everything else is done as ever', async () => {
    const scene = await openScene({ faults: [guarded] });
    const run = await scene.configure({ isoPath: scene.iso });
    expect([run.state, unhappySteps(run)]).toEqual(['succeeded', {}]);
    expect(stepOf(run, 'scan').message?.en).toMatch(/after the administrator is set up/);
    expect(countOf(await scene.journal(), setUpRoot)).toBe(1);
    const [vds] = scene.site().state().switches;
    expect(vds?.hosts.map(({ host }) => host)).toEqual(['demo-node-01', 'demo-node-02']);
  });

  it("is scanned as the administrator where there is one with the sheet's password", async () => {
    const scene = await openScene({ faults: [guarded] });
    await scene.configure({ only: ['dns'] });
    await scene.restartRuntime();
    const again = await scene.configure({ only: ['dns'] });
    expect(stepOf(again, 'scan').message?.en).toBe('2 hosts');
    expect(countOf(await scene.journal(), setUpRoot)).toBe(1);
  });

  it('is told from another one before a resumed run changes anything', async () => {
    const scene = await openScene({ faults: [guarded, 'job:kind=dns:fail'] });
    const first = await scene.configure({ only: ['dns'] });
    expect(unhappySteps(first)).toEqual({ dns: 'warning JOB_FAILED' });
    await scene.replaceSite();
    await scene.restartRuntime();
    const resumed = await scene.retry(first.id);
    expect([resumed.state, resumed.waiting?.reason]).toEqual(['waiting', 'identity']);
    expect(await scene.journal()).toEqual([]);
  });

  it('a token proves nothing about the administrator: it is set up all the same', async () => {
    const scene = await openScene({ faults: [guarded] });
    const run = await scene.configure({ only: ['dns'], ...given('token', await tokenOf(scene.site())) });
    expect([run.state, unhappySteps(run)]).toEqual(['succeeded', {}]);
    expect(countOf(await scene.journal(), setUpRoot)).toBe(1);
    expect(stepOf(run, 'root').changed).toBe(true);
  });

  it('a token that came from the environment is taken from there again, and asked for when it is gone', async () => {
    const scene = await openScene({ faults: ['job:kind=dns:fail'] });
    const variable = 'SITEWRIGHT_TEST_TOKEN';
    const secrets = [{ key: 'token', value: 'from-the-environment', environment: variable }];
    const first = await scene.configure({ only: ['dns'], secrets });
    vi.stubEnv(variable, 'from-the-environment');
    await scene.restartRuntime();
    expect((await scene.retry(first.id)).state).toBe('succeeded');
    vi.unstubAllEnvs();
    await scene.restartRuntime();
    const waiting = await scene.retry(first.id);
    expect([waiting.state, waiting.waiting?.reason]).toEqual(['waiting', 'secrets']);
    expect(waiting.waiting?.question?.zh).toContain('token');
    const again = await scene.retry(first.id, {}, { token: 'from-the-environment' });
    expect(again.state).toBe('succeeded');
  });
});
