import { realpath } from 'node:fs/promises';
import { AppError, isAppError } from '../contract/errors.ts';
import { requireReadableFile, responding } from '../files/open-file.ts';
import { cellName } from './grid/cell-address.ts';
import { isEmptyText } from './grid/placeholders.ts';
import { openPackageFile, type PackageFile } from './package/container.ts';
import { openingFailure } from './package/opening.ts';
import { isSigned } from './package/relationships.ts';
import { requireFittingText } from './write-cell/cell-text.ts';
import { existingCopy } from './write-cell/existing-copy.ts';
import { createWorkbookFiles, type WorkbookFiles } from './write-cell/files.ts';
import { fingerprintOf, type FileFingerprint } from './write-cell/fingerprint.ts';
import { temporaryPath } from './write-cell/new-names.ts';
import { writeNewVersion } from './write-cell/new-version.ts';
import { isOccupied, replaceWorkbook, type Placed } from './write-cell/replace-workbook.ts';
import { findSheetCell, type SheetCell } from './write-cell/sheet-cell.ts';
import { sweepStaleTemporaries } from './write-cell/stale-temporaries.ts';
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
  /**
   * Called when the new version is complete, on the disk and verified, right before it takes the old one's place. When
   * it throws, the workbook stays as it is and the new version is discarded.
   */
  readonly beforeReplace?: (temporaryPath: string) => Promise<void>;
}

export interface WriteCellResult {
  /** The file that holds the value now. */
  readonly path: string;
  /** The workbook is open elsewhere or read-only: it is unchanged, and `path` is a copy beside it. */
  readonly copy: boolean;
  /** The workbook as it was; null when nothing was replaced. */
  readonly backupPath: string | null;
  /** False when the value was there already: in the workbook, or in the copy an earlier write has left at `path`. */
  readonly written: boolean;
}

export interface WriteCellWorld {
  /** Milliseconds since the epoch; names the backup. */
  readonly now: () => number;
  readonly files?: WorkbookFiles;
}

/**
 * Writes one text into one cell of a workbook and changes nothing else in it: every other part stays byte for byte.
 * The new version is built beside the workbook, read back, and takes its place in one step; on any failure the
 * workbook is as it was. A value that is already there is success, so that a write interrupted after its last step can
 * be asked for again.
 *
 * Throws WORKBOOK_CELL_OCCUPIED, WORKBOOK_FORMULA_TARGET, WORKBOOK_CHANGED, WORKBOOK_SIGNED, WORKBOOK_SHEET_MISSING,
 * WORKBOOK_VERIFY_FAILED, FILE_UNWRITABLE, INPUT_INVALID, and what opening a workbook throws.
 */
export async function writeCell(request: WriteCellRequest, world: WriteCellWorld): Promise<WriteCellResult> {
  requireFittingText(request.value, request.cell);
  const path = await realPathOf(request.path);
  const source = openPackageFile(path);
  try {
    return await writeInto({
      request: { ...request, path },
      source,
      now: world.now,
      files: world.files ?? createWorkbookFiles(),
    });
  } finally {
    source.workbook.close();
  }
}

/** The text a cell holds, null when it is empty; a cell inside a merged area answers the area's value. */
export async function readCellText(path: string, sheet: string, cell: string): Promise<string | null> {
  const file = openPackageFile(await realPathOf(path));
  try {
    return (await findSheetCell(file, sheet, cell)).text;
  } finally {
    file.workbook.close();
  }
}

interface Write {
  readonly request: WriteCellRequest;
  readonly source: PackageFile;
  readonly now: () => number;
  readonly files: WorkbookFiles;
}

async function writeInto(write: Write): Promise<WriteCellResult> {
  const { request, source } = write;
  const fingerprint = fingerprintOf(request.path, source.descriptor);
  requireWritable(source);
  const cell = await findSheetCell(source, request.sheet, request.cell);
  if (cell.text === request.value && !cell.isFormula) {
    return { path: request.path, copy: false, backupPath: null, written: false };
  }
  const refusal = refusalOf(request, cell);
  if (refusal !== null) {
    throw refusal;
  }
  const placed = await placeNewVersion(write, cell, fingerprint);
  return { path: placed.path, copy: placed.isCopy, backupPath: placed.backupPath, written: placed.isNew };
}

async function placeNewVersion(write: Write, cell: SheetCell, fingerprint: FileFingerprint): Promise<Placed> {
  const { request, source, files } = write;
  const temporary = temporaryPath(request.path);
  try {
    const copy = (await isOccupied(files, request.path)) ? await existingCopy(files, request) : null;
    if (copy !== null) {
      return { path: copy, isCopy: true, isNew: false, backupPath: null };
    }
    await sweepStaleTemporaries(files, request.path, write.now());
    await writeNewVersion({
      files,
      source,
      cell,
      value: request.value,
      temporaryPath: temporary,
      verify: ({ shift }) =>
        verifyWritten({ source, path: temporary, cell, sheet: request.sheet, value: request.value, shift }),
    });
    requireUnchanged(request.path, fingerprint);
    await announce(request, temporary);
    // What was announced may have taken its time.
    requireUnchanged(request.path, fingerprint);
    // Windows replaces no file that anybody has open, ourselves included.
    source.workbook.close();
    return await replaceWorkbook({
      files,
      path: request.path,
      temporaryPath: temporary,
      nowMs: write.now(),
      existingCopy: () => existingCopy(files, request),
    });
  } catch (error) {
    throw await withoutTemporary(files, temporary, writingFailure(request.path, error));
  }
}

/** A failure of the caller's own must not be taken for one of the disk. */
async function announce({ path, beforeReplace }: WriteCellRequest, temporary: string): Promise<void> {
  try {
    await beforeReplace?.(temporary);
  } catch (error) {
    throw isAppError(error)
      ? error
      : new AppError(
          'INTERNAL',
          `${path} is unchanged: what had to be done before replacing it failed (${String(error)}). Try again.`,
          { data: { path }, cause: error },
        );
  }
}

function requireUnchanged(path: string, fingerprint: FileFingerprint): void {
  if (!fingerprint.stillHolds()) {
    throw new AppError(
      'WORKBOOK_CHANGED',
      {
        zh: `${path} 在读取之后被修改过，未写入任何内容。请重新读取，并确认以哪个版本为准。`,
        en: `${path} was changed after it was read; nothing was written. Read it again and decide which version to keep.`,
      },
      { data: { path } },
    );
  }
}

function refusalOf(request: WriteCellRequest, cell: SheetCell): AppError | null {
  const name = cellName(cell.place);
  const place = `${request.sheet}!${name}`;
  const data = { path: request.path, sheet: request.sheet, cell: name };
  if (cell.isFormula) {
    return new AppError(
      'WORKBOOK_FORMULA_TARGET',
      {
        zh: `${place} 是公式，不会覆盖。请手工把「${request.value}」填到应填的位置。`,
        en: `${place} holds a formula and was not overwritten. Enter ${JSON.stringify(request.value)} manually in the right cell.`,
      },
      { data },
    );
  }
  if (cell.text === null || isEmptyText(cell.text) || request.overwrite) {
    return null;
  }
  return new AppError(
    'WORKBOOK_CELL_OCCUPIED',
    {
      zh: `${place} 已有内容「${cell.text}」，未用「${request.value}」覆盖。请确认覆盖，或保留原值。`,
      en: `${place} already contains ${JSON.stringify(cell.text)} and was not overwritten with ${JSON.stringify(request.value)}. Confirm overwriting, or keep the existing value.`,
    },
    { data: { ...data, found: cell.text, value: request.value } },
  );
}

/** Offsets are written as 32 bits; no workbook comes near that. */
const largestFileBytes = 2 * 1024 ** 3;

function requireWritable(source: PackageFile): void {
  const { workbook } = source;
  if (source.fileBytes > largestFileBytes) {
    throw new AppError(
      'WORKBOOK_TOO_LARGE',
      {
        zh: `${workbook.path} 超过 2 GiB，未写入。请手工填写该值。`,
        en: `${workbook.path} is larger than 2 GiB and was not written. Enter the value manually.`,
      },
      { data: { path: workbook.path } },
    );
  }
  const [odd] = workbook.oddParts;
  if (odd !== undefined) {
    const { name, problem } = odd;
    throw new AppError(
      'WORKBOOK_ENTRY_NAME',
      {
        zh: `${workbook.path} 未写入：部件 ${JSON.stringify(name)} ${problem.zh}。请用 Excel 或 WPS 打开规划表并另存为新文件。`,
        en: `${workbook.path} was not written: part ${JSON.stringify(name)} ${problem.en}. Open the workbook in Excel or WPS and save it as a new file.`,
      },
      { data: { path: workbook.path, part: name } },
    );
  }
  if (isSigned(workbook)) {
    throw new AppError(
      'WORKBOOK_SIGNED',
      {
        zh: `${workbook.path} 带有数字签名，任何改动都会使签名失效。请写入未签名的副本，或手工填写后重新签名。`,
        en: `${workbook.path} has a digital signature, which any change would invalidate. Write to an unsigned copy, or enter the value manually and sign the workbook again.`,
      },
      { data: { path: workbook.path } },
    );
  }
}

/** A rename over a link would replace the link; the file it leads to is meant. What does not respond is not opened. */
async function realPathOf(path: string): Promise<string> {
  try {
    await requireReadableFile(path);
    return await responding(path, realpath(path));
  } catch (error) {
    throw isAppError(error) ? error : openingFailure(path, error);
  }
}
