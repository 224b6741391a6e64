import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallRecord } from '../adapters/http/http-client.ts';
import type { Json } from '../contract/json.ts';
import type { AttemptScope } from '../runner/ports.ts';

/** Calls of an attempt that are kept with it, the latest ones: an upload makes hundreds. */
const mostKept = 20;

interface Scope extends AttemptScope {
  made: number;
  readonly last: Json[];
}

/** Which step a call to the site belongs to. Several run side by side, and adapters know nothing of steps. */
export interface StepCalls {
  /** Runs an attempt so that every call made within is its own. */
  within<T>(attempt: AttemptScope, work: () => Promise<T>): Promise<T>;
  /** Keeps the call with the attempt that made it; answers its step, null outside of one. */
  record(call: CallRecord): string | null;
}

export function createStepCalls(): StepCalls {
  const scopes = new AsyncLocalStorage<Scope>();
  return {
    within: (attempt, work) => scopes.run({ ...attempt, made: 0, last: [] }, work),
    record({ method, path, status, durationMs, ec }) {
      const scope = scopes.getStore();
      if (scope === undefined) return null;
      scope.made += 1;
      scope.last.push({ method, path, status, ec, durationMs: Math.round(durationMs) });
      if (scope.last.length > mostKept) scope.last.shift();
      scope.evidence('calls', { made: scope.made, last: scope.last });
      return scope.step;
    },
  };
}
