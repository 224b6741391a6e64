/** What is about to be ordered for the workloads of a cluster. It lives in this window until it was started. */
import { create } from 'zustand';
import { workloadKey } from '../../../../src-main/contract/restart-names.ts';
import type { RestartRequest, WorkloadName } from '../../../../src-main/contract/restart.ts';
import { wholeNumber } from '../../../words/whole-number.ts';

export interface Draft {
  readonly action: 'restart' | 'undo';
  readonly workloads: readonly WorkloadName[];
  /** As it was typed; empty: all at once. */
  readonly batchSize: string;
  readonly onFailure: 'stop' | 'go-on';
  /** As they were typed, in seconds. */
  readonly timeout: string;
  readonly settle: string;
  readonly force: boolean;
}

export const firstDraft = (action: Draft['action'], workloads: readonly WorkloadName[]): Draft => ({
  action,
  workloads,
  batchSize: '',
  onFailure: 'stop',
  timeout: '600',
  settle: '10',
  force: false,
});

interface Drafts {
  readonly drafts: ReadonlyMap<string, Draft>;
}

const useDrafts = create<Drafts>(() => ({ drafts: new Map() }));

/** The order in hand for a cluster, by its connection; null where nothing was chosen. */
export const useDraft = (connection: string): Draft | null =>
  useDrafts(({ drafts }) => drafts.get(connection) ?? null);

export function keepDraft(connection: string, draft: Draft): void {
  useDrafts.setState(({ drafts }) => ({ drafts: new Map(drafts).set(connection, draft) }));
}

export type DraftProblem = 'batchSize' | 'timeout' | 'settle';

export type Ordered =
  | { readonly order: RestartRequest; readonly problem: null }
  | { readonly order: null; readonly problem: DraftProblem };

/** What is asked of the owner, or the field that keeps it from being asked. */
export function orderOf(connection: string, draft: Draft): Ordered {
  const batchSize = wholeNumber(draft.batchSize, 1);
  const timeout = wholeNumber(draft.timeout, 1);
  const settle = wholeNumber(draft.settle, 0);
  if (batchSize === null && draft.batchSize.trim() !== '') {
    return { order: null, problem: 'batchSize' };
  }
  if (timeout === null) {
    return { order: null, problem: 'timeout' };
  }
  if (settle === null) {
    return { order: null, problem: 'settle' };
  }
  const { action, workloads, onFailure, force } = draft;
  const order: RestartRequest = {
    cluster: { kind: 'connection', name: connection },
    action,
    workloads: workloads.map(({ kind, namespace, name }) => ({ kind, namespace, name })),
    batchSize,
    onFailure,
    timeoutMs: timeout * 1_000,
    settleMs: settle * 1_000,
    force,
  };
  return { order, problem: null };
}

/** What a preview depends on: how long is waited changes nothing of it. */
export const previewKey = (connection: string, draft: Draft): string =>
  JSON.stringify([
    connection,
    draft.action,
    draft.batchSize.trim(),
    draft.onFailure,
    draft.force,
    draft.workloads.map(workloadKey),
  ]);
