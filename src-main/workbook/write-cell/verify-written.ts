import { read } from 'node:fs';
import { promisify } from 'node:util';
import { cellName } from '../grid/cell-address.ts';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import { openPackageFile, type PackageFile } from '../package/container.ts';
import type { ZipEntry } from '../package/zip-directory.ts';
import { bothOf } from './both-of.ts';
import { findSheetCell, type SheetCell } from './sheet-cell.ts';

const readAsync = promisify(read);
const compareChunkBytes = 1024 * 1024;

export interface Written {
  readonly source: PackageFile;
  /** The new file, not yet in its place. */
  readonly path: string;
  readonly cell: SheetCell;
  readonly sheet: string;
  readonly value: string;
  /** How far what stands behind the changed part has moved, in bytes. */
  readonly shift: number;
}

/** Opens the new file again and proves that only the one part differs and the cell holds the value. Throws WORKBOOK_VERIFY_FAILED. */
export async function verifyWritten(written: Written): Promise<void> {
  const result = openPackageFile(written.path);
  try {
    requireSameDirectory(written, result);
    await bothOf([requireSameParts(written, result), requireCell(written, result)]);
  } finally {
    result.workbook.close();
  }
}

/** Two pieces at a time, so that one is read while the other is compared. */
async function requireSameParts(written: Written, result: PackageFile): Promise<void> {
  const pieces = unchangedPieces(written);
  await bothOf([requireSamePieces(written, result, pieces), requireSamePieces(written, result, pieces)]);
}

interface Piece {
  readonly at: number;
  readonly length: number;
  readonly shift: number;
}

function* unchangedPieces({ source, cell, shift }: Written): Generator<Piece> {
  const ranges = [
    { from: 0, to: cell.entry.headerOffset, shift: 0 },
    { from: cell.entry.spanEnd, to: source.directory.directoryOffset, shift },
  ];
  for (const range of ranges) {
    for (let at = range.from; at < range.to; at += compareChunkBytes) {
      yield { at, length: Math.min(compareChunkBytes, range.to - at), shift: range.shift };
    }
  }
}

/** Reads the whole changed part, so its CRC is checked too. */
async function requireCell(written: Written, result: PackageFile): Promise<void> {
  const { cell } = written;
  const name = cellName(cell.place);
  const found = await findSheetCell(result, written.sheet, name);
  if (found.text !== written.value || found.isFormula || found.splice.style !== cell.splice.style) {
    throw verifyFailed(written, {
      zh: `单元格 ${name} 的内容与写入的不一致`,
      en: `cell ${name} does not read back as written`,
    });
  }
}

/** Every record is the old one, apart from offsets and from what the changed part's says of its content. */
function requireSameDirectory(written: Written, result: PackageFile): void {
  const before = written.source.directory.entries;
  const after = result.directory.entries;
  const changed = written.cell.entry;
  const isSame = (old: ZipEntry, index: number): boolean => {
    const entry = after[index];
    const moved = old.headerOffset > changed.headerOffset ? written.shift : 0;
    return (
      entry?.nameBytes.equals(old.nameBytes) === true &&
      entry.headerOffset === old.headerOffset + moved &&
      (old === changed || isSameContent(old, entry))
    );
  };
  if (before.length !== after.length || !before.every(isSame)) {
    throw verifyFailed(written, {
      zh: '部件目录与原来不一致',
      en: 'the part directory differs from the original',
    });
  }
}

function isSameContent(old: ZipEntry, entry: ZipEntry): boolean {
  return (
    entry.crc32 === old.crc32 &&
    entry.sizeBytes === old.sizeBytes &&
    entry.compressedBytes === old.compressedBytes &&
    entry.flags === old.flags &&
    entry.method === old.method &&
    entry.record.length === old.record.length
  );
}

async function requireSamePieces(
  written: Written,
  result: PackageFile,
  pieces: Iterable<Piece>,
): Promise<void> {
  const [old, copied] = [Buffer.allocUnsafe(compareChunkBytes), Buffer.allocUnsafe(compareChunkBytes)];
  for (const { at, length, shift } of pieces) {
    const counts = await Promise.all([
      readAsync(written.source.descriptor, old, 0, length, at),
      readAsync(result.descriptor, copied, 0, length, at + shift),
    ]);
    const isComplete = counts.every(({ bytesRead }) => bytesRead === length);
    if (!isComplete || old.compare(copied, 0, length, 0, length) !== 0) {
      throw verifyFailed(written, {
        zh: '不应改动的部件发生了变化',
        en: 'a part that should be unchanged differs',
      });
    }
  }
}

function verifyFailed(written: Written, what: Text): AppError {
  const path = written.source.workbook.path;
  return new AppError(
    'WORKBOOK_VERIFY_FAILED',
    {
      zh: `${path} 的新版本已丢弃：读回时发现${what.zh}。规划表未改动；请检查磁盘后重试，或手工填写该值。`,
      en: `The new version of ${path} was discarded because a read-back failed: ${what.en}. The workbook is unchanged. Check the disk and retry, or enter the value manually.`,
    },
    { data: { path, sheet: written.sheet, cell: cellName(written.cell.place) } },
  );
}
