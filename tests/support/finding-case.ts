import type { FindingCode } from '../../src-main/workbook/findings/catalog.ts';
import type { SampleChanges, SampleValue } from './sample-sheets.ts';

/** A change of the sample that makes a rule fire: where, what it blocks, and what is said. */
export interface FindingCase {
  readonly code: FindingCode;
  readonly change: SampleChanges;
  readonly at: string;
  readonly blocks?: readonly string[];
  readonly says?: string;
}

export const cells = (changed: Record<string, SampleValue | null>): SampleChanges => ({ cells: changed });
