import { describe, expect, it } from 'vitest';
import { findingsOf, rollingCounts, stopping } from '../../../src-main/engines/restart/findings.ts';
import type { Surroundings } from '../../../src-main/engines/restart/surroundings.ts';
import { workload } from '../../support/workload-objects.ts';

const node = (name: string, status: 'True' | 'False' = 'True', images: string[] = []) => ({
  metadata: { name },
  status: { conditions: [{ type: 'Ready', status }], images: [{ names: images }] },
});

const empty: Surroundings = {
  pods: [],
  nodes: [node('one'), node('two'), node('three'), node('four')],
  claims: [],
  quotas: [],
  budgets: [],
  scalers: [],
};

const pod = (requests: object, nodeName = 'one') => ({
  metadata: { name: 'portal-1', labels: { app: 'portal' } },
  spec: { nodeName, containers: [{ resources: { requests: { ...requests } } }] },
  status: {},
});

const codes = (of: ReturnType<typeof workload>, around: Partial<Surroundings> = {}): string[] =>
  findingsOf(of, { ...empty, ...around }).map(({ code, weight }) => `${code} ${weight}`);

const rolling = (maxUnavailable: string | number, maxSurge: string | number) => ({
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable, maxSurge } },
});

describe('pods that may be away, and those that may be there besides', () => {
  it.each([
    { replicas: 3, away: '25%', surge: '25%', counts: { away: 0, surge: 1 } },
    { replicas: 4, away: '25%', surge: '25%', counts: { away: 1, surge: 1 } },
    { replicas: 10, away: '25%', surge: '25%', counts: { away: 2, surge: 3 } },
    // Both of them rounded to nothing would never move.
    { replicas: 2, away: '10%', surge: 0, counts: { away: 1, surge: 0 } },
    { replicas: 2, away: 2, surge: 0, counts: { away: 2, surge: 0 } },
  ])('of $replicas: $away and $surge', ({ replicas, away, surge, counts }) => {
    expect(rollingCounts(workload('deployment', { spec: { replicas, ...rolling(away, surge) } }))).toEqual(
      counts,
    );
  });

  it('of a StatefulSet are one and none', () => {
    expect(rollingCounts(workload('statefulset'))).toEqual({ away: 1, surge: 0 });
  });
});

describe('before a restart it is found that', () => {
  it('nothing stands against it', () => {
    expect(codes(workload('deployment'))).toEqual([]);
  });

  it.each([
    { parts: { spec: { paused: true } }, code: 'paused never' },
    { parts: { spec: { strategy: { type: 'Recreate' } } }, code: 'recreate warning' },
    { parts: { spec: rolling(3, 0) }, code: 'all-unavailable warning' },
    { kind: 'statefulset', parts: { spec: { replicas: 1 } }, code: 'single-replica warning' },
    {
      kind: 'daemonset',
      parts: { spec: { updateStrategy: { type: 'OnDelete' } } },
      code: 'on-delete warning',
    },
    {
      kind: 'statefulset',
      parts: { spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } } },
      code: 'partition warning',
    },
    { parts: { status: { updatedReplicas: 1 } }, code: 'already-rolling stop' },
    { parts: { owner: { kind: 'Portal', name: 'main' } }, code: 'reverting-owner stop' },
    { parts: { annotations: { 'argocd.argoproj.io/tracking-id': 'x' } }, code: 'reverting-owner stop' },
    { parts: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'x' } }, code: 'reverting-owner stop' },
    { parts: { spec: { revisionHistoryLimit: 0 } }, code: 'no-history warning' },
  ] as const)('$code', ({ parts, code, ...of }) => {
    const kind = 'kind' in of ? of.kind : 'deployment';
    expect(codes(workload(kind, parts))).toContain(code);
  });

  it('one replica with surge is no outage', () => {
    expect(codes(workload('deployment', { spec: { replicas: 1, ...rolling(0, 1) } }))).toEqual([]);
  });

  it.each([
    {
      resource: 'cpu',
      hard: { 'requests.cpu': '1' },
      used: { 'requests.cpu': '800m' },
      requests: { cpu: '500m' },
    },
    { resource: 'memory', hard: { memory: '1Gi' }, used: { memory: '900Mi' }, requests: { memory: '200Mi' } },
    { resource: 'pods', hard: { pods: '3' }, used: { pods: '3' }, requests: {} },
  ])('the quota has no $resource left for a surge pod', ({ hard, used, requests }) => {
    const quotaOf = (taken: object) => [
      { metadata: { name: 'team' }, status: { hard: { ...hard }, used: { ...taken } } },
    ];
    const pods = [pod(requests)];
    expect(codes(workload('deployment'), { quotas: quotaOf(used), pods })).toContain('quota stop');
    expect(codes(workload('deployment'), { quotas: quotaOf({}), pods })).not.toContain('quota stop');
  });

  const disk = { metadata: { name: 'disk' }, spec: { accessModes: ['ReadWriteOnce'] } };
  const threeNodes = { nodes: [node('one'), node('two'), node('three')] };
  const apart = {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }],
  };

  it.each([
    {
      why: 'a volume that only one node can mount',
      template: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'disk' } }] },
      around: { claims: [disk] },
    },
    {
      why: 'a host port on every node',
      template: { containers: [{ name: 'main', image: 'x:1', ports: [{ hostPort: 80 }] }] },
      around: threeNodes,
    },
    {
      why: 'pods that must be apart',
      template: { affinity: { podAntiAffinity: apart } },
      around: threeNodes,
    },
  ])('a new pod may find no place: $why', ({ template, around }) => {
    expect(codes(workload('deployment', { template }), around)).toContain('surge-cannot-start warning');
  });

  it('a disruption budget, an autoscaler and an image that is pulled are hints', () => {
    const budgets = [
      { metadata: { name: 'keep' }, spec: { selector: { matchLabels: { app: 'portal' } } }, status: {} },
      { metadata: { name: 'other' }, spec: { selector: { matchLabels: { app: 'else' } } }, status: {} },
    ];
    const scalers = [
      { metadata: { name: 'grow' }, spec: { scaleTargetRef: { kind: 'Deployment', name: 'portal' } } },
    ];
    const nodes = [...(empty.nodes ?? []), node('five', 'True', ['registry.local/else:1'])];
    const latest = { containers: [{ name: 'main', image: 'registry.local/portal:latest' }] };
    expect(codes(workload('deployment', { template: latest }), { budgets, scalers, nodes })).toEqual([
      'disruption-budget hint',
      'autoscaler hint',
      'image-pulled hint',
    ]);
  });

  it('a pod lies on a node that is not ready', () => {
    const nodes = [...(empty.nodes ?? []), node('lost', 'False')];
    expect(codes(workload('deployment'), { nodes, pods: [pod({}, 'lost')] })).toContain(
      'node-not-ready warning',
    );
  });

  it('what may not be seen is no finding', () => {
    const unseen = { pods: null, nodes: null, claims: null, quotas: null, budgets: null, scalers: null };
    expect(codes(workload('deployment'), unseen)).toEqual([]);
  });
});

describe('force', () => {
  it('passes what would stop it, and never what cannot be done', () => {
    const found = findingsOf(
      workload('deployment', { spec: { paused: true }, status: { updatedReplicas: 1 } }),
      empty,
    );
    expect(stopping(found, { force: false, findings: 'stop' }).map(({ code }) => code)).toEqual([
      'paused',
      'already-rolling',
    ]);
    expect(stopping(found, { force: true, findings: 'stop' }).map(({ code }) => code)).toEqual(['paused']);
  });

  it('is not needed where findings are only told', () => {
    const found = findingsOf(workload('deployment', { status: { updatedReplicas: 1 } }), empty);
    expect(stopping(found, { force: false, findings: 'tell' })).toEqual([]);
  });
});
