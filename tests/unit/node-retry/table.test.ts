import { describe, expect, it } from 'vitest';
import { nodePhases } from '../../../src-main/contract/node-retry-names.ts';
import {
  isFailedPhase,
  nodePhaseWord,
  nodeTable,
  nodeVerdict,
  nodeVerdicts,
  type NodeFacts,
} from '../../../src-main/contract/node-retry-words.ts';

const facts = (changes: Partial<NodeFacts> = {}): NodeFacts => ({
  phase: 'ManagedFailed',
  machinePhase: 'Ready',
  isControlPlane: false,
  workspace: null,
  cluster: 'mi300x-east',
  ...changes,
});

describe('the buttons of a node', () => {
  it.each([
    ['Unmanaged', 'hidden', 'shown', 'hidden'],
    ['Managing', 'hidden', 'disabled', 'disabled'],
    ['Managed', 'hidden', 'hidden', 'shown'],
    ['ManagedFailed', 'shown', 'disabled', 'hidden'],
    ['Unmanaging', 'hidden', 'disabled', 'disabled'],
    ['UnmanagedFailed', 'shown', 'hidden', 'disabled'],
  ] as const)('%s: retry %s, manage %s, unmanage %s', (phase, ...buttons) => {
    const { retry, manage, unmanage } = nodeTable[phase];
    expect([retry.button, manage.button, unmanage.button]).toEqual(buttons);
  });

  it.each(['', 'Ready', 'managed'])('are all off in the phase "%s", which is none of the six', (phase) => {
    const all = Object.values(nodeVerdicts(facts({ phase })));
    expect(all.map(({ allowed }) => allowed)).toEqual([false, false, false]);
    expect(all.every(({ button }) => button !== 'shown')).toBe(true);
  });

  it('never allow what they do not show', () => {
    for (const phase of nodePhases) {
      for (const verdict of Object.values(nodeVerdicts(facts({ phase })))) {
        expect(verdict.allowed && verdict.button !== 'shown').toBe(false);
        expect(verdict.because === null).toBe(verdict.allowed);
      }
    }
  });
});

describe('what a retry needs', () => {
  it.each([
    [{ machinePhase: 'SSHFailed' }, 'machine is not ready, please wait and try again'],
    [{ machinePhase: '' }, 'machine is not ready, please wait and try again'],
    [{ cluster: null }, 'cannot determine cluster ID for retry operation'],
    [{ phase: 'UnmanagedFailed', isControlPlane: true }, 'control plane node cannot be unmanaged'],
    [
      { phase: 'UnmanagedFailed', workspace: 'research' },
      'node is still bound to a workspace, please unbind first',
    ],
    [{ phase: 'UnmanagedFailed', cluster: null }, 'cannot determine cluster ID for retry operation'],
    [
      { phase: 'Managed' },
      'node is not in a failed state, current phase: Managed. Only ManagedFailed or UnmanagedFailed nodes can be retried',
    ],
  ])('%o is refused in the words of the original', (changes, words) => {
    expect(nodeVerdict('retry', facts(changes)).because?.en).toBe(words);
  });

  it('looks at the machine before the cluster, and at the control plane before the workspace', () => {
    const both = facts({ machinePhase: 'SSHFailed', cluster: null });
    expect(nodeVerdict('retry', both).precondition).toBe('machineReady');
    const leaving = facts({ phase: 'UnmanagedFailed', isControlPlane: true, workspace: 'a', cluster: null });
    expect(nodeVerdict('retry', leaving).precondition).toBe('notControlPlane');
  });

  it('does not ask of a managed node what only leaving asks', () => {
    const bound = facts({ isControlPlane: true, workspace: 'research' });
    expect(nodeVerdict('retry', bound).allowed).toBe(true);
    const broken = facts({ phase: 'UnmanagedFailed', machinePhase: 'SSHFailed' });
    expect(nodeVerdict('retry', broken).allowed).toBe(true);
  });
});

describe('managing and unmanaging', () => {
  it('are referred to the retry where they have failed', () => {
    expect(nodeVerdict('manage', facts()).because).toEqual({ zh: '请使用重试', en: 'use retry' });
    expect(nodeVerdict('unmanage', facts({ phase: 'UnmanagedFailed' })).because?.zh).toBe('请使用重试');
  });

  it('need a machine that is ready, or a worker that is bound to nothing', () => {
    const free = { phase: 'Unmanaged', cluster: null };
    expect(nodeVerdict('manage', facts(free)).allowed).toBe(true);
    expect(nodeVerdict('manage', facts({ ...free, machinePhase: 'SSHFailed' })).precondition).toBe(
      'machineReady',
    );
    expect(nodeVerdict('unmanage', facts({ phase: 'Managed' })).allowed).toBe(true);
    expect(nodeVerdict('unmanage', facts({ phase: 'Managed', workspace: 'a' })).precondition).toBe('unbound');
  });
});

describe('the words of phases', () => {
  it('are there for the six, and others are shown as they are', () => {
    expect(nodePhases.map((phase) => nodePhaseWord(phase).zh)).toHaveLength(new Set(nodePhases).size);
    expect(nodePhaseWord('Ready')).toEqual({ zh: 'Ready', en: 'Ready' });
    expect(nodePhaseWord('').zh).toBe('无状态');
    expect(nodePhases.filter(isFailedPhase)).toEqual(['ManagedFailed', 'UnmanagedFailed']);
  });
});
