import { describe, expect, it } from 'vitest';
import {
  causeOf,
  toToldEvent,
  toWatchedPod,
  type RolloutSight,
} from '../../../src-main/engines/restart/cause.ts';
import type { KubernetesObject } from '../../../src-main/ports/kubernetes.ts';

const sinceMs = Date.parse('2026-11-29T10:00:00Z');
const later = '2026-11-29T10:00:05Z';

const pod = (status: object, metadata: object = {}) =>
  toWatchedPod({
    metadata: { name: 'portal-x', uid: 'uid-x', resourceVersion: '1', ...metadata },
    spec: {},
    status,
  });

const container = (state: object, more: object = {}) => ({ name: 'main', restartCount: 0, state, ...more });

const maker: KubernetesObject['metadata'] = { name: 'portal-6d', uid: 'uid-of-set', resourceVersion: '1' };

interface Told {
  readonly at?: string;
  readonly type?: string;
}

const told = (uid: string, reason: string, { at = later, type = 'Warning' }: Told = {}) =>
  toToldEvent({
    metadata: { name: `event-${reason}`, uid: `event-${reason}`, resourceVersion: '1' },
    type,
    reason,
    message: `words of ${reason}`,
    lastTimestamp: at,
    involvedObject: { kind: 'Pod', name: 'portal-x', uid },
  });

const cause = (sight: Partial<RolloutSight>) =>
  causeOf({ newPods: [], oldPods: [], maker, events: [], sinceMs, nowMs: sinceMs + 10_000, ...sight });

const ready = pod({ conditions: [{ type: 'Ready', status: 'True' }] });
const starting = pod({ containerStatuses: [container({ waiting: { reason: 'ContainerCreating' } })] });

describe('what holds a rollout', () => {
  it.each([
    { state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off' } }, reason: 'ImagePullBackOff' },
    { state: { waiting: { reason: 'CreateContainerConfigError' } }, reason: 'CreateContainerConfigError' },
    { state: { waiting: { reason: 'InvalidImageName' } }, reason: 'InvalidImageName' },
    {
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } },
      more: { restartCount: 3, lastState: { terminated: { exitCode: 1, reason: 'Error' } } },
      reason: 'CrashLoopBackOff',
    },
    {
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      more: { restartCount: 3, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
      reason: 'OOMKilled',
    },
    { state: { terminated: { exitCode: 2, reason: 'Error', message: 'no licence' } }, reason: 'Error' },
  ])('is told of a container: $reason', ({ state, more = {}, reason }) => {
    const newPods = [pod({ containerStatuses: [container(state, more)] })];
    expect(cause({ newPods })).toMatchObject({ reason, object: 'Pod/portal-x' });
  });

  it('has the exit code of the container that failed', () => {
    const state = { terminated: { exitCode: 2, reason: 'Error', message: 'no licence', finishedAt: later } };
    expect(cause({ newPods: [pod({ containerStatuses: [container(state)] })] })).toEqual({
      reason: 'Error',
      object: 'Pod/portal-x',
      message: 'container main: exit code 2: no licence',
      at: Date.parse(later),
    });
  });

  it('is told of init containers too', () => {
    const newPods = [
      pod({
        initContainerStatuses: [{ ...container({ waiting: { reason: 'ErrImagePull' } }), name: 'prepare' }],
        containerStatuses: [container({ waiting: { reason: 'PodInitializing' } })],
      }),
    ];
    expect(cause({ newPods })).toMatchObject({
      reason: 'ErrImagePull',
      message: 'container prepare: ErrImagePull',
    });
  });

  it("is the scheduler's words where no node takes the pod", () => {
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' },
    ];
    expect(cause({ newPods: [pod({ phase: 'Pending', conditions })] })).toMatchObject({
      reason: 'Unschedulable',
      message: '0/3 nodes are available',
    });
  });

  it('is an event about the pod where its status says nothing yet', () => {
    expect(cause({ newPods: [starting], events: [told('uid-x', 'FailedMount')] })).toMatchObject({
      reason: 'FailedMount',
      message: 'words of FailedMount',
    });
  });

  it('is an event about what makes the pods where there is none', () => {
    expect(cause({ events: [told('uid-of-set', 'FailedCreate')] })).toMatchObject({ reason: 'FailedCreate' });
  });

  it('is the status of the pod before any event', () => {
    const newPods = [pod({ containerStatuses: [container({ waiting: { reason: 'ErrImagePull' } })] })];
    expect(cause({ newPods, events: [told('uid-x', 'FailedMount')] })).toMatchObject({
      reason: 'ErrImagePull',
    });
  });

  it('is an old pod that does not go, with what keeps it', () => {
    const held = { deletionTimestamp: '2026-11-29T10:00:00Z', finalizers: ['example.com/keep'] };
    expect(cause({ newPods: [ready], oldPods: [pod({}, held)] })).toMatchObject({
      reason: 'Terminating',
      message: 'does not end, because of its finalizers example.com/keep',
    });
  });
});

describe('no cause is', () => {
  it.each([
    [
      'what an old pod complains about',
      { oldPods: [pod({ containerStatuses: [container({ waiting: { reason: 'ErrImagePull' } })] })] },
    ],
    ['a container that is being made', { newPods: [starting] }],
    [
      'an event from before the restart',
      { newPods: [starting], events: [told('uid-x', 'FailedMount', { at: '2026-11-29T09:00:00Z' })] },
    ],
    ['an event about another pod', { newPods: [starting], events: [told('uid-y', 'FailedMount')] }],
    [
      'a word that is no warning',
      { newPods: [starting], events: [told('uid-x', 'Pulling', { type: 'Normal' })] },
    ],
    ['a refusal that has been got over', { newPods: [ready], events: [told('uid-of-set', 'FailedCreate')] }],
    [
      'an old pod that is still within its time',
      { oldPods: [pod({}, { deletionTimestamp: '2026-11-29T10:00:08Z' })] },
    ],
    [
      'a container that ended well',
      { newPods: [pod({ containerStatuses: [container({ terminated: { exitCode: 0 } })] })] },
    ],
  ] as const)('%s', (_name, sight) => {
    expect(cause(sight)).toBeNull();
  });
});
