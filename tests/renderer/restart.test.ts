import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src-main/contract/connections.ts';
import type { PreflightItem } from '../../src-main/contract/preflight.ts';
import type { PreviewStep } from '../../src-main/contract/preview-scope.ts';
import type { RestartRow, WorkloadName, WorkloadRow } from '../../src-main/contract/restart.ts';
import type { Progress } from '../../src-main/contract/run.ts';
import { verbatim } from '../../src-main/contract/text.ts';
import { ageOf } from '../../src-renderer/clusters/age.ts';
import { clusterToOpen } from '../../src-renderer/clusters/cluster-to-open.ts';
import { choicesOf, narrowed, noConditions } from '../../src-renderer/pages/restart/list/conditions.ts';
import { firstDraft, orderOf, previewKey } from '../../src-renderer/pages/restart/order/draft.ts';
import { planned } from '../../src-renderer/pages/restart/order/planned.ts';
import { restartedOf } from '../../src-renderer/pages/restart/run/batches.ts';
import { causeFrom } from '../../src-renderer/pages/restart/seen-cause.ts';
import { createStepRow } from '../support/step-row.ts';

const portal: WorkloadName = { kind: 'deployment', namespace: 'web', name: 'portal' };
const gateway: WorkloadName = { kind: 'deployment', namespace: 'web', name: 'gateway' };
const backup: WorkloadName = { kind: 'cronjob', namespace: 'data', name: 'backup' };

const rowOf = (name: WorkloadName, more: Partial<WorkloadRow> = {}): WorkloadRow => ({
  ...name,
  uid: name.name,
  desired: 3,
  updated: 3,
  ready: 3,
  available: 3,
  strategy: 'RollingUpdate',
  paused: false,
  restartedAt: null,
  state: 'rolledOut',
  images: [`registry.local/${name.name}:1`],
  labels: { app: name.name },
  ...more,
});

it.each([
  [0, '0s'],
  [119_000, '119s'],
  [12 * 60_000, '12m'],
  [5 * 3_600_000, '5h'],
  [5 * 3_600_000 + 12 * 60_000, '5h12m'],
  [76 * 3_600_000, '3d4h'],
  [212 * 86_400_000, '212d'],
])('%d ms ago is %s', (ms, said) => {
  expect(ageOf(ms)).toBe(said);
});

describe('the cluster that is opened', () => {
  const clusterOf = (name: string, isDefault = false): Connection => ({
    name,
    kind: 'kubernetes',
    server: 'https://192.0.2.1:6443',
    context: null,
    file: null,
    namespaces: [],
    credentials: 'file',
    variable: null,
    isDefault,
    identity: null,
    allowed: [],
    problems: [],
    lastTest: null,
  });

  it('is the default one, else the only one, else for a person to choose', () => {
    const [one, other, chosen] = [clusterOf('one'), clusterOf('other'), clusterOf('chosen', true)];
    expect(clusterToOpen([one, chosen, other])).toBe(chosen);
    expect(clusterToOpen([one])).toBe(one);
    expect(clusterToOpen([one, other])).toBeNull();
    expect(clusterToOpen([])).toBeNull();
  });
});

describe('the list', () => {
  const rows = [
    rowOf(portal),
    rowOf(gateway, { state: 'stuck', labels: { app: 'gateway', tier: 'edge' } }),
    rowOf(backup, { paused: true }),
  ];
  const namesBy = (conditions: Partial<typeof noConditions>): string[] =>
    narrowed(rows, { ...noConditions, ...conditions }).map(({ name }) => name);

  it('is narrowed by namespace, kind, label, state and text, all at once', () => {
    expect(namesBy({})).toEqual(['portal', 'gateway', 'backup']);
    expect(namesBy({ namespace: 'web' })).toEqual(['portal', 'gateway']);
    expect(namesBy({ kind: 'cronjob' })).toEqual(['backup']);
    expect(namesBy({ label: 'tier=edge' })).toEqual(['gateway']);
    expect(namesBy({ state: 'stuck' })).toEqual(['gateway']);
    expect(namesBy({ text: ' registry.local WEB portal ' })).toEqual(['portal']);
    expect(namesBy({ namespace: 'data', state: 'stuck' })).toEqual([]);
  });

  it('tells a CronJob by its schedule and not by a rollout', () => {
    expect(namesBy({ state: 'suspended' })).toEqual(['backup']);
    expect(choicesOf(rows)).toEqual({
      namespaces: ['data', 'web'],
      kinds: ['cronjob', 'deployment'],
      labels: ['app=backup', 'app=gateway', 'app=portal', 'tier=edge'],
      states: ['rolledOut', 'stuck', 'suspended'],
    });
  });
});

describe('an order', () => {
  const draft = firstDraft('restart', [portal, gateway]);

  it('has its times in milliseconds, and all at once where no batch size was typed', () => {
    expect(orderOf('lab', { ...draft, batchSize: ' 2 ' }).order).toEqual({
      cluster: { kind: 'connection', name: 'lab' },
      action: 'restart',
      workloads: [portal, gateway],
      batchSize: 2,
      onFailure: 'stop',
      timeoutMs: 600_000,
      settleMs: 10_000,
      force: false,
    });
    expect(orderOf('lab', draft).order?.batchSize).toBeNull();
  });

  it.each([
    ['batchSize', '0'],
    ['batchSize', '1.5'],
    ['timeout', ''],
    ['timeout', '0'],
    ['settle', '-1'],
    ['settle', 'ten'],
  ] as const)('is none with %s "%s"', (field, typed) => {
    expect(orderOf('lab', { ...draft, [field]: typed })).toEqual({ order: null, problem: field });
  });

  it('is looked at again when the plan changes, and not when only the times do', () => {
    const key = previewKey('lab', draft);
    expect(previewKey('lab', { ...draft, timeout: '60', settle: '0' })).toBe(key);
    expect(previewKey('lab', { ...draft, force: true })).not.toBe(key);
    expect(previewKey('lab', { ...draft, batchSize: '1' })).not.toBe(key);
  });
});

describe('what is planned', () => {
  const stepOf = (key: string, more: Partial<PreviewStep> = {}): PreviewStep => ({
    key,
    title: verbatim(key),
    group: 'patches',
    verdict: 'todo',
    undo: 'possible',
    calls: [],
    cells: [],
    looksOnly: false,
    mandatory: false,
    dependsOn: [],
    ...more,
  });
  const foundOf = (workload: string, verdict: PreflightItem['verdict']): PreflightItem => ({
    code: verdict,
    subject: workload,
    verdict,
    message: verbatim(`${workload} ${verdict}`),
  });

  it('has the findings of each workload, the gravest first, and its batch', () => {
    const rows = planned([portal, gateway, backup], {
      steps: [
        stepOf('patch:web/deployment/portal'),
        stepOf('patch:web/deployment/gateway'),
        stepOf('job:data/cronjob/backup'),
      ],
      found: [
        foundOf('web/deployment/gateway', 'ok'),
        foundOf('web/deployment/gateway', 'error'),
        foundOf('web/deployment/gateway', 'warning'),
      ],
      batchSize: 2,
    });
    expect(rows.map(({ batch, isStopped }) => [batch, isStopped])).toEqual([
      [1, false],
      [1, true],
      [2, false],
    ]);
    expect(rows[1]?.findings.map(({ verdict }) => verdict)).toEqual(['error', 'warning', 'ok']);
    expect(rows[2]?.step?.key).toBe('job:data/cronjob/backup');
  });

  it('is stopped where the look at that workload was refused', () => {
    const blocked = stepOf('patch:web/deployment/portal', { verdict: 'blocked' });
    const [own] = planned([portal], { steps: [blocked], found: [], batchSize: null });
    expect(own?.isStopped).toBe(true);
    // What another one stopped is not this one's fault.
    const preflight = stepOf('preflight', { group: 'looks', verdict: 'blocked' });
    const [other] = planned([portal], { steps: [preflight, blocked], found: [], batchSize: null });
    expect(other?.isStopped).toBe(false);
  });
});

describe('a run batch by batch', () => {
  const steps = [
    createStepRow('right', { group: 'looks', state: 'succeeded' }),
    createStepRow('batch:1', { state: 'succeeded' }),
    createStepRow('patch:web/deployment/portal', { state: 'succeeded', dependsOn: ['batch:1'] }),
    createStepRow('rollout:web/deployment/portal', { state: 'running' }),
    createStepRow('batch:2'),
    createStepRow('patch:web/deployment/gateway', { dependsOn: ['batch:2'] }),
    createStepRow('rollout:web/deployment/gateway'),
    createStepRow('job:data/cronjob/backup', { dependsOn: ['batch:2'] }),
  ];
  const held: Progress = {
    done: 1,
    total: 3,
    unit: 'pods',
    counts: { updated: 1, ready: 3, available: 3 },
    heldUpBy: verbatim('Pod/portal-x: ImagePullBackOff: container portal: not found'),
  };
  const nothing = { progress: new Map(), rows: new Map() };

  it('tells each workload by the step it is at, with its pods and what holds it', () => {
    const progress = new Map([['rollout:web/deployment/portal', held]]);
    const [one, two, three] = restartedOf(steps, { ...nothing, progress });
    expect(one).toMatchObject({
      workload: portal,
      batch: 1,
      isSettled: false,
      pods: { desired: 3, updated: 1, ready: 3, available: 3, done: 1 },
      cause: { reason: 'ImagePullBackOff', object: 'Pod/portal-x' },
    });
    expect(one?.step.key).toBe('rollout:web/deployment/portal');
    expect(two).toMatchObject({ workload: gateway, batch: 2, pods: null, cause: null });
    expect(two?.step.key).toBe('patch:web/deployment/gateway');
    expect(three?.workload).toEqual(backup);
  });

  it('tells the end as the run has recorded it', () => {
    const recorded: RestartRow = {
      ...portal,
      restartedAt: '2026-11-21T02:49:06Z',
      patched: true,
      state: 'reverted',
      updated: 0,
      ready: 3,
      desired: 3,
      cause: { reason: 'FailedCreate', object: 'ReplicaSet/portal-1', message: 'no', at: null },
    };
    const ended = steps.map((step) =>
      step.key === 'rollout:web/deployment/portal' ? { ...step, state: 'failed' as const } : step,
    );
    const rows = new Map([['web/deployment/portal', recorded]]);
    const [one] = restartedOf(ended, { ...nothing, rows });
    expect(one).toMatchObject({ ended: 'reverted', isSettled: true, cause: { reason: 'FailedCreate' } });
  });

  it('keeps the last cause of one that was canceled', () => {
    const ended = steps.map((step) =>
      step.key === 'rollout:web/deployment/portal'
        ? { ...step, state: 'canceled' as const, progress: held }
        : step,
    );
    expect(restartedOf(ended, nothing)[0]?.cause?.reason).toBe('ImagePullBackOff');
  });
});

it('a line that is no cause is told whole', () => {
  expect(causeFrom('waits for the quota')).toEqual({
    reason: '',
    object: '',
    message: 'waits for the quota',
  });
});
