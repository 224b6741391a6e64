import type { BoundEngine } from './bound-engine.ts';
import { isEnded } from './model.ts';
import type { RunStore } from './ports.ts';
import { notEndedYet, nothingToTakeBack } from './refusals.ts';
import type { StartRequest } from './requests.ts';
import { reverted, revertKindOf } from './revert.ts';

/** The run that takes back what an ended one changed; it waits to be confirmed. RUN_STATE when there is nothing to take back. */
export function revertRequest(store: RunStore, engine: BoundEngine, runId: string): Omit<StartRequest, 'by'> {
  const stored = store.loadRun(runId);
  if (!isEnded(stored.model.state)) {
    throw notEndedYet(runId);
  }
  const undone = new Set(
    store.stepRows(runId).flatMap(({ key, undoneBy }) => (undoneBy === undefined ? [] : [key])),
  );
  const input = reverted(stored, {
    intentOf: (key) => store.lastIntent(runId, key),
    isUndone: (key) => undone.has(key),
  });
  if (!engine.canTakeBack(input)) {
    throw nothingToTakeBack(runId);
  }
  return {
    kind: revertKindOf(stored.kind),
    input,
    confirmed: false,
    reverts: { runId, identity: stored.identity },
  };
}
