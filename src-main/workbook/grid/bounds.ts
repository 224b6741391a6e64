import { AppError } from '../../contract/errors.ts';

/** What a planning workbook may grow to before it is refused: far above real ones, far below what would take the memory. */
export const bounds = {
  /** Inflated bytes of one XML part. Real sheets, styled down to row 1000, stay below 1 MiB. */
  partBytes: 64 * 1024 * 1024,
  /** Cells with content, per sheet. */
  cells: 200_000,
  mergedRanges: 5_000,
  hyperlinks: 20_000,
  sharedStrings: 500_000,
  /** Of all shared strings together. */
  sharedStringCharacters: 32 * 1024 * 1024,
  /** The file format's own limit for one cell. */
  textCharacters: 32_767,
  cellFormats: 65_536,
  /** Of elements within each other; spreadsheet programs write about ten. */
  elementDepth: 256,
} as const;

/** Throws WORKBOOK_TOO_LARGE; `what` names what there is too much of, `limit` how much is read. */
export function requireWithinBound(count: number, limit: number, what: string): void {
  if (count > limit) {
    throw new AppError(
      'WORKBOOK_TOO_LARGE',
      `The workbook is refused: it has more than ${limit} ${what}. Remove what is not part of the plan and save it again.`,
      { data: { limit } },
    );
  }
}
