/** What the pages for people are made of where an engine says what stands in them. Pure data: no markup gets in. */
import { z } from 'zod';
import type { Text } from './text.ts';

/** Part of a line. Without a value (empty, or blanks only) it is shown as a dash. Times are ISO 8601, shown in the page's time zone. */
const pieceSchema = z.union([
  z.string(),
  /** A value whose characters matter one by one: a checksum, a UUID. */
  z.object({ exact: z.string() }),
  z.object({ bold: z.string() }),
  /** `11:48:02`, with the day where that is not the day the page was made. */
  z.object({ clock: z.string() }),
  /** `2026-11-21 11:48 UTC+8`. */
  z.object({ moment: z.string() }),
]);

/** One piece, or several one after the other. */
const lineSchema = z.union([pieceSchema, z.array(pieceSchema)]);

/** What stands in a cell: one line, or several below each other. */
const contentSchema = z.union([lineSchema, z.object({ lines: z.array(lineSchema) })]);

export const factSchema = z.object({
  label: z.string(),
  value: contentSchema,
  /** Takes the whole width instead of half of it. */
  wide: z.boolean().optional(),
});

const columnSchema = z.object({
  title: z.string(),
  /** Width in CSS pixels on a page whose text is 650 wide; without it the column shares what is left. */
  widthPx: z.number().optional(),
  centered: z.boolean().optional(),
});

/** Rows that keep their heading with the first of them. */
const rowGroupSchema = z.object({
  heading: z.string().nullable(),
  /** A cell for each column. */
  rows: z.array(z.array(contentSchema)),
});

export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('facts'), facts: z.array(factSchema) }),
  z.object({ kind: z.literal('table'), columns: z.array(columnSchema), groups: z.array(rowGroupSchema) }),
  /** `intro` stands above a table and stays with it, `note` is smaller and stands below, `empty` says that there is nothing. */
  z.object({ kind: z.literal('paragraph'), style: z.enum(['intro', 'note', 'empty']), text: z.string() }),
  /** SHA-256 of files, 64 hex digits each. In a report the sum of the report itself comes last, with what it is good for. */
  z.object({
    kind: z.literal('checksums'),
    sums: z.array(z.object({ of: z.string(), sha256: z.string() })),
  }),
]);
export type ReportBlock = z.infer<typeof blockSchema>;

/** The value with a text in both languages wherever a string may stand: as it is made, before a language is chosen. */
export type Worded<T> = T extends string
  ? string extends T
    ? string | Text
    : T
  : T extends readonly (infer Item)[]
    ? readonly Worded<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Worded<T[Key]> }
      : T;
