import { describe, expect, it } from 'vitest';
import { podsOf, quantity } from '../../../src-main/engines/restart/quantity.ts';
import { isSameJson } from '../../../src-main/engines/restart/same-json.ts';
import { podCounts, rolloutState, toRow } from '../../../src-main/engines/restart/workload.ts';
import { workload } from '../../support/workload-objects.ts';

describe('how a rollout stands', () => {
  it.each([
    ['deployment', {}, 'rolledOut'],
    ['deployment', { observedGeneration: 1 }, 'progressing'],
    ['deployment', { updatedReplicas: 2 }, 'progressing'],
    ['deployment', { replicas: 4 }, 'progressing'],
    ['deployment', { availableReplicas: 2 }, 'progressing'],
    [
      'deployment',
      {
        availableReplicas: 2,
        conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
      },
      'stuck',
    ],
    ['statefulset', { currentRevision: 'a', updateRevision: 'a' }, 'rolledOut'],
    ['statefulset', { currentRevision: 'a', updateRevision: 'b' }, 'progressing'],
    ['statefulset', { currentRevision: 'a', updateRevision: 'a', readyReplicas: 2 }, 'progressing'],
    ['daemonset', { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }, 'rolledOut'],
    [
      'daemonset',
      { desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2 },
      'progressing',
    ],
  ] as const)('%s %o: %s', (kind, status, state) => {
    expect(rolloutState(workload(kind, { status }))).toBe(state);
  });

  it('is only annotated where pods are replaced by hand', () => {
    const spec = { updateStrategy: { type: 'OnDelete' } };
    expect(rolloutState(workload('daemonset', { spec, status: {} }))).toBe('annotatedOnly');
  });

  it('has the pods before a partition left out', () => {
    const spec = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } };
    const status = { updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' };
    expect(rolloutState(workload('statefulset', { spec, status }))).toBe('rolledOut');
  });
});

describe('a row', () => {
  it('has what a list shows', () => {
    const templateAnnotations = { 'kubectl.kubernetes.io/restartedAt': '2026-11-29T10:00:00Z' };
    expect(toRow(workload('deployment', { templateAnnotations }))).toMatchObject({
      kind: 'deployment',
      namespace: 'web',
      name: 'portal',
      desired: 3,
      strategy: 'RollingUpdate',
      paused: false,
      restartedAt: '2026-11-29T10:00:00Z',
      images: ['registry.local/portal:1.2'],
    });
  });

  it('of a CronJob has its schedule, and no pods', () => {
    const spec = { schedule: '5 4 * * *', suspend: true, replicas: undefined, template: undefined };
    const row = toRow(workload('cronjob', { spec }));
    expect(row).toMatchObject({ strategy: '5 4 * * *', paused: true, desired: 0 });
    expect(podCounts(workload('deployment', { spec: { replicas: null } })).desired).toBe(1);
  });
});

describe('amounts', () => {
  it.each([
    ['500m', 0.5],
    ['1Gi', 1_073_741_824],
    ['2k', 2_000],
    [3, 3],
    ['1e3', 1_000],
    ['much', null],
    ['1Xi', null],
  ])('%s is %s', (given, value) => {
    expect(quantity(given)).toBe(value);
  });

  it('of pods are rounded up or down', () => {
    expect(podsOf('25%', { of: 3, round: 'up', otherwise: '0' })).toBe(1);
    expect(podsOf('25%', { of: 3, round: 'down', otherwise: '0' })).toBe(0);
    expect(podsOf(null, { of: 3, round: 'down', otherwise: '2' })).toBe(2);
  });
});

describe('two values', () => {
  it('say the same in whatever order', () => {
    expect(isSameJson({ a: [1, { b: 2 }], c: null }, { c: null, a: [1, { b: 2 }], d: undefined })).toBe(true);
    expect(isSameJson({ a: 1 }, { a: 2 })).toBe(false);
    expect(isSameJson([1], { 0: 1 })).toBe(false);
    expect(isSameJson({ a: 1 }, { a: 1, b: 1 })).toBe(false);
  });
});
