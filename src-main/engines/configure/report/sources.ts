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
  readonly ignoredFindings: readonly {
    readonly code: string;
    readonly sheet: string;
    readonly cell: string;
    readonly reason: string;
    readonly by: string;
    readonly at: number;
  }[];
  readonly overrides: readonly {
    readonly sheet: string;
    readonly cell: string;
    readonly value: string | null;
    readonly original: string | null;
    readonly secret: boolean;
    readonly reason: string | null;
    readonly by: string;
    readonly at: number;
  }[];
  readonly productVersion: string;
  readonly timeZone: string;
  readonly now: number;
}
