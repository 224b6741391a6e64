import { z } from 'zod';

/** A rectangle of cells, its corners included, rows and columns from 1. */
const gridAreaSchema = z.object({
  top: z.number().int(),
  left: z.number().int(),
  bottom: z.number().int(),
  right: z.number().int(),
});
export type GridArea = z.infer<typeof gridAreaSchema>;

const gridCellSchema = z.object({
  /** `F12`: for a merged area its upper left cell, which holds the value. */
  address: z.string(),
  row: z.number().int(),
  column: z.number().int(),
  /** As Excel shows it, after corrections. Empty for a password, and for a formula without a usable result. */
  text: z.string(),
  kind: z.enum(['text', 'number', 'date', 'boolean', 'error', 'formula', 'blank', 'secret']),
  /** Only for a cell that is corrected in the tool: what the file says; null for an empty cell and for a password. */
  original: z.string().nullable().optional(),
});
export type GridCell = z.infer<typeof gridCellSchema>;

export const unplannedFields = ['name', 'vlanId', 'vlanType', 'subnet', 'gateway'] as const;

const gridSheetSchema = z.object({
  title: z.string(),
  isHidden: z.boolean(),
  isProtected: z.boolean(),
  /** Of everything on the sheet, and how much of it is here: a sheet of absurd size is cut at the end. */
  rowCount: z.number().int(),
  columnCount: z.number().int(),
  shownRows: z.number().int(),
  shownColumns: z.number().int(),
  /** In Excel's unit, the width of a digit; of all columns that have no entry of their own, and null where the file is silent. */
  defaultWidth: z.number().nullable(),
  widths: z.array(z.object({ first: z.number().int(), last: z.number().int(), width: z.number() })),
  /** How many rows and columns stand still when the sheet is scrolled. */
  frozenRows: z.number().int(),
  frozenColumns: z.number().int(),
  /** Rows that name the columns of the plan's tables. */
  headerRows: z.array(z.number().int()),
  merges: z.array(gridAreaSchema),
  /** By rows, then by columns; only what is filled or corrected. */
  cells: z.array(gridCellSchema),
  /** Cells the plan is made of, filled or not: the path of the plan's value by the cell's address. */
  inputs: z.record(z.string(), z.string()),
  /** Cells of rows that lack too much to be planned, by address: which field of the network each would be, and its name where that is filled. */
  unplanned: z.record(
    z.string(),
    z.object({ field: z.enum(unplannedFields), network: z.string().nullable() }),
  ),
  /** Where passwords stand or may be entered. */
  secretAreas: z.array(gridAreaSchema),
});
export type GridSheet = z.infer<typeof gridSheetSchema>;

/** A workbook as a person sees it in Excel, without its passwords. */
export const workbookGridSchema = z.object({ profile: z.string(), sheets: z.array(gridSheetSchema) });
export type WorkbookGrid = z.infer<typeof workbookGridSchema>;
