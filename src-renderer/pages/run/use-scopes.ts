import type { ScopeOutcome, StepRow } from '../../../src-main/contract/run.ts';
import { useAnswer } from '../../ask/use-call.ts';
import { pathKey } from './groups.ts';

/** What the outcome of a part hangs on, as far as the rows tell: asked again only when some of it changes. */
const standOf = (steps: readonly StepRow[]): string => {
  const stands = new Map<string, Set<string>>();
  for (const { scope = [], state } of steps) {
    if (scope.length > 0) {
      const key = pathKey(scope);
      stands.set(key, (stands.get(key) ?? new Set<string>()).add(state));
    }
  }
  return JSON.stringify([...stands].map(([key, states]) => [key, [...states].sort()]));
};

export type Scopes = ReadonlyMap<string, ScopeOutcome>;

/** The nested parts of a run by their path, with how each stands; empty for a run without any, and until it was read. */
export function useScopes(run: string, steps: readonly StepRow[]): Scopes {
  const stand = standOf(steps);
  const { value } = useAnswer(`scopes/${run}/${stand}`, async (client, signal) =>
    stand === '[]' ? [] : ((await client.runs.show({ run }, { signal })).scopes ?? []),
  );
  return new Map((value ?? []).map((outcome) => [pathKey(outcome.path), outcome]));
}
