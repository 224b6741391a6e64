import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallRecord } from '../../adapters/http/http-client.ts';
import type { Json } from '../../contract/json.ts';
import type { AttemptScope } from '../../runner/ports.ts';

/** Calls of an attempt that are kept with it, the latest ones: an upload makes hundreds. */
const mostKept = 20;

/** Of a body as text; the rest is cut off. */
const mostCharacters = 2_000;

/** Fields whose value is nobody's to read, whatever it is. */
const secretField =
  /pass(?:word|wd|phrase)?$|^repeat$|secret|token|credential|private_?key|cookie|authorization/i;

/** Behind the cut: what is looked at for secrets that lie across it, longer than any of them is in any encoding. */
const beyondCut = 2_000;

/** Secrets masked, and only then cut, because half a secret is recognised no more. A long body is looked at no further than it is kept. */
function keptBody(body: unknown, mask: (text: string) => string): Json {
  if (body === undefined) {
    return null;
  }
  const hide = (name: string, value: unknown): unknown =>
    secretField.test(name) && typeof value !== 'object' ? '***' : value;
  const text = JSON.stringify(body, hide);
  if (text.length > mostCharacters) {
    const looked = mask(text.slice(0, mostCharacters + beyondCut));
    return `${looked.slice(0, Math.min(mostCharacters, Math.max(0, looked.length - beyondCut)))}…`;
  }
  const masked = JSON.stringify(body, (name, value: unknown) => {
    const shown = hide(name, value);
    return typeof shown === 'string' ? mask(shown) : shown;
  });
  return JSON.parse(masked) as Json;
}

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

/** `mask` takes secrets out of what was sent and received, before any of it is kept. */
export function createStepCalls(mask: (text: string) => string): StepCalls {
  const scopes = new AsyncLocalStorage<Scope>();
  return {
    within: (attempt, work) => scopes.run({ ...attempt, made: 0, last: [] }, work),
    record({ method, path, status, durationMs, ec, sent, received }) {
      const scope = scopes.getStore();
      if (scope === undefined) {
        return null;
      }
      scope.made += 1;
      scope.last.push({
        method,
        path,
        status,
        ec,
        durationMs: Math.round(durationMs),
        sent: keptBody(sent, mask),
        received: keptBody(received, mask),
      });
      if (scope.last.length > mostKept) {
        scope.last.shift();
      }
      scope.evidence('calls', { made: scope.made, last: scope.last });
      return scope.step;
    },
  };
}
