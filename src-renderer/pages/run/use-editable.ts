import { useAnswer, type Asked } from '../../ask/use-call.ts';

/** A value of the plan that may be written over in the run, by its path. */
export interface EditableValue {
  readonly key: string;
  readonly value: string | null;
}

/** The values that a step works from and that may be changed before it is tried again; none for many steps. */
export const useEditable = (run: string, step: string): Asked<readonly EditableValue[]> =>
  useAnswer(`editable/${run}/${step}`, (client, signal) => client.runs.editable({ run, step }, { signal }));
