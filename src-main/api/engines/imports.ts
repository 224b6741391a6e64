import { z } from 'zod';
import {
  grantSchema,
  importDocumentSchema,
  importRunSchema,
  planDifferenceSchema,
  planRequestSchema,
} from '../../contract/configure.ts';
import { findingSchema, ignoredFindingSchema, profileMappingSchema } from '../../contract/finding.ts';
import { nothing, procedure } from '../base.ts';

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
  list: procedure
    .input(nothing)
    .output(z.array(importDocumentSchema))
    .handler(({ context }) => [...context.application.imports.list()]),
  /** Which run was made from which import, the latest run first. */
  runs: procedure
    .input(nothing)
    .output(z.array(importRunSchema))
    .handler(({ context }) => [...context.application.imports.runs()]),
  open: procedure
    .input(planRequestSchema)
    .output(importDocumentSchema)
    .handler(({ context, input: { file, profile } }) =>
      context.application.imports.open({
        path: context.grants.resolve('read', file),
        profile: profile ?? null,
      }),
    ),
  show: procedure
    .input(z.object({ id }))
    .output(importDocumentSchema)
    .handler(({ context, input }) => context.application.imports.show(input.id)),
  /** Names the import's workbook for further calls: a page that was loaded anew has no grant for it any more. */
  grant: procedure
    .input(z.object({ id }))
    .output(z.object({ grant: grantSchema }))
    .handler(({ context, input }) => {
      const { path } = context.application.imports.show(input.id);
      return { grant: context.grants.grant('read', path) };
    }),
  difference: procedure
    .input(z.object({ id, before: z.string(), after: z.string() }))
    .output(planDifferenceSchema)
    .handler(({ context, input }) =>
      context.application.imports.difference(input.id, input.before, input.after),
    ),
  override: procedure
    .input(overrideInput)
    .output(z.void())
    .handler(({ context, input: { id: importId, secret, ...cell } }) => {
      const override = { ...cell, secret: secret !== null, by: context.caller.by };
      return context.application.imports.override(importId, override, secret);
    }),
  removeOverride: procedure
    .input(z.object({ id, sheet: z.string(), cell: z.string() }))
    .output(z.void())
    .handler(({ context, input }) =>
      context.application.imports.removeOverride(input.id, input.sheet, input.cell),
    ),
  tryValue: procedure
    .input(z.object({ id, sheet: z.string(), cell: z.string(), value: z.string().nullable() }))
    .output(z.array(findingSchema))
    .handler(async ({ context, input: { id: importId, value, ...at } }) => [
      ...(await context.application.imports.tryValue(importId, at, value)),
    ]),
  ignoreFinding: procedure
    .input(finding.extend({ reason: z.string() }))
    .output(z.void())
    .handler(({ context, input: { id: importId, ...ignored } }) =>
      context.application.imports.ignoreFinding(importId, { ...ignored, by: context.caller.by }),
    ),
  restoreFinding: procedure
    .input(finding)
    .output(z.void())
    .handler(({ context, input: { id: importId, ...ignored } }) =>
      context.application.imports.restoreFinding(importId, ignored),
    ),
  confirmMapping: procedure
    .input(profileMappingSchema)
    .output(z.void())
    .handler(({ context, input }) => context.application.imports.confirmMapping(input)),
};
