import { z } from 'zod';

/** What a run has written into the planning workbook. Sums are SHA-256, 64 hex digits. */
export const writtenBackSchema = z.object({
  fileName: z.string(),
  sheet: z.string(),
  cell: z.string(),
  value: z.string(),
  sha256Before: z.string(),
  sha256After: z.string(),
  backupFileName: z.string().nullable(),
  /** The workbook could not be written: the value stands in a copy beside it. */
  copy: z.boolean(),
});
export type WrittenBack = z.infer<typeof writtenBackSchema>;
