import { z } from 'zod';
import { textSchema } from './text-schema.ts';

export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** A problem of the workbook at its cell. `code` is the rule's name; `message` says what, `fix` what to do. */
export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(severities),
  sheet: z.string(),
  /** A cell (`M19`) or a range (`C15:C17`). */
  cell: z.string(),
  message: textSchema,
  fix: textSchema.optional(),
  /** Paths into the site plan whose steps an error blocks (`network.switches[3].networks[6].vlanId`); absent when it blocks nothing. */
  blocks: z.array(z.string()).optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const findingCountsSchema = z.object({
  error: z.number().int(),
  warning: z.number().int(),
  info: z.number().int(),
});
export type FindingCounts = z.infer<typeof findingCountsSchema>;

/** A cell's value as corrected in the tool. Passwords are never kept here: `value` is null and the secret lives elsewhere. */
export const cellOverrideSchema = z.object({
  sheet: z.string(),
  cell: z.string(),
  value: z.string().nullable(),
  secret: z.boolean(),
  original: z.string().nullable(),
  reason: z.string().nullable(),
  by: z.string(),
  at: z.number().int(),
});
export type CellOverride = z.infer<typeof cellOverrideSchema>;

export const ignoredFindingSchema = z.object({
  code: z.string(),
  sheet: z.string(),
  cell: z.string(),
  reason: z.string(),
  by: z.string(),
  at: z.number().int(),
});
export type IgnoredFinding = z.infer<typeof ignoredFindingSchema>;

/** A confirmed mapping for a template revision that no built-in profile fits: plan field → sheet and label or cell. */
export const profileMappingSchema = z.object({
  id: z.string(),
  basedOn: z.string(),
  sheets: z.record(z.string(), z.string()),
  headers: z.record(z.string(), z.string()),
  anchors: z.record(z.string(), z.string()),
});
export type ProfileMapping = z.infer<typeof profileMappingSchema>;

export const workbookFactsSchema = z.object({
  path: z.string(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  lastModifiedBy: z.string().nullable(),
  modifiedAt: z.string().nullable(),
  revision: z.string().nullable(),
});
export type WorkbookFacts = z.infer<typeof workbookFactsSchema>;
