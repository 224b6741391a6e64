import type { Json } from '../../contract/json.ts';
import type { LogLine } from '../../contract/run.ts';
import type { Text } from '../../contract/text.ts';

/** A line as it is said, before it has its number. */
export interface NewLogLine {
  readonly atMs: number;
  readonly level: LogLine['level'];
  readonly step: string | null;
  readonly message: Text;
  readonly facts: Readonly<Record<string, Json>>;
}
