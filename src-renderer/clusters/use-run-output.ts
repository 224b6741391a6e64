import type { RunRow } from '../../src-main/contract/run.ts';
import { useAnswer } from '../ask/use-call.ts';

/**
 * What the run's document says of each object of the run, under the name that its engine gave to that output; read again
 * when another step has come to its end. Null until it was read.
 */
export function useRunOutput<Row>({ id, counts, state }: RunRow, name: string): readonly Row[] | null {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const ended = all - (counts.pending ?? 0) - (counts.running ?? 0);
  const { value } = useAnswer(`${name}-of/${id}/${state}/${ended}`, (client, signal) =>
    client.runs.show({ run: id }, { signal }),
  );
  return (value?.outputs[name] as readonly Row[] | undefined) ?? null;
}
