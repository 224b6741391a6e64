/** Reads exactly `length` bytes at `position`; a shorter file is WORKBOOK_DAMAGED. */
export type ReadAt = (position: number, length: number) => Buffer;
