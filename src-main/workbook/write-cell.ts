import { realpathSync } from 'node:fs';
import { AppError } from '../contract/errors.ts';
import { cellName } from './grid/cell-address.ts';
import { openPackageFile, type PackageFile } from './package/container.ts';
import { openingFailure } from './package/opening.ts';
import { isSigned } from './package/relationships.ts';
import { requireFittingText } from './write-cell/cell-text.ts';
import { sha256OfDescriptor } from './write-cell/file-hash.ts';
import { createWorkbookFiles, type WorkbookFiles } from './write-cell/files.ts';
import { fingerprintOf } from './write-cell/fingerprint.ts';
import { temporaryPath } from './write-cell/new-names.ts';
import { writeNewVersion } from './write-cell/new-version.ts';
import { replaceWorkbook, type Placed } from './write-cell/replace-workbook.ts';
import { findSheetCell, type SheetCell } from './write-cell/sheet-cell.ts';
import { verifyWritten } from './write-cell/verify-written.ts';
import { withoutTemporary, writingFailure } from './write-cell/writing-failure.ts';

export interface WriteCellRequest {
  readonly path: string;
  readonly sheet: string;
  /** Like `E19`. A cell inside a merged area stands for the area's first cell. */
  readonly cell: string;
  /** Written as text whatever it looks like. */
  readonly value: string;
  /** Whether a different value that is already there may be replaced. */
  readonly overwrite: boolean;
  /** SHA-256 the workbook must have, lower-case hex; null or absent when any is accepted. */
  readonly expectedSha256?: string | null;
}

export interface WriteCellResult {
  /** The file that holds the value now. */
  readonly path: string;
  /** The workbook is open elsewhere or read-only: it is unchanged, and `path` is a copy beside it. */
  readonly copy: boolean;
  /** The workbook as it was; null when nothing was replaced. */
  readonly backupPath: string | null;
  readonly sha256Before: string;
  /** Of the file at `path`; the same as before when the value was there already and nothing was written. */
  readonly sha256After: string;
}

export interface WriteCellWorld {
  /** Milliseconds since the epoch; names the backup. */
  readonly now: () => number;
  readonly files?: WorkbookFiles;
}

/**
 * Writes one text into one cell of a workbook and changes nothing else in it: every other part stays byte for byte.
 * The new version is built beside the workbook, read back, and takes its place in one step; on any failure the
 * workbook is as it was. A value that is already there counts as written, also when `expectedSha256` does not match,
 * so that a write interrupted after its last step can be asked for again.
 *
 * Throws WORKBOOK_CELL_OCCUPIED, WORKBOOK_FORMULA_TARGET, WORKBOOK_CHANGED, WORKBOOK_SIGNED, WORKBOOK_SHEET_MISSING,
 * WORKBOOK_VERIFY_FAILED, FILE_UNWRITABLE, INPUT_INVALID, and what opening a workbook throws.
 */
export async function writeCell(request: WriteCellRequest, world: WriteCellWorld): Promise<WriteCellResult> {
  requireFittingText(request.value, request.cell);
  const path = realPathOf(request.path);
  const source = openPackageFile(path);
  const hashing = sha256OfDescriptor(source.descriptor);
  try {
    return await writeInto({
      request: { ...request, path },
      source,
      hashing,
      now: world.now,
      files: world.files ?? createWorkbookFiles(),
    });
  } finally {
    // The hash reads from the descriptor, so it has to end before the file is closed.
    await Promise.allSettled([hashing]);
    source.workbook.close();
  }
}

/** The text a cell holds, null when it is empty; a cell inside a merged area answers the area's value. */
export async function readCellText(path: string, sheet: string, cell: string): Promise<string | null> {
  const file = openPackageFile(path);
  try {
    return (await findSheetCell(file, sheet, cell)).text;
  } finally {
    file.workbook.close();
  }
}

interface Write {
  readonly request: WriteCellRequest;
  readonly source: PackageFile;
  /** The workbook's hash, under way. */
  readonly hashing: Promise<string>;
  readonly now: () => number;
  readonly files: WorkbookFiles;
}

async function writeInto(write: Write): Promise<WriteCellResult> {
  const { request, source, hashing } = write;
  const fingerprint = fingerprintOf(request.path, source.descriptor);
  requireWritable(source);
  const cell = await findSheetCell(source, request.sheet, request.cell);
  if (cell.text === request.value && !cell.isFormula) {
    const sha256 = await hashing;
    return { path: request.path, copy: false, backupPath: null, sha256Before: sha256, sha256After: sha256 };
  }
  const refusal = refusalOf(request, cell);
  if (refusal !== null) {
    await requireExpectedHash(write);
    throw refusal;
  }
  const { placed, sha256 } = await placeNewVersion(write, cell, async () => {
    await requireExpectedHash(write);
    if (!fingerprint.stillHolds()) {
      throw changed(request.path);
    }
  });
  return {
    path: placed.path,
    copy: placed.isCopy,
    backupPath: placed.backupPath,
    sha256Before: await hashing,
    sha256After: sha256,
  };
}

async function placeNewVersion(
  write: Write,
  cell: SheetCell,
  requireUnchanged: () => Promise<void>,
): Promise<{ placed: Placed; sha256: string }> {
  const { request, source, files } = write;
  const temporary = temporaryPath(request.path);
  try {
    const written = await writeNewVersion({
      ...{ files, source, cell, value: request.value, temporaryPath: temporary },
      verify: ({ shift }) =>
        verifyWritten({ source, path: temporary, cell, sheet: request.sheet, value: request.value, shift }),
    });
    await requireUnchanged();
    const placed = await replaceWorkbook({
      files,
      path: request.path,
      temporaryPath: temporary,
      nowMs: write.now(),
    });
    return { placed, sha256: written.sha256 };
  } catch (error) {
    throw await withoutTemporary(files, temporary, writingFailure(request.path, error));
  }
}

function refusalOf(request: WriteCellRequest, cell: SheetCell): AppError | null {
  const name = cellName(cell.place);
  const data = { path: request.path, sheet: request.sheet, cell: name };
  if (cell.isFormula) {
    return new AppError(
      'WORKBOOK_FORMULA_TARGET',
      `${request.sheet}!${name} holds a formula and is not overwritten. Enter ${JSON.stringify(request.value)} by hand where it belongs.`,
      { data },
    );
  }
  const isBlank = cell.text === null || cell.text.trim() === '';
  if (isBlank || request.overwrite) {
    return null;
  }
  return new AppError(
    'WORKBOOK_CELL_OCCUPIED',
    `${request.sheet}!${name} already holds ${JSON.stringify(cell.text)}; ${JSON.stringify(request.value)} was not written over it. Confirm overwriting, or keep what is there.`,
    { data: { ...data, found: cell.text, value: request.value } },
  );
}

async function requireExpectedHash({ request, hashing }: Write): Promise<void> {
  const expected = request.expectedSha256 ?? null;
  if (expected !== null && (await hashing) !== expected.toLowerCase()) {
    throw changed(request.path);
  }
}

function changed(path: string): AppError {
  return new AppError(
    'WORKBOOK_CHANGED',
    `${path} has been changed since it was read; nothing was written. Read it again and decide which version holds.`,
    {
      data: { path },
    },
  );
}

/** Offsets are written as 32 bits; no workbook comes near that. */
const largestFileBytes = 2 * 1024 ** 3;

function requireWritable(source: PackageFile): void {
  const { workbook } = source;
  if (source.fileBytes > largestFileBytes) {
    throw new AppError(
      'WORKBOOK_TOO_LARGE',
      `${workbook.path} is larger than 2 GiB and is not written to. Enter the value by hand.`,
      {
        data: { path: workbook.path },
      },
    );
  }
  if (isSigned(workbook)) {
    throw new AppError(
      'WORKBOOK_SIGNED',
      `${workbook.path} is digitally signed, and any change would break the signature. Write to an unsigned copy, or enter the value by hand and have it signed again.`,
      { data: { path: workbook.path } },
    );
  }
}

/** A rename over a link would replace the link; the file it leads to is meant. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw openingFailure(path, error);
  }
}
