import type { CellOverride, IgnoredFinding } from '../../../contract/finding.ts';
import type { Intervention, RunRow, StepRow } from '../../../contract/run.ts';
import type { Journal } from '../../../runner/definition.ts';
import type { ConfigureInput } from '../input.ts';

/** Everything the acceptance report is made from; nothing of it is read from the world again here. */
export interface ReportSources {
  readonly input: ConfigureInput;
  readonly run: RunRow;
  readonly steps: readonly StepRow[];
  readonly interventions: readonly Intervention[];
  readonly journal: Journal;
  readonly identity: string | null;
  readonly ignored: readonly IgnoredFinding[];
  readonly overrides: readonly CellOverride[];
  readonly productVersion: string;
  readonly timeZone: string;
  readonly now: number;
}
