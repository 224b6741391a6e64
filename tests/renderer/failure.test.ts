import { describe, expect, it } from 'vitest';
import type { StepFailure, StepRow, StepState } from '../../src-main/contract/run.ts';
import { verbatim } from '../../src-main/contract/text.ts';
import { comparedIn, consequencesOf, refusedCall } from '../../src-renderer/pages/run/failure.ts';
import { actionKinds } from '../../src-renderer/pages/run/first-action.ts';
import { fieldsOf } from '../../src-renderer/words/fields-of.ts';
import { createStepRow } from '../support/step-row.ts';

const step = (key: string, state: StepState, more: Partial<StepRow> = {}): StepRow =>
  createStepRow(key, { group: 'vlan', state, undo: 'possible', startedAt: 1, endedAt: 2, ...more });

const failure = (data: StepFailure['data']): StepFailure => ({
  code: 'API_CONFLICT',
  category: 'conflict',
  message: verbatim('it failed'),
  data,
  attempt: 1,
  at: 1,
  stoppedBecause: 'nonRetryable',
});

describe('what a failure compares', () => {
  it('is a value beside the one that is there, whichever way it was kept', () => {
    expect(comparedIn(failure({ plannedVlanId: 2106, actualVlanId: 126, plannedMode: 'lacp' }))).toEqual([
      { name: 'VlanId', planned: verbatim('2106'), actual: verbatim('126') },
    ]);
    const field = { zh: '绑定模式', en: 'Bond mode' };
    const row = { field, planned: verbatim('lacp'), actual: verbatim('active-backup') };
    expect(comparedIn(failure({ differences: [row, 'nonsense', null] }))).toEqual([
      { name: field, planned: row.planned, actual: row.actual },
    ]);
    expect(comparedIn(null)).toEqual([]);
  });

  it('keeps the call apart from the sentence', () => {
    const data = { method: 'POST', path: '/api/v2/vlans', status: 409, ec: 'EVLAN' };
    expect(refusedCall(failure(data))).toBe('POST /api/v2/vlans → 409 EVLAN');
    expect(refusedCall(failure({ method: 'GET', path: '/a', status: null, ec: null }))).toBe('GET /a');
    expect(refusedCall(failure({ vlan: 'VLAN-2106' }))).toBe(null);
  });
});

describe('what is offered first', () => {
  const editFirst = { edit: 'primary', retry: 'plain' };
  const retryFirst = { edit: 'plain', retry: 'primary' };
  const field = { zh: '绑定模式', en: 'Bond mode' };
  const row = { field, planned: verbatim('lacp'), actual: verbatim('active-backup') };

  it.each([
    ['can be used instead', { vds: 'vDS-Business', adoptable: true }],
    ['differs in a value', { plannedVlanId: 2106, actualVlanId: 126 }],
    ['differs in a list of fields', { differences: [row] }],
  ])('is an edit where something was found that %s', (_, data) => {
    expect(actionKinds(failure(data), true)).toEqual(editFirst);
  });

  it('is another try where nothing was found: there is nothing to plan around', () => {
    const refused = { method: 'POST', path: '/api/v2/vlans', status: 409, ec: 'EVLAN', differences: [] };
    expect(actionKinds(failure(refused), true)).toEqual(retryFirst);
  });

  it('is neither where there is no value to edit and another try alone is in vain', () => {
    const neither = { edit: 'plain', retry: 'plain' };
    expect(actionKinds(failure({ missing: ['VLAN-2106'] }), false)).toEqual(neither);
    expect(actionKinds({ ...failure({}), category: 'denied' }, true)).toEqual(neither);
  });

  it('is another try after what may be over by itself, and where nothing failed', () => {
    const outage: StepFailure = { ...failure({}), category: 'unavailable', stoppedBecause: 'exhausted' };
    expect(actionKinds(outage, true)).toEqual(retryFirst);
    expect(actionKinds(null, true)).toEqual(retryFirst);
  });
});

describe('what a failure means for the rest', () => {
  const failed = step('vlan:a', 'failed', { dependsOn: ['vds'] });
  const dependency = { kind: 'dependency', text: verbatim('vlan:a failed') } as const;

  it('names what was left out, what is held up and how much goes on', () => {
    const steps = [
      step('vds', 'succeeded'),
      failed,
      step('vlan:b', 'pending', { dependsOn: ['vds'] }),
      step('count', 'skipped', { dependsOn: ['vlan:a'], skipReason: dependency }),
      step('vlan-count', 'warning', { dependsOn: ['vlan:a'] }),
      step('serial', 'pending', { dependsOn: ['count'] }),
      step('iso', 'running', { dependsOn: ['vds'] }),
      step('by-hand', 'skipped', { skipReason: { kind: 'person', text: verbatim('no') } }),
    ];
    const { amiss, leftOut, held, goOn } = consequencesOf(failed, steps);
    expect(amiss.map(({ key }) => key)).toEqual(['vlan-count']);
    expect(leftOut.map(({ key }) => key)).toEqual(['count']);
    expect(held.map(({ key }) => key)).toEqual(['serial']);
    expect(goOn).toBe(2);
  });
});

it('an intent is told field by field, lists of plain values in one', () => {
  const hosts = [{ hostUuid: 'a', nics: ['ens1', 'ens2'] }];
  expect(fieldsOf({ name: 'vDS', hosts, before: null, nics: [] })).toEqual([
    { path: ['name'], value: 'vDS' },
    { path: ['hosts', '1', 'hostUuid'], value: 'a' },
    { path: ['hosts', '1', 'nics'], value: 'ens1, ens2' },
    { path: ['before'], value: '—' },
    { path: ['nics'], value: '—' },
  ]);
});
