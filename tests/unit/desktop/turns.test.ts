import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { liveRuns, taskbarProgress, turnsBetween } from '../../../src-main/hosts/desktop/turns.ts';
import { createRunRow } from '../../support/fake-application.ts';

const runs = (...rows: readonly RunRow[]): ReadonlyMap<string, RunRow> =>
  new Map(rows.map((row) => [row.id, row]));

const asking = (id: string): Partial<RunRow> => ({
  state: 'waiting',
  waiting: { id, reason: 'ask', code: 'X', text: { zh: '问', en: 'question' }, choices: [] },
});

const kinds = (before: ReadonlyMap<string, RunRow>, after: ReadonlyMap<string, RunRow>): string[] =>
  turnsBetween(before, after).map(({ kind, run }) => `${kind} ${run.id}`);

describe('what a person is told of', () => {
  const running = createRunRow('0001');

  it('is that a run failed, succeeded or asks', () => {
    const before = runs(running, createRunRow('0002'), createRunRow('0003'));
    const after = runs(
      { ...running, state: 'failed' },
      createRunRow('0002', { state: 'succeeded' }),
      createRunRow('0003', asking('q1')),
    );
    expect(kinds(before, after)).toEqual(['failed 0001', 'succeeded 0002', 'waits 0003']);
  });

  it('is every question once', () => {
    const first = runs(createRunRow('0001', asking('q1')));
    expect(kinds(runs(running), first)).toEqual(['waits 0001']);
    expect(kinds(first, first)).toEqual([]);
    expect(kinds(first, runs(createRunRow('0001', asking('q2'))))).toEqual(['waits 0001']);
  });

  it('is no run that ended before it was ever seen, and none that was canceled', () => {
    expect(kinds(runs(), runs(createRunRow('0001', { state: 'failed' })))).toEqual([]);
    expect(kinds(runs(running), runs({ ...running, state: 'canceled' }))).toEqual([]);
  });
});

describe('the taskbar', () => {
  it('shows nothing when nothing is at work', () => {
    expect(taskbarProgress(runs(createRunRow('0001', { state: 'failed' })))).toEqual({
      part: -1,
      mode: 'none',
    });
  });

  it('shows all live runs together', () => {
    const rows = runs(
      createRunRow('0001', { counts: { succeeded: 3, skipped: 1, running: 1, pending: 3 } }),
      createRunRow('0002', { state: 'canceling', counts: { warning: 2, pending: 6 } }),
      createRunRow('0003', { ...asking('q1'), counts: { pending: 100 } }),
    );
    expect(taskbarProgress(rows)).toEqual({ part: 6 / 16, mode: 'normal' });
    expect(liveRuns(rows).map(({ id }) => id)).toEqual(['0001', '0002']);
  });

  it('shows a run that waits as paused', () => {
    expect(taskbarProgress(runs(createRunRow('0001', { ...asking('q1'), counts: {} })))).toEqual({
      part: 0,
      mode: 'paused',
    });
  });
});
