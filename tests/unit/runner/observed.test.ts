import { describe, expect, it } from 'vitest';
import { verbatim } from '../../../src-main/contract/text.ts';
import { stepRefusal } from '../../../src-main/contract/step-operations.ts';
import { observedStep } from '../../../src-main/runner/observed-step.ts';
import { readySteps } from '../../../src-main/runner/graph.ts';
import { type RunEvent, type Sighting, isActing } from '../../../src-main/runner/model.ts';
import { stepsToStop } from '../../../src-main/runner/scopes.ts';
import { transition } from '../../../src-main/runner/transition.ts';
import { by, createScriptedEngine, openRunner, ScriptedWorld } from '../../support/scripted-engine.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { after } from './runner-scene.ts';
import { done, failure, needs, question, running, shape, started, states } from './shapes.ts';

const observed = (counts = false) => ({ observed: { by: 'argo', counts } });
const seen = (key: string, state: Sighting['state'], more: Partial<Sighting> = {}): RunEvent => ({
  type: 'step-observed',
  key,
  seen: { state, ...more },
});

describe('a step that somebody else runs', () => {
  const model = running(shape('follow'), shape('pod', observed()), shape('later', needs('pod')));

  it('is never started, moves by what is seen, and is corrected by what is seen later', () => {
    expect(readySteps(model)).toEqual(['follow']);
    const failed = transition(model, [seen('pod', 'failed', { failure, attempts: 3, allows: ['retry'] })]);
    expect(states(failed)).toEqual({ follow: 'pending', pod: 'failed', later: 'skipped' });
    expect(failed.steps.get('pod')).toMatchObject({ attempts: 3, failure, allows: ['retry'] });
    const corrected = transition(failed, [seen('pod', 'succeeded', { changed: true })]);
    expect(states(corrected)).toEqual({ follow: 'pending', pod: 'succeeded', later: 'pending' });
    expect(corrected.steps.get('pod')).toMatchObject({
      changed: true,
      attempts: 3,
      failure: null,
      allows: [],
    });
    expect(() => transition(model, [seen('follow', 'running')])).toThrow('is not observed');
  });

  it('keeps no run from its end, and fails it only where it counts', () => {
    const end = (counts: boolean, state: Sighting['state']) =>
      transition(running(shape('follow'), shape('pod', observed(counts))), [
        seen('pod', state),
        started('follow'),
        done('follow'),
      ]);
    expect(end(false, 'running').state).toBe('succeeded');
    expect(isActing({ ...end(false, 'running'), state: 'running' })).toBe(false);
    expect(end(false, 'failed').state).toBe('succeeded');
    expect(end(true, 'failed').state).toBe('failed');
    expect(transition(end(false, 'failed'), [seen('pod', 'succeeded')]).state).toBe('succeeded');
  });

  it('that is not seen to succeed leaves out what needs it when nothing else is left; what waits for that goes on', () => {
    const waiting = running(
      shape('follow'),
      shape('pod', observed()),
      shape('later', needs('pod')),
      shape('report', needs('later', 'settled')),
    );
    const at = transition(waiting, [started('follow'), done('follow')]);
    expect([at.state, states(at)]).toEqual([
      'running',
      { follow: 'succeeded', pod: 'pending', later: 'skipped', report: 'pending' },
    ]);
    expect(transition(at, [started('report'), done('report')]).state).toBe('succeeded');
  });

  it('goes on through a cancel, a death of ours and a failure beside it', () => {
    const one = {
      key: 'stage',
      title: verbatim('Stage'),
      onFailure: 'stop-scope',
      isTolerated: false,
    } as const;
    const both = running(
      shape('own', { scope: [one] }),
      shape('pod', { ...observed(), scope: [one] }),
      shape('waits', { ...observed(), scope: [one] }),
    );
    const at = transition(both, [seen('pod', 'running'), started('own')]);
    expect(states(transition(at, [{ type: 'owner-died', question: question() }]))).toMatchObject({
      pod: 'running',
    });
    const canceled = transition(at, [{ type: 'cancel-requested' }, { type: 'step-canceled', key: 'own' }]);
    expect([canceled.state, states(canceled)]).toEqual([
      'canceled',
      { own: 'canceled', pod: 'running', waits: 'pending' },
    ]);
    const broken = transition(at, [{ type: 'step-failed', key: 'own', failure }]);
    expect(states(broken)).toEqual({ own: 'failed', pod: 'running', waits: 'pending' });
    expect(stepsToStop(broken.steps)).toEqual([]);
  });

  it('is not retried here, and its row says so', () => {
    const failed = transition(running(shape('own'), shape('pod', observed())), [seen('pod', 'failed')]);
    expect(() => transition(failed, [{ type: 'retry-requested', keys: ['pod'] }])).toThrow(
      'nothing to retry',
    );
    expect(() => transition(failed, [{ type: 'retry-requested', keys: null }])).toThrow('no step to retry');
    const row = {
      state: 'failed',
      skipReason: null,
      mandatory: true,
      error: null,
      observedBy: 'argo',
    } as const;
    const run = { state: 'failed', allows: ['retry'] } as const;
    expect(stepRefusal('retry', { ...run, allows: [...run.allows] }, row)).toBe('nothingToRetry');
    expect(stepRefusal('skip', { ...run, allows: [...run.allows] }, row)).toBe('mandatory');
  });
});

it('a step tells what it sees of others, which is on disk and makes ready what needs them', async () => {
  const world = new ScriptedWorld();
  const engine = createScriptedEngine([{ key: 'follow' }, { key: 'clean' }], world);
  const pod = { title: verbatim('Pod'), group: 'argo', dependsOn: [] };
  const following = {
    ...engine,
    plan: (...of: Parameters<typeof engine.plan>) => {
      const [follow, clean] = engine.plan(...of);
      if (follow === undefined || clean === undefined) {
        throw new Error('two steps are planned');
      }
      const apply: typeof follow.apply = async (_intent, context) => {
        await context.observe([
          { key: 'pod', state: 'running', message: null },
          { key: 'other', state: 'failed', message: verbatim('exit 1'), allows: ['retry'] },
        ]);
        await context.observe([{ key: 'pod', state: 'succeeded', message: verbatim('done') }]);
        await expect.poll(() => world.effects.has('clean')).toBe(true);
        return null;
      };
      return [
        { ...follow, apply },
        observedStep<ScriptedWorld>({ ...pod, key: 'pod' }, { by: 'argo', counts: true }),
        observedStep<ScriptedWorld>({ ...pod, key: 'other' }, { by: 'argo', counts: false }),
        { ...clean, dependsOn: [after('pod')] },
      ];
    },
  };
  const { runner, store } = await openRunner(temporaryDirectory(), following);
  const run = await runner.start({ kind: 'scripted', input: { target: 't' }, confirmed: true, by });
  const signal = new AbortController().signal;
  await runner.settled(run);
  expect(store.runRow(run).state).toBe('succeeded');
  const shown = await runner.preview({ run }, { mayLogIn: false, signal });
  expect(shown.leftOut.map(({ key, because }) => [key, because.en])).toEqual([
    ['pod', 'Run by argo'],
    ['other', 'Run by argo'],
  ]);
  expect(store.stepRows(run).map(({ key, state, message }) => [key, state, message?.en])).toEqual([
    ['follow', 'succeeded', 'will do follow'],
    ['pod', 'succeeded', 'done'],
    ['other', 'failed', 'exit 1'],
    ['clean', 'succeeded', 'will do clean'],
  ]);
  expect(store.stepRows(run)[2]).toMatchObject({ observedBy: 'argo', allows: ['retry'], mandatory: true });
  expect(store.loadRun(run).model.steps.get('other')).toEqual(runner.model(run).steps.get('other'));
  await expect(async () =>
    observedStep({ ...pod, key: 'x' }, { by: 'argo', counts: true }).probe({} as never),
  ).rejects.toThrow('run by argo');
});
