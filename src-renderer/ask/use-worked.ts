import type { RunRow } from '../../src-main/contract/run.ts';
import { longDuration } from '../words/times.ts';
import { useAnswer } from './use-call.ts';

/** Says how long a run has worked, `00:06:12`, without the time it waited; a dash until that is known. */
export function useWorked(runs: readonly RunRow[]): (run: RunRow) => string {
  // Asked again whenever one of them stands otherwise.
  const standing = runs.map(({ id, state, endedAt }) => `${id}:${state}:${endedAt ?? ''}`).join();
  const { value } = useAnswer(`runs-worked/${standing}`, (client, signal) =>
    client.runs.worked({ runs: runs.map(({ id }) => id) }, { signal }),
  );
  return ({ id }) => {
    const worked = value?.[id];
    return worked === undefined ? '—' : longDuration(worked);
  };
}
