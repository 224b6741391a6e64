import { useAnswer } from '../../../ask/use-call.ts';

/** The import that a run was made from; undefined until it is known, and for a run that was made without one. */
export function useImportOf(run: string): number | undefined {
  const made = useAnswer(`imports/runs/${run}`, (client, signal) => client.imports.runs({}, { signal }));
  return made.value?.find((one) => one.run === run)?.import;
}
