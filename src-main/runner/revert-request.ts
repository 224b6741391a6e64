import type { Json } from '../contract/json.ts';
import { isEnded } from './model.ts';
import type { RunStore } from './ports.ts';
import { notEndedYet, nothingToTakeBack } from './refusals.ts';
import type { StartRequest } from './requests.ts';
import { revertedSteps, revertKindOf } from './revert.ts';

/** The run that takes back what an ended one changed; it waits to be confirmed. RUN_STATE when there is nothing to take back. */
export function revertRequest(store: RunStore, runId: string): StartRequest {
  const stored = store.loadRun(runId);
  if (!isEnded(stored.model.state)) throw notEndedYet(runId);
  const steps = revertedSteps(stored, (key) => store.lastIntent(runId, key));
  if (steps.length === 0) throw nothingToTakeBack(runId);
  return {
    kind: revertKindOf(stored.kind),
    input: { revertsRunId: runId, input: stored.input, steps } as unknown as Json,
    confirmed: false,
    reverts: { runId, identity: stored.identity },
  };
}
