import type { PackageFile } from '../package/container.ts';
import { encodeCellText } from './cell-text.ts';
import { cellName } from '../grid/cell-address.ts';
import type { OutputFile, WorkbookFiles } from './files.ts';
import { writePackage, type WrittenPackage } from './package-output.ts';
import { bothOf } from './both-of.ts';
import type { SheetCell } from './sheet-cell.ts';
import { splicedChunks, type ByteSplice } from './splice.ts';

interface NewVersion {
  /** Proves what was written while the disk is still taking it in; both must succeed. */
  readonly verify: (written: WrittenPackage) => Promise<void>;
  readonly files: WorkbookFiles;
  readonly source: PackageFile;
  readonly cell: SheetCell;
  readonly value: string;
  readonly temporaryPath: string;
}

/** Writes the new version to the temporary path, until the disk has it and it has been read back. */
export async function writeNewVersion(version: NewVersion): Promise<WrittenPackage> {
  const { files, source, cell } = version;
  const output = await files.create(version.temporaryPath, source.workbook.path);
  return closedAfterwards(output, async () => {
    const chunks = splicedChunks(cell.content.chunks(), spliceOf(cell, version.value));
    const written = await writePackage(source, { entry: cell.entry, chunks }, output);
    await bothOf([output.sync(), version.verify(written)]);
    return written;
  });
}

async function closedAfterwards<T>(output: OutputFile, action: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    result = await action();
  } catch (error) {
    await Promise.allSettled([output.close()]);
    throw error;
  }
  await output.close();
  return result;
}

/**
 * Always an inline string: a shared one would change a second part. `<dimension>` is left as it is, since programs
 * take it for a hint, and calcChain stays right because cells with formulas are never written.
 */
function spliceOf(cell: SheetCell, value: string): ByteSplice {
  const { splice, prefix } = cell;
  const style = splice.style === null ? '' : ` s="${splice.style}"`;
  const text = `<${prefix}t xml:space="preserve">${encodeCellText(value)}</${prefix}t>`;
  const element = `<${prefix}c r="${cellName(cell.place)}"${style} t="inlineStr"><${prefix}is>${text}</${prefix}is></${prefix}c>`;
  return { start: splice.start, end: splice.end, bytes: Buffer.from(splice.before + element + splice.after) };
}
