import { describe, expect, it } from 'vitest';
import { allowedOperations } from '../../../src-main/runner/allowed.ts';
import { readySteps } from '../../../src-main/runner/graph.ts';
import { compareIdentity } from '../../../src-main/runner/identity.ts';
import {
  type RunEvent,
  type RunModel,
  type StepShape,
  countStates,
  emptyRun,
} from '../../../src-main/runner/model.ts';
import { decideRetry, noRetry, requireRetryPolicy } from '../../../src-main/runner/retry-policy.ts';
import { verbatim } from '../../../src-main/contract/text.ts';
import { transition } from '../../../src-main/runner/transition.ts';
import {
  done,
  failed,
  failure,
  needs,
  planned,
  question,
  running,
  shape,
  started,
  states,
} from './shapes.ts';

it('one of several open questions is changed, and the others stay as they were asked', () => {
  const asking = transition(running(shape('a'), shape('b')), [
    { type: 'asked', question: question('a') },
    { type: 'asked', question: question('b') },
  ]);
  const told = { ...question('b'), text: verbatim('two hosts?') };
  const { questions } = transition(asking, [{ type: 'question-changed', question: told }]);
  expect(questions).toEqual([question('a'), told]);
});

describe('a step that is not needed', () => {
  const leftOut = (dependents: 'go-on' | 'skip'): RunEvent => ({
    type: 'step-left-out',
    key: 'a',
    because: verbatim('no such thing'),
    dependents,
  });
  const chain = () =>
    running(shape('a'), shape('b', needs('a')), shape('c', needs('a', 'settled')), shape('d', needs('b')));

  it('is skipped with its reason, and what needs it goes on where it says so', () => {
    const model = transition(chain(), [started('a'), leftOut('go-on')]);
    expect(states(model)).toEqual({ a: 'skipped', b: 'pending', c: 'pending', d: 'pending' });
    expect(model.steps.get('a')?.skipReason).toEqual({
      kind: 'condition',
      text: verbatim('no such thing'),
      dependents: 'go-on',
    });
    expect(readySteps(model)).toEqual(['b', 'c']);
  });

  it('takes what needs it with it where it says so; what only waits for its end goes on', () => {
    const model = transition(chain(), [started('a'), leftOut('skip')]);
    expect(states(model)).toEqual({ a: 'skipped', b: 'skipped', c: 'pending', d: 'skipped' });
    expect(transition(model, [started('c'), done('c')]).state).toBe('succeeded');
  });

  it('has nothing to retry, and is looked at again with what precedes it', () => {
    const first = running(shape('z', { repeatable: true }), shape('a', needs('z')));
    const model = transition(first, [started('z'), done('z'), started('a'), leftOut('skip')]);
    expect(model.state).toBe('succeeded');
    expect(() => transition(model, [{ type: 'retry-requested', keys: ['a'] }])).toThrow('nothing to retry');
    const again = transition(model, [{ type: 'retry-requested', keys: ['z'] }]);
    expect(again.steps.get('a')).toMatchObject({ state: 'pending', skipReason: null });
  });
});

describe('what a run refuses', () => {
  const a = shape('a');
  const ended = transition(running(a), [started('a'), done('a')]);
  const canceling = transition(running(a), [started('a'), { type: 'cancel-requested' }]);
  const cases: readonly [string, RunModel, RunEvent, string][] = [
    ['to be picked up twice', running(a), { type: 'picked-up' }, 'RUN_STATE'],
    ['to be canceled after its end', ended, { type: 'cancel-requested' }, 'RUN_STATE'],
    ['to ask after its end', ended, { type: 'asked', question: question() }, 'RUN_STATE'],
    ['an answer to what it does not ask', running(a), { type: 'answered', questionId: 'x' }, 'RUN_STATE'],
    [
      'another state of a question that it does not ask',
      running(a),
      { type: 'question-changed', question: question() },
      'RUN_STATE',
    ],
    ['a retry while it is being canceled', canceling, { type: 'retry-requested', keys: null }, 'RUN_STATE'],
    ['a retry with nothing to retry', ended, { type: 'retry-requested', keys: null }, 'RUN_STATE'],
    ['a retry of a step that succeeded', ended, { type: 'retry-requested', keys: ['a'] }, 'STEP_STATE'],
    [
      'a decision while it is being canceled',
      canceling,
      { type: 'step-skipped', key: 'a', text: verbatim('x') },
      'RUN_STATE',
    ],
    [
      'to skip a running step',
      transition(running(a), [started('a')]),
      { type: 'step-skipped', key: 'a', text: verbatim('x') },
      'STEP_STATE',
    ],
    ['to mark done what succeeded', ended, { type: 'step-marked-done', key: 'a' }, 'STEP_STATE'],
    [
      'to skip a mandatory step',
      running(shape('a', { mandatory: true })),
      { type: 'step-skipped', key: 'a', text: verbatim('x') },
      'STEP_STATE',
    ],
    ['an unknown step', running(a), started('z'), 'STEP_NOT_FOUND'],
    ['to end what has not started', running(a), done('a'), 'STEP_STATE'],
    ['to start what has ended', ended, started('a'), 'STEP_STATE'],
    ['a step planned twice', running(a), planned(a), 'INTERNAL'],
    ['a dependency that stands behind', running(a), planned(shape('b', needs('c')), shape('c')), 'INTERNAL'],
    ['an event from the future', running(a), { type: 'sing' } as unknown as RunEvent, 'INTERNAL'],
  ];
  it.each(cases)('%s', (...[, model, event, code]) => {
    expect(() => transition(model, [event])).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('the course of a run', () => {
  it('ends when nothing is left, by what its steps came to', () => {
    expect(running().state).toBe('succeeded');
    expect(transition(running(shape('a')), [started('a'), done('a')]).state).toBe('succeeded');
    expect(transition(running(shape('a')), [started('a'), failed('a')]).state).toBe('failed');
    expect(transition(running(shape('a', { onFailure: 'warn' })), [started('a'), failed('a')]).state).toBe(
      'succeeded',
    );
  });

  it('does not move before it is picked up', () => {
    const pending = transition(emptyRun, [planned(shape('a'))]);
    expect([pending.state, readySteps(pending)]).toEqual(['pending', []]);
  });

  it('skips through a chain of steps that can no longer start, with their questions', () => {
    const model = running(
      shape('a'),
      shape('b', needs('a')),
      shape('c', needs('b')),
      shape('d', needs('c', 'settled')),
    );
    const after = transition(model, [{ type: 'asked', question: question('b') }, started('a'), failed('a')]);
    expect(states(after)).toEqual({ a: 'failed', b: 'skipped', c: 'skipped', d: 'pending' });
    expect([after.questions, readySteps(after)]).toEqual([[], ['d']]);
  });

  it('waits with its own question before those of its steps, and goes on when answered', () => {
    const asked = transition(running(shape('a'), shape('b')), [{ type: 'asked', question: question() }]);
    expect([asked.state, readySteps(asked)]).toEqual(['waiting', []]);
    expect(transition(asked, [{ type: 'answered', questionId: 'run/q' }]).state).toBe('running');
    expect(transition(asked, [{ type: 'picked-up' }]).state).toBe('waiting');
  });

  it('goes on answering while it runs', () => {
    const asked = transition(running(shape('a'), shape('b')), [
      { type: 'asked', question: question('a') },
      started('b'),
    ]);
    expect(transition(asked, [{ type: 'answered', questionId: 'a/q' }]).state).toBe('running');
  });

  it('says that a crashed step is unknown until the person has answered', () => {
    const asked = transition(running(shape('a')), [
      started('a'),
      { type: 'asked', question: question('a', 'crashed') },
    ]);
    expect([states(asked), asked.state]).toEqual([{ a: 'unknown' }, 'waiting']);
  });

  it('counts attempts over retries', () => {
    const model = transition(running(shape('a')), [
      started('a'),
      { type: 'step-retrying', key: 'a' },
      failed('a'),
      { type: 'retry-requested', keys: ['a'] },
      started('a'),
    ]);
    expect(model.steps.get('a')).toMatchObject({ attempts: 3, state: 'running', failure: null });
  });

  it('leaves what a person settled alone when something before it is retried', () => {
    const model = transition(running(shape('a'), shape('b', needs('a', 'settled'))), [
      { type: 'step-skipped', key: 'b', text: verbatim('no') },
      started('a'),
      failed('a'),
      { type: 'retry-requested', keys: null },
    ]);
    expect(states(model)).toEqual({ a: 'pending', b: 'skipped' });
  });

  it('leaves a running dependent alone when something before it is retried', () => {
    const model = transition(running(shape('a'), shape('b', needs('a', 'settled'))), [
      started('a'),
      failed('a'),
      started('b'),
      { type: 'retry-requested', keys: null },
    ]);
    expect(states(model)).toEqual({ a: 'pending', b: 'running' });
  });

  it('reopens what was skipped for a step that is then marked as done', () => {
    const ended = transition(running(shape('a'), shape('b', needs('a'))), [started('a'), failed('a')]);
    const model = transition(ended, [{ type: 'step-marked-done', key: 'a' }]);
    expect([states(model), model.state]).toEqual([{ a: 'succeeded', b: 'pending' }, 'running']);
  });

  it('reads again what was read before a decision, and leaves alone what a person settled or what runs', () => {
    const look = shape('look', { ...needs('a', 'settled'), repeatable: true });
    const before = transition(
      running(shape('a'), look, shape('b', needs('look')), shape('c', needs('look'))),
      [
        started('a'),
        failed('a'),
        started('look'),
        done('look'),
        { type: 'step-skipped', key: 'b', text: verbatim('no') } as const,
        started('c'),
      ],
    );
    const model = transition(before, [{ type: 'step-marked-done', key: 'a' }]);
    expect(states(model)).toEqual({ a: 'succeeded', look: 'pending', b: 'skipped', c: 'running' });
  });

  it('takes decisions before it is picked up without starting', () => {
    const model = transition(emptyRun, [
      planned(shape('a')),
      { type: 'step-skipped', key: 'a', text: verbatim('no') },
    ]);
    expect(model.state).toBe('pending');
  });
});

describe('what may start', () => {
  const pooled = (key: string): StepShape => shape(key, { pool: { key: 'ssh', limit: 2 } });
  it('is what has a place in its pool, those that run included', () => {
    const model = running(pooled('a'), pooled('b'), pooled('c'), shape('free'));
    expect(readySteps(model)).toEqual(['a', 'b', 'free']);
    expect(readySteps(transition(model, [started('a')]))).toEqual(['b', 'free']);
  });
  it('is no more than asked for', () => {
    expect(readySteps(running(shape('a'), shape('b'), shape('c')), 2)).toEqual(['a', 'b']);
  });
  it('is nothing while the run asks', () => {
    const asked = { ...running(shape('a')), questions: [question()] };
    expect(readySteps(asked)).toEqual([]);
  });
  it('is a step whose dependencies ended as it needs them', () => {
    const model = running(
      shape('a', { onFailure: 'warn' }),
      shape('b', needs('a', 'settled')),
      shape('c', needs('a')),
    );
    expect(readySteps(model)).toEqual(['a']);
    expect(countStates(transition(model, [started('a'), failed('a')])).warning).toBe(1);
  });
});

describe('cancel', () => {
  it('waits for the worker, then cancels what had not started', () => {
    const asked = transition(running(shape('a'), shape('b', needs('a'))), [
      started('a'),
      { type: 'cancel-requested' },
    ]);
    expect([asked.state, readySteps(asked)]).toEqual(['canceling', []]);
    const ended = transition(asked, [{ type: 'step-canceled', key: 'a' }]);
    expect([ended.state, states(ended)]).toEqual(['canceled', { a: 'canceled', b: 'canceled' }]);
  });
  it('keeps what succeeded although it was asked to stop', () => {
    const ended = transition(running(shape('a')), [started('a'), { type: 'cancel-requested' }, done('a')]);
    expect([ended.state, states(ended)]).toEqual(['canceled', { a: 'succeeded' }]);
  });
});

describe('the death of the owner', () => {
  const interrupted = question(undefined, 'interrupted');
  const death: RunEvent = { type: 'owner-died', question: interrupted };
  it('leaves running steps unknown and the run waiting', () => {
    const model = transition(running(shape('a'), shape('b')), [started('a'), death]);
    expect([model.state, states(model)]).toEqual(['waiting', { a: 'unknown', b: 'pending' }]);
    expect(transition(model, [death]).questions).toHaveLength(1);
    expect(readySteps(transition(model, [{ type: 'answered', questionId: interrupted.id }]))).toEqual([
      'a',
      'b',
    ]);
  });
  it('ends a run that was being canceled', () => {
    const model = transition(running(shape('a')), [started('a'), { type: 'cancel-requested' }, death]);
    expect([model.state, states(model)]).toEqual(['canceled', { a: 'unknown' }]);
  });
  it('makes a run that never began wait too', () => {
    expect(transition(transition(emptyRun, [planned(shape('a'))]), [death]).state).toBe('waiting');
  });
});

describe('what may be asked of a run', () => {
  const a = shape('a');
  const ask = (step?: string): RunEvent => ({ type: 'asked', question: question(step) });
  it.each<[string, RunModel, readonly string[]]>([
    ['running', transition(running(a), [started('a')]), ['cancel']],
    ['canceling', transition(running(a), [started('a'), { type: 'cancel-requested' }]), []],
    ['asked', transition(running(a), [ask('a')]), ['cancel', 'answer', 'skip', 'mark-done']],
    [
      'interrupted',
      transition(running(a), [
        started('a'),
        { type: 'owner-died', question: { ...question(), reason: 'interrupted' } },
      ]),
      ['retry', 'cancel', 'answer', 'skip', 'mark-done'],
    ],
    ['failed', transition(running(a), [started('a'), failed('a')]), ['retry', 'skip', 'mark-done']],
    [
      'failed, mandatory',
      transition(running(shape('a', { mandatory: true })), [started('a'), failed('a')]),
      ['retry'],
    ],
    [
      'adoptable',
      transition(running(a), [
        started('a'),
        { type: 'step-failed', key: 'a', failure: { ...failure, data: { adoptable: true } } },
      ]),
      ['retry', 'skip', 'mark-done', 'adopt'],
    ],
  ])('%s', (_name, model, allows) => {
    expect(allowedOperations(model)).toEqual(allows);
  });
});

describe('retry policy', () => {
  const policy = {
    maximumAttempts: 3,
    initialIntervalMs: 100,
    backoffCoefficient: 3,
    maximumIntervalMs: 200,
    nonRetryableErrorCodes: ['JOB_TIMEOUT'] as const,
  };
  const error = (category: 'unavailable' | 'timeout' | 'conflict' | 'canceled', code = 'HTTP_STATUS') =>
    ({ code, category, message: verbatim(''), data: {} }) as Parameters<typeof decideRetry>[1];
  it('waits longer each time, up to the maximum, then stops and says why', () => {
    expect([1, 2, 3].map((n) => decideRetry(policy, error('unavailable'), n))).toEqual([
      { retry: true, afterMs: 100 },
      { retry: true, afterMs: 200 },
      { retry: false, stoppedBecause: 'exhausted' },
    ]);
    expect(decideRetry(policy, error('timeout'), 3)).toEqual({ retry: false, stoppedBecause: 'timeout' });
    expect(decideRetry(policy, error('conflict'), 1)).toEqual({
      retry: false,
      stoppedBecause: 'nonRetryable',
    });
    expect(decideRetry(policy, error('timeout', 'JOB_TIMEOUT'), 1)).toEqual({
      retry: false,
      stoppedBecause: 'nonRetryable',
    });
    expect(decideRetry(policy, error('canceled'), 1)).toEqual({ retry: false, stoppedBecause: 'canceled' });
  });
  it.each([
    { maximumAttempts: 0 },
    { maximumAttempts: 1.5 },
    { initialIntervalMs: 0 },
    { backoffCoefficient: 0.5 },
    { maximumIntervalMs: 1 },
  ])('refuses %o', (wrong) => {
    expect(() => requireRetryPolicy({ ...noRetry, ...wrong })).toThrow(/not sound/);
  });
});

describe('identity', () => {
  it.each([
    [['a', 'b', 'c'], 'same'],
    [['a', 'b', 'x'], 'same'],
    [['a', 'x', 'y'], 'confirmable'],
    [['x'], 'other'],
    [[], 'other'],
  ] as const)('of three recorded hosts, %o is %s', (seen, verdict) => {
    expect(compareIdentity(['a', 'b', 'c'], seen).verdict).toBe(verdict);
  });
  it('half is not more than half', () => {
    expect(compareIdentity(['a', 'b'], ['a'])).toEqual({ verdict: 'confirmable', missing: ['b'], added: [] });
  });
});
