import { describe, expect, it } from 'vitest';
import { toSourceNode } from '../../../src-main/engines/node-retry/index.ts';
import { claimedByOther } from '../../../src-main/engines/node-retry/refusals.ts';

const minuteMs = 60_000;
const nowMs = Date.parse('2026-11-29T08:00:00Z');
const claim = (agoMs: number, home = 'theirs'): string =>
  JSON.stringify({ home, run: '0007', by: 'li', at: new Date(nowMs - agoMs).toISOString() });

const node = (annotation?: string) =>
  toSourceNode({
    metadata: {
      name: 'gpu-04',
      uid: 'u',
      resourceVersion: '10',
      labels: { 'primus-safe.cluster.id': 'east', 'primus-safe.workspace.id': '' },
      annotations: annotation === undefined ? {} : { 'sitewright.io/retry-claim': annotation },
    },
    status: {
      clusterStatus: { phase: 'ManagedFailed' },
      machineStatus: { phase: 'Ready', hostName: 'rack-4' },
    },
  });

describe('a claim on a node', () => {
  it.each([
    ['none', undefined, null],
    ['what nobody of ours has written', 'mine!', null],
    ['one of another home', claim(minuteMs), 'NODE_CLAIMED'],
    ['one of this home', claim(minuteMs, 'ours'), null],
    ['one that is fifteen minutes old', claim(15 * minuteMs), null],
    ['one of a clock that is ahead', claim(-minuteMs), 'NODE_CLAIMED'],
  ])('%s', (_name, annotation, code) => {
    const refused = claimedByOther(node(annotation), { home: 'ours', nowMs });
    expect(refused?.code ?? null).toBe(code);
  });

  it('is named with its run and who made it', () => {
    const refused = claimedByOther(node(claim(minuteMs)), { home: 'ours', nowMs });
    expect(refused?.message).toContain('run 0007 of li');
  });
});

describe('a node as it is read', () => {
  it('is in the cluster that it is to be in, else in the one of its label, and an empty label is none', () => {
    expect(node()).toMatchObject({ cluster: 'east', wanted: null, workspace: null, hostName: 'rack-4' });
  });
});
