import { randomUUID } from 'node:crypto';
import { requireOutputPath, type OutputRules } from '../../files/output-path.ts';
import { writeWholeFile } from './whole-file.ts';

/**
 * Writes a file where a person said, whole or not at all. Throws what {@link requireOutputPath} refuses, and
 * FILE_UNWRITABLE.
 */
export async function writeNamedOutput(
  path: string,
  content: string | Uint8Array,
  rules: OutputRules,
): Promise<void> {
  await requireOutputPath(path, rules);
  // In a folder of theirs no name is ours before it is taken.
  writeWholeFile(path, content, { part: `${path}.${randomUUID().slice(0, 8)}.part` });
}
