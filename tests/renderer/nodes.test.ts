import { describe, expect, it } from 'vitest';
import { nodeVerdicts } from '../../src-main/contract/node-retry-words.ts';
import type { NodeRow } from '../../src-main/contract/node-retry.ts';
import type { PreviewStep } from '../../src-main/contract/preview-scope.ts';
import type { StepRow } from '../../src-main/contract/run.ts';
import { verbatim } from '../../src-main/contract/text.ts';
import {
  choicesOf,
  clustersOf,
  narrowed,
  noConditions,
} from '../../src-renderer/pages/node-retry/list/conditions.ts';
import { shownActions, takersOf } from '../../src-renderer/pages/node-retry/node-actions.ts';
import {
  directionOf,
  doubtfulOf,
  firstDraft,
  orderOf,
  previewKey,
} from '../../src-renderer/pages/node-retry/order/draft.ts';
import { planned } from '../../src-renderer/pages/node-retry/order/planned.ts';
import { nodesOf } from '../../src-renderer/pages/node-retry/run/run-nodes.ts';
import { inOrder } from '../../src-renderer/pages/node-retry/use-nodes.ts';
import { createStepRow } from '../support/step-row.ts';

function rowOf(name: string, phase: string, more: Partial<NodeRow> = {}): NodeRow {
  const facts = {
    phase,
    machinePhase: 'Ready',
    cluster: 'east',
    workspace: null,
    isControlPlane: false,
    ...more,
  };
  const { retry, manage, unmanage } = nodeVerdicts(facts);
  const as = ({ allowed, because }: typeof retry) => (because === null ? { allowed } : { allowed, because });
  return {
    failedSince: null,
    ...facts,
    name,
    actions: { retry: as(retry), manage: as(manage), unmanage: as(unmanage) },
  };
}

const failed = rowOf('gpu-04', 'ManagedFailed', { failedSince: 2_000 });
const lost = rowOf('gpu-05', 'ManagedFailed', { machinePhase: 'SSHFailed', failedSince: 1_000 });
const leaving = rowOf('gpu-06', 'UnmanagedFailed', { cluster: 'west' });
const managed = rowOf('gpu-02', 'Managed', { workspace: 'research' });
const free = rowOf('gpu-08', 'Unmanaged', { cluster: null });
const busy = rowOf('gpu-07', 'Managing');
const all = [managed, leaving, busy, free, lost, failed];

describe('the list', () => {
  const namesBy = (conditions: Partial<typeof noConditions>): string[] =>
    narrowed(all, { ...noConditions, ...conditions }).map(({ name }) => name);

  it('has those first that have failed, the latest failure before the others, then those at work', () => {
    expect(all.toSorted(inOrder).map(({ name }) => name)).toEqual([
      'gpu-04',
      'gpu-05',
      'gpu-06',
      'gpu-07',
      'gpu-02',
      'gpu-08',
    ]);
  });

  it('is narrowed by phase, cluster, workspace and text, all at once', () => {
    expect(namesBy({})).toHaveLength(6);
    expect(namesBy({ phase: 'failed' })).toEqual(['gpu-06', 'gpu-05', 'gpu-04']);
    expect(namesBy({ phase: 'ManagedFailed' })).toEqual(['gpu-05', 'gpu-04']);
    expect(namesBy({ cluster: 'west' })).toEqual(['gpu-06']);
    expect(namesBy({ cluster: '-' })).toEqual(['gpu-08']);
    expect(namesBy({ workspace: 'research' })).toEqual(['gpu-02']);
    expect(namesBy({ phase: 'failed', text: ' EAST sshfailed ' })).toEqual(['gpu-05']);
  });

  it('offers what its rows have', () => {
    expect(choicesOf(all)).toEqual({
      phases: ['failed', 'Managed', 'ManagedFailed', 'Managing', 'Unmanaged', 'UnmanagedFailed'],
      clusters: ['-', 'east', 'west'],
      workspaces: ['-', 'research'],
    });
    expect(choicesOf([managed]).phases).toEqual(['Managed']);
    expect(clustersOf(all)).toEqual(['east', 'west']);
  });
});

describe('the buttons of a node', () => {
  const shownOf = (row: NodeRow) =>
    shownActions(row).map(({ action, because }) => [action, because?.zh ?? null]);

  it('are those of its phase, and those that are off say why', () => {
    expect(shownOf(failed)).toEqual([
      ['retry', null],
      ['manage', '请使用重试'],
    ]);
    expect(shownOf(lost)[0]).toEqual(['retry', '机器未就绪，请稍后再试']);
    expect(shownOf(managed)).toEqual([['unmanage', '请先解绑工作空间']]);
    expect(shownOf(rowOf('gpu-01', 'Managed', { isControlPlane: true }))).toEqual([
      ['unmanage', '控制平面节点不能解纳管'],
    ]);
    expect(shownOf(free)).toEqual([['manage', null]]);
    expect(shownOf(busy).map(([action]) => action)).toEqual(['manage', 'unmanage']);
  });

  it('of several nodes are on where one of them takes the action', () => {
    expect(takersOf('retry', [lost, failed])).toEqual({ count: 1, because: null });
    expect(takersOf('retry', [lost]).because?.zh).toBe('机器未就绪，请稍后再试');
    expect(takersOf('manage', [])).toEqual({ count: 0, because: null });
  });
});

describe('an order', () => {
  it('names the nodes, and all of them are worked on at once where nothing was typed', () => {
    const draft = firstDraft('retry', [failed, lost], ['east']);
    expect(orderOf('lab', draft).order).toEqual({
      cluster: { kind: 'connection', name: 'lab' },
      action: 'retry',
      names: ['gpu-04', 'gpu-05'],
      into: null,
      atOnce: null,
    });
    expect(orderOf('lab', { ...draft, atOnce: ' 3 ' }).order?.atOnce).toBe(3);
    expect(orderOf('lab', { ...draft, atOnce: '0' })).toEqual({ order: null, problem: 'atOnce' });
  });

  it('to manage needs the cluster, which is known where there is one', () => {
    expect(orderOf('lab', firstDraft('manage', [free], ['east'])).order?.into).toBe('east');
    const draft = firstDraft('manage', [free], ['east', 'west']);
    expect(orderOf('lab', draft)).toEqual({ order: null, problem: 'into' });
    expect(orderOf('lab', { ...draft, into: ' west ' }).order?.into).toBe('west');
  });

  it('is looked at again for other nodes or another cluster, and not for how many at once', () => {
    const draft = firstDraft('manage', [free], []);
    expect(previewKey({ ...draft, atOnce: '2' })).toBe(previewKey(draft));
    expect(previewKey({ ...draft, into: 'west' })).not.toBe(previewKey(draft));
    expect(previewKey({ ...draft, nodes: [] })).not.toBe(previewKey(draft));
  });

  it('says what it repeats, and warns of control planes that failed to be managed', () => {
    expect(directionOf([failed])).toBe('up');
    expect(directionOf([leaving])).toBe('down');
    expect(directionOf([failed, leaving])).toBe('both');
    const plane = rowOf('gpu-01', 'ManagedFailed', { isControlPlane: true });
    expect(doubtfulOf(firstDraft('retry', [failed, plane], []))).toEqual([plane]);
    expect(doubtfulOf(firstDraft('manage', [plane], []))).toEqual([]);
  });
});

describe('what is planned', () => {
  const stepOf = (key: string, more: Partial<PreviewStep> = {}): PreviewStep => ({
    key,
    title: verbatim(key),
    group: 'changes',
    verdict: 'todo',
    undo: 'none',
    calls: [],
    cells: [],
    looksOnly: false,
    mandatory: false,
    dependsOn: [],
    ...more,
  });

  it('is told node by node, and those first that are refused', () => {
    const steps = [
      stepOf('right:gpu-04', { verdict: 'done' }),
      stepOf('pods:gpu-04', { change: verbatim('delete') }),
      stepOf('status:gpu-04', { change: verbatim('set') }),
      stepOf('right:gpu-05', { verdict: 'blocked', found: verbatim('not ready') }),
      stepOf('status:gpu-05', { verdict: 'blocked', change: verbatim('set') }),
    ];
    const [first, second] = planned([failed, lost], steps);
    expect(first).toMatchObject({
      name: 'gpu-05',
      refused: verbatim('not ready'),
      changes: [],
      isKnown: true,
    });
    expect(second).toMatchObject({ name: 'gpu-04', refused: null });
    expect(second?.changes.map(({ en }) => en)).toEqual(['delete', 'set']);
    expect(planned([failed], [])).toMatchObject([{ refused: null, changes: [], isKnown: false }]);
  });
});

describe('a run, node by node', () => {
  const parts = ['right', 'evidence', 'pods', 'status', 'follow'];
  const stepsOf = (node: string, states: Readonly<Record<string, Partial<StepRow>>>): StepRow[] =>
    parts.map((part) => createStepRow(`${part}:${node}`, { state: 'succeeded', ...states[part] }));
  const errorOf = (phase: string): StepRow['error'] => ({
    code: 'NODE_FAILED',
    category: 'invalid',
    message: verbatim('it has failed'),
    data: { phase },
    attempt: 1,
    at: 1,
    stoppedBecause: 'nonRetryable',
  });
  const started = { message: verbatim('ManagedFailed → Managing') };

  it('tells how each of them stands, by the first step that has not succeeded', () => {
    const steps = [
      ...stepsOf('a', { status: started, follow: { message: verbatim('Managed') } }),
      ...stepsOf('b', { status: started, follow: { state: 'running' } }),
      ...stepsOf('c', {
        right: { state: 'failed', error: errorOf('Managed') },
        evidence: { state: 'skipped' },
      }),
      ...stepsOf('d', { status: started, follow: { state: 'failed', error: errorOf('ManagedFailed') } }),
      ...stepsOf('e', { right: { state: 'pending' }, evidence: { state: 'pending' } }),
      ...stepsOf('f', { pods: { state: 'running' }, status: { state: 'pending' } }),
    ];
    const rows = nodesOf(steps, []);
    expect(rows.map(({ name, stage, from, to }) => [name, stage, from, to])).toEqual([
      ['a', 'succeeded', 'ManagedFailed', 'Managed'],
      ['b', 'started', 'ManagedFailed', 'Managing'],
      ['c', 'refused', 'Managed', null],
      ['d', 'failed', 'ManagedFailed', 'ManagedFailed'],
      ['e', 'waiting', null, null],
      ['f', 'working', null, null],
    ]);
    expect(rows[2]?.cause?.en).toBe('it has failed');
    expect(rows[0]?.cause).toBeNull();
  });

  it('has what the document and the evidence say', () => {
    const steps = stepsOf('a', { evidence: { message: verbatim('1 pod: fatal') } });
    const [row] = nodesOf(steps, [{ nodeId: 'a', podsDeleted: ['a-up'], attempts: 2 }]);
    expect(row).toMatchObject({ attempts: 2, podsDeleted: ['a-up'], evidence: verbatim('1 pod: fatal') });
    expect(nodesOf(steps, [])[0]).toMatchObject({ attempts: null, podsDeleted: [] });
  });
});
