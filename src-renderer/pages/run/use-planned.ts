import { useMemo } from 'react';
import type { PlannedStep } from '../../../src-main/contract/run.ts';
import { useAnswer } from '../../ask/use-call.ts';
import { useRunRow } from '../../sync/runs.ts';

/** What the plan of a run says of its steps, by key; empty until it is known. */
export function usePlanned(run: string): ReadonlyMap<string, PlannedStep> {
  // A plan grows: asked again when there are more steps.
  const count = Object.values(useRunRow(run)?.counts ?? {}).reduce((sum, one) => sum + one, 0);
  const { value } = useAnswer(`planned/${run}/${count}`, (client, signal) =>
    client.runs.planned({ run }, { signal }),
  );
  return useMemo(() => new Map((value ?? []).map((step) => [step.key, step])), [value]);
}
