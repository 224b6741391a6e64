import { create } from 'zustand';
import type { CallError } from './client.ts';
import type { ChangeBatch, LiveProgress } from '../../src-main/contract/feed.ts';
import type { RunRow, StepRow } from '../../src-main/contract/run.ts';

/** The rows as the owner last told them, by id. Written by `follow.ts` alone; pages select. */
export interface Rows {
  readonly run: ReadonlyMap<string, RunRow>;
  readonly step: ReadonlyMap<string, StepRow>;
  readonly progress: ReadonlyMap<string, LiveProgress>;
}

/** Topics that have caught up, with when they last heard something (milliseconds since the epoch). */
export interface Topics {
  readonly heardAt: ReadonlyMap<string, number>;
  /** Topics that cannot be followed, such as a run that is not there. */
  readonly refused: ReadonlyMap<string, CallError>;
}

export const noRows = (): Rows => ({ run: new Map(), step: new Map(), progress: new Map() });

export const useRows = create<Rows & Topics>(() => ({
  ...noRows(),
  heardAt: new Map(),
  refused: new Map(),
}));

/**
 * The rows after a batch. A reset forgets what the topic has told: all runs for `index`, the run's steps for `run:<id>`.
 * Steps are written where they are: copying thousands of them ten times a second was most of the page's garbage. So a
 * selector reads out of that map, and never hands it on.
 */
export function afterBatch(rows: Rows, topic: string, batch: ChangeBatch): Rows {
  const touched = new Set<string>(batch.rows.map(({ collection }) => collection));
  const forgets = batch.reset && topic !== 'index';
  const next = {
    run: touched.has('run') || batch.reset ? new Map(rows.run) : rows.run,
    step: rows.step,
    progress: touched.has('progress') || forgets ? new Map(rows.progress) : rows.progress,
  };
  const written = next as WrittenRows;
  if (batch.reset) {
    forget(written, topic);
  }
  const byName = new Map<string, Map<string, unknown>>(Object.entries(written));
  for (const { collection, id, row } of batch.rows) {
    const of = byName.get(collection) ?? new Map<string, unknown>();
    if (row === null) {
      of.delete(id);
    } else {
      of.set(id, row);
    }
  }
  return next;
}

interface WrittenRows {
  readonly run: Map<string, RunRow>;
  readonly step: Map<string, StepRow>;
  readonly progress: Map<string, LiveProgress>;
}

function forget(rows: WrittenRows, topic: string): void {
  if (topic === 'index') {
    rows.run.clear();
    return;
  }
  const runId = topic.slice('run:'.length);
  for (const [id, step] of rows.step) {
    if (step.runId === runId) {
      rows.step.delete(id);
    }
  }
  for (const [id, live] of rows.progress) {
    if (live.runId === runId) {
      rows.progress.delete(id);
    }
  }
}
