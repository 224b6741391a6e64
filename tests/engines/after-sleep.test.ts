import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sleepFactsOf } from '../../src-main/contract/after-sleep.ts';
import { stepOf, openScene, type Scene, type SceneOptions } from '../support/configure-scene.ts';

const lid = { from: Date.parse('2026-11-21T02:49:06Z'), until: Date.parse('2026-11-21T03:12:20Z') };

/** A run in the middle of one step. */
async function inTheMiddleOf(step: string, options: SceneOptions) {
  const scene = await openScene(options);
  const id = await scene.start({ isoPath: scene.iso, only: [step.split(':')[0] ?? ''] });
  const stateOf = async () => stepOf(await scene.client().runs.show({ run: id }), step).state;
  await expect.poll(stateOf, { timeout: 20_000 }).toBe('running');
  return { scene, id };
}

async function sleep(scene: Scene, run: string) {
  await scene.client().system.slept(lid);
  await scene.settled(run);
  return asked(scene, run);
}

async function asked(scene: Scene, run: string) {
  const question = await scene.client().runs.question({ run });
  const looks = sleepFactsOf(question)?.looks ?? [];
  return { question, looks, states: looks.map(({ key, state }) => `${key} ${state}`) };
}

describe('a configuration whose machine slept', () => {
  it('looks at network card, node, session, jobs and chunks in this order, and goes on when told to', async () => {
    const { scene, id } = await inTheMiddleOf('ntp', { faults: ['job:kind=ntp:stuck'] });
    const { states, question } = await sleep(scene, id);
    expect(states).toEqual([
      'interface notNeeded',
      'node agrees',
      'session agrees',
      'jobs notNeeded',
      'chunks notNeeded',
    ]);
    expect(question?.text.zh).toContain('休眠了 23 分钟，核对一致');
    await scene.restartSite();
    const done = await scene.answer(id, 'continue');
    expect(done.state).toBe('succeeded');
    expect(stepOf(done, 'ntp')).toMatchObject({ state: 'succeeded', attempts: 2 });
  });

  it('sends no password to another site at the same address', async () => {
    const { scene, id } = await inTheMiddleOf('ntp', { faults: ['job:kind=ntp:stuck'] });
    await scene.replaceSite();
    const { states, looks, question } = await sleep(scene, id);
    expect(states).toEqual([
      'interface notNeeded',
      'node differs',
      'session pending',
      'jobs pending',
      'chunks pending',
    ]);
    expect(looks[1]?.found?.zh).toContain('原有 2 台主机只找到 0 台');
    expect(question?.facts?.['recorded']).toHaveLength(2);
    expect(await scene.journal()).toEqual([]);
    const ended = await scene.answer(id, 'end');
    expect(ended.state).toBe('canceled');
  });

  it('does not go on while a job of the cluster still runs', async () => {
    const { scene, id } = await inTheMiddleOf('vds:vDS-Business', { faults: ['job:kind=vds:stuck'] });
    const intent = async () =>
      (await scene.client().runs.attempts({ run: id, step: 'vds:vDS-Business' }))[0]?.intent;
    await expect.poll(intent, { timeout: 20_000 }).toHaveProperty('jobId');
    const { states, looks } = await sleep(scene, id);
    expect(states).toContain('jobs differs');
    expect(looks.find(({ key }) => key === 'jobs')?.found?.en).toContain('still running');
  });

  it('counts the chunks that are confirmed, and refuses an ISO that was changed or is gone', async () => {
    const faults = ['upload:chunk=2:fail=1', 'slow:ms=150'];
    const { scene, id } = await inTheMiddleOf('iso', { faults });
    const first = await sleep(scene, id);
    expect(first.states.at(-1)).toBe('chunks agrees');
    writeFileSync(scene.iso, 'another file');
    const changed = await scene.answer(id, 'recheck').then(() => asked(scene, id));
    expect(changed.states.at(-1)).toBe('chunks differs');
    expect(changed.question?.facts).toMatchObject({ error: 'ISO_CHANGED' });
  });
});
