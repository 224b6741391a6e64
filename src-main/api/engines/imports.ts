import { z } from 'zod';
import {
  importDocumentSchema,
  importRunSchema,
  planDifferenceSchema,
  planRequestSchema,
} from '../../contract/configure.ts';
import { grantSchema } from '../../contract/grant.ts';
import { findingSchema, ignoredFindingSchema, profileMappingSchema } from '../../contract/finding.ts';
import { asked, nothing } from '../base.ts';

const id = z.number().int();
const finding = ignoredFindingSchema.pick({ code: true, sheet: true, cell: true }).extend({ id });

/** A plain cell is corrected by `value`, a password by `secret`, which is kept in memory or the keystore only. */
const overrideInput = z
  .object({
    id,
    sheet: z.string(),
    cell: z.string(),
    value: z.string().nullable(),
    secret: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .refine(({ value, secret }) => value === null || secret === null, 'give either value or secret');

export const imports = {
  list: asked(nothing, z.array(importDocumentSchema)),
  /** Which run was made from which import, the latest run first. */
  runs: asked(nothing, z.array(importRunSchema)),
  /** Reads the workbook and keeps that this version was seen. */
  open: asked(planRequestSchema, importDocumentSchema),
  show: asked(z.object({ id }), importDocumentSchema),
  /** Names the import's workbook for further calls: a page that was loaded anew has no grant for it any more. */
  grant: asked(z.object({ id }), z.object({ grant: grantSchema })),
  difference: asked(z.object({ id, before: z.string(), after: z.string() }), planDifferenceSchema),
  override: asked(overrideInput, z.void()),
  removeOverride: asked(z.object({ id, sheet: z.string(), cell: z.string() }), z.void()),
  /** What would be found in the workbook with this value in its cell; nothing is kept. Not for passwords. */
  tryValue: asked(
    z.object({ id, sheet: z.string(), cell: z.string(), value: z.string().nullable() }),
    z.array(findingSchema),
  ),
  ignoreFinding: asked(finding.extend({ reason: z.string() }), z.void()),
  restoreFinding: asked(finding, z.void()),
  confirmMapping: asked(profileMappingSchema, z.void()),
};
