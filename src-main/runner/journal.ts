import type { Journal } from './definition.ts';
import type { StoredRun } from './ports.ts';

/** What is known of a run, from the rows or from the memory of the process that is at work on it. */
export function journalOf({
  model,
  outputs,
  messages,
}: Pick<StoredRun, 'model' | 'outputs' | 'messages'>): Journal {
  const endings = [...model.steps].map(([key, { state, changed, failure }]) => {
    const message = failure?.message ?? messages.get(key) ?? null;
    return [key, { state, changed, message }] as const;
  });
  return { outputs, endings: new Map(endings) };
}
