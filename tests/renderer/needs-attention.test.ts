import { expect, it } from 'vitest';
import type { RunRow } from '../../src-main/contract/run.ts';
import { runsNeedingAttention } from '../../src-renderer/words/needs-attention.ts';
import { createRunRow } from '../support/fake-application.ts';

const ended = (id: string, state: RunRow['state'], changes: Partial<RunRow> = {}): RunRow =>
  createRunRow(id, { state, endedAt: 1, targets: ['smartx:192.0.2.11'], ...changes });
const waiting: Partial<RunRow> = {
  waiting: { id: 'q', reason: 'confirm', code: 'confirm', text: { zh: '', en: '' }, choices: [] },
  state: 'waiting',
  endedAt: null,
};
const idsOf = (...runs: readonly RunRow[]): string[] => runsNeedingAttention(runs).map(({ id }) => id);

it('a run that failed needs attention until one of its kind has ended on its targets', () => {
  const failed = ended('0001', 'failed');
  expect(idsOf(failed)).toEqual(['0001']);
  expect(idsOf(failed, ended('0002', 'succeeded'))).toEqual([]);
  expect(idsOf(failed, ended('0002', 'failed'))).toEqual(['0002']);
  expect(idsOf(failed, ended('0002', 'canceled'))).toEqual(['0001']);
  expect(idsOf(failed, ended('0002', 'succeeded', { targets: ['smartx:192.0.2.99'] }))).toEqual(['0001']);
  expect(idsOf(failed, ended('0002', 'succeeded', { kind: 'restart' }))).toEqual(['0001']);
});

it('one that was undone needs none, and one that waits stands first', () => {
  const failed = ended('0001', 'failed');
  const undo = ended('0002', 'succeeded', { kind: 'configure:revert', revertsRunId: '0001' });
  expect(idsOf(failed, undo)).toEqual([]);
  expect(idsOf(failed, { ...undo, state: 'failed' })).toEqual(['0002', '0001']);
  expect(idsOf(failed, createRunRow('0003', waiting), createRunRow('0004'))).toEqual(['0003', '0001']);
});
