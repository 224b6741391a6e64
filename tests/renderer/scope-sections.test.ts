import { expect, it } from 'vitest';
import type { StepRow } from '../../src-main/contract/run.ts';
import {
  scopeSections,
  sectionRows,
  type ListRow,
  type ListView,
} from '../../src-renderer/pages/run/groups.ts';
import { createStepRow } from '../support/step-row.ts';

const all: ListView = { folds: new Map(), spread: new Set(), shows: () => true, hasProgress: () => false };

const shown = (row: ListRow): string => {
  switch (row.kind) {
    case 'scope':
      return row.path.join(' › ');
    case 'group':
      return `${row.group.key} ${row.group.worst}`;
    case 'siblings':
      return `… ${row.steps.length}`;
    case 'step':
    case 'progress':
      return row.step.key;
  }
};

it('steps stand below the part of the run that they belong to, each group in each part by itself', () => {
  const [plan, stage] = [['plan'], ['plan', 'stage-1']];
  const steps: StepRow[] = [
    createStepRow('vlan:a', { group: 'vlan', state: 'succeeded', scope: plan }),
    createStepRow('vlan:b', { group: 'vlan', state: 'failed', scope: stage }),
    createStepRow('vlan:c', { group: 'vlan', scope: stage }),
    createStepRow('free'),
  ];
  expect(sectionRows(scopeSections(steps, 0), all).map(shown)).toEqual([
    'plan',
    'vlan:a',
    'plan › stage-1',
    '["plan","stage-1"] vlan failed',
    'vlan:b',
    'vlan:c',
    'free',
  ]);
  const failed: ListView = { ...all, shows: ({ state }) => state === 'failed' };
  expect(sectionRows(scopeSections(steps, 0), failed)[0]).toEqual({ kind: 'scope', path: stage });
});
