import { useRuns } from '../../../sync/runs.ts';
import { useAnswer } from '../../../ask/use-call.ts';

/** Answers the number of the last run that was made from an import; undefined while none is known. */
export function useLastRuns(): (importId: number) => string | undefined {
  // Asked again when a run came to the list.
  const count = useRuns((run) => run.size);
  const made = useAnswer(`imports/runs/${count}`, (client, signal) => client.imports.runs({}, { signal }));
  return (importId) => made.value?.find((one) => one.import === importId)?.run;
}
