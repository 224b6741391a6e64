import { describe, expect, it } from 'vitest';
import { objectOf } from '../../src-renderer/words/step-object.ts';
import { verbatim } from '../../src-main/contract/text.ts';
import {
  type PreviewStep,
  groupSummary,
  inScope,
  notIncluded,
  totalsOf,
  withheldOf,
} from '../../src-main/contract/preview-scope.ts';
import {
  isOpenByItself,
  missingFor,
  rowsOf,
  shortCall,
  toggled,
} from '../../src-renderer/pages/configure/preview/scope.ts';

const stepOf = (key: string, changes: Partial<PreviewStep> = {}): PreviewStep => ({
  key,
  title: verbatim(key),
  group: key.split(':')[0] ?? key,
  verdict: 'todo',
  undo: 'possible',
  calls: [],
  cells: [],
  looksOnly: false,
  mandatory: false,
  dependsOn: [],
  ...changes,
});

const steps = [
  stepOf('scan', { looksOnly: true, mandatory: true, verdict: 'done', undo: 'none' }),
  stepOf('session', { looksOnly: true, mandatory: true, dependsOn: ['scan'] }),
  stepOf('dns', { verdict: 'done', dependsOn: ['session'] }),
  stepOf('vds:V', { dependsOn: ['session'] }),
  stepOf('vlan:V/A', { dependsOn: ['session', 'vds:V'], verdict: 'unreadable' }),
  stepOf('vlan:V/B', { dependsOn: ['session', 'vds:V'] }),
  stepOf('ipmi:a', { undo: 'none' }),
];

describe('the scope of a run', () => {
  it('takes along what needs a step that is unticked', () => {
    expect(toggled(steps, [], { keys: ['vds:V'], isOn: false })).toEqual(['vds:V', 'vlan:V/A', 'vlan:V/B']);
    const skip = ['vds:V', 'vlan:V/A', 'vlan:V/B'];
    expect(missingFor(steps, skip, steps[4]!)?.key).toBe('vds:V');
    expect(missingFor(steps, skip, steps[6]!)).toBeNull();
  });

  it('brings back what a step needs that is ticked again, and nothing else', () => {
    const skip = ['vds:V', 'vlan:V/A', 'vlan:V/B'];
    expect(toggled(steps, skip, { keys: ['vlan:V/B'], isOn: true })).toEqual(['vlan:V/A']);
  });

  it('never leaves out what belongs to every run', () => {
    expect(toggled(steps, [], { keys: ['scan', 'session', 'dns'], isOn: false })).toEqual(['dns']);
  });

  it('leaves a count out with the last of what it counts, and brings it back with the first', () => {
    const counted = [
      stepOf('vlan:V/A'),
      stepOf('vlan:V/B'),
      stepOf('vlan-count:V', { group: 'vlan', looksOnly: true }),
    ];
    const untick = (skip: readonly string[], key: string): readonly string[] =>
      toggled(counted, skip, { keys: [key], isOn: false });
    expect(untick([], 'vlan:V/A')).toEqual(['vlan:V/A']);
    const none = untick(['vlan:V/A'], 'vlan:V/B');
    expect(none).toEqual(['vlan:V/A', 'vlan:V/B', 'vlan-count:V']);
    expect(toggled(counted, none, { keys: ['vlan:V/B'], isOn: true })).toEqual(['vlan:V/A']);
    expect(toggled(counted, none, { keys: ['vlan-count:V'], isOn: true })).toEqual(['vlan:V/A', 'vlan:V/B']);
  });

  it('counts what would change, what of it is final and what could not be read', () => {
    expect(totalsOf(steps)).toEqual({ steps: 7, changes: 4, final: 1, unreadable: 1, blocked: 0, same: 3 });
    expect(totalsOf(inScope(steps, ['ipmi:a', 'vlan:V/A']))).toMatchObject({
      steps: 5,
      changes: 2,
      final: 0,
    });
  });
});

describe('the rows of a preview', () => {
  const alike = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => stepOf(`vlan:V/${name}`));

  it('shows the first of many alike and gathers the rest', () => {
    const other = stepOf('vlan:V/X', { verdict: 'blocked' });
    const rows = rowsOf([...alike, other], () => false);
    expect(rows.map((row) => (row.kind === 'more' ? row.steps.length : row.step.key))).toEqual([
      'vlan:V/A',
      'vlan:V/B',
      'vlan:V/C',
      3,
      'vlan:V/X',
    ]);
    expect(rowsOf(alike.slice(0, 4), () => false)).toHaveLength(4);
  });

  it('folds what only looks and what is the same for each host, unless something is amiss', () => {
    expect(isOpenByItself({ key: 'connect', steps: [steps[0]!] }, [])).toBe(false);
    expect(isOpenByItself({ key: 'vlan', steps: alike }, [])).toBe(true);
    expect(isOpenByItself({ key: 'ipmi', steps: [steps[6]!] }, [])).toBe(false);
    expect(isOpenByItself({ key: 'ipmi', steps: [steps[6]!] }, ['ipmi:a'])).toBe(true);
  });

  it('calls a step by its object, and a call by what tells it', () => {
    expect(objectOf(steps[4]!)).toBe('A');
    expect(objectOf({ key: 'password:node:root', group: 'password' })).toBe('node root');
    expect(objectOf({ key: 'vlan-count:V', group: 'vlan' })).toBeNull();
    expect(shortCall('PUT /api/v2/settings/vip')).toBe('PUT /v2/settings/vip');
    expect(shortCall('POST /api/v2/network/vds/…/vlans')).toBe('POST …/vlans');
    expect(shortCall('POST /api/v2/ipmi/upsert_accounts')).toBe('POST …/ipmi/upsert_accounts');
    expect(shortCall('SSH chpasswd')).toBe('SSH chpasswd');
  });
});

describe('a step that cannot be done', () => {
  it('keeps its place with its reason, and is listed among what is not done, as is what was taken out', () => {
    const because = verbatim('no VLAN ID');
    const preview = {
      steps: [stepOf('dns'), stepOf('vlan:V/A', { verdict: 'blocked' })],
      leftOut: [
        { key: 'vlan:V/A', because },
        { key: 'iso', because },
      ],
      identity: null,
    };
    expect([...withheldOf(preview)]).toEqual([['vlan:V/A', because]]);
    const listed = notIncluded(preview, ['dns', 'vlan:V/A']);
    expect(listed.map((one) => [one.key, one.because.en])).toEqual([
      ['vlan:V/A', 'no VLAN ID'],
      ['iso', 'no VLAN ID'],
      ['dns', 'Not selected'],
    ]);
    expect(groupSummary(preview.steps, ['vlan:V/A'])).toEqual({
      zh: '2 步 · 1 处变更，1 步不执行',
      en: '2 steps · 1 change, 1 not included',
    });
  });
});
