import type { Json } from '../../src-main/contract/json.ts';
import type { RunRow } from '../../src-main/contract/run.ts';
import { useAnswer } from '../ask/use-call.ts';

/**
 * What the run's document has under the name that its engine gave to an output, such as each object of the run; read
 * again when another step has come to its end. Null until it was read.
 */
export function useRunOutput({ id, counts, state }: RunRow, name: string): Json | null {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const ended = all - (counts.pending ?? 0) - (counts.running ?? 0);
  const { value } = useAnswer(`${name}-of/${id}/${state}/${ended}`, (client, signal) =>
    client.runs.show({ run: id }, { signal }),
  );
  return value?.outputs[name] ?? null;
}
