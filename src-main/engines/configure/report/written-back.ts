import { z } from 'zod';
import type { WrittenBack } from '../../../contract/written-back.ts';
import type { Journal } from '../../../runner/definition.ts';

/** The step's output; there is none of what was not written. */
const writtenSchema = z.object({
  path: z.string(),
  sheet: z.string(),
  cell: z.string(),
  value: z.string(),
  written: z.literal(true),
  sha256Before: z.string(),
  sha256After: z.string(),
  backupPath: z.string().nullable(),
  copy: z.boolean(),
});

export const fileNameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** What a run has written into its workbook; null when it has not. Files by their names only. */
export function writtenBack({ outputs }: Journal): WrittenBack | null {
  const parsed = writtenSchema.safeParse(outputs.get('write-back'));
  if (!parsed.success) {
    return null;
  }
  const { path, sheet, cell, value, sha256Before, sha256After, backupPath, copy } = parsed.data;
  return {
    fileName: fileNameOf(path),
    sheet,
    cell,
    value,
    sha256Before,
    sha256After,
    backupFileName: backupPath === null ? null : fileNameOf(backupPath),
    copy,
  };
}
