import { z } from 'zod';
import { siteSchema } from '../../contract/configure.ts';
import { cellReferenceSchema, sitePlanSchema } from '../../contract/site-plan.ts';
import { languageSchema, textSchema } from '../../contract/text-schema.ts';

/** A value of the plan changed in the tool after the run was made; the plan itself stays as it was read. */
export const editSchema = z.object({ key: z.string(), value: z.string() });

/** What a configure run was asked to do. Stored as it is: it names secrets by their path in the plan and holds none. */
export const configureInputSchema = z.object({
  /** Names the secrets that were given by hand with this order; they live in the memory of the process that took it. */
  orderId: z.string(),
  /** Secrets that stand in no sheet, or are given instead of the sheet's, by name or path; `environment` is the variable to resolve one by again. */
  given: z.array(z.object({ key: z.string(), environment: z.string().nullable() })).default([]),
  workbook: z.object({ path: z.string(), sha256: z.string() }),
  plan: sitePlanSchema,
  edits: z.array(editSchema),
  site: siteSchema,
  iso: z
    .object({ path: z.string(), fileName: z.string(), sizeBytes: z.number(), modifiedAtMs: z.number() })
    .nullable(),
  only: z.array(z.string()),
  skip: z.array(z.string()),
  /** Errors of the sheet: which paths of the plan cannot be used, and why. */
  blocked: z.array(z.object({ path: z.string(), because: textSchema })),
  /** What the sheet itself leaves out, such as rows that are half filled. */
  notPlanned: z.array(
    z.object({
      key: z.string(),
      because: textSchema,
      // Runs from before these were kept say what they speak of before the reason.
      title: textSchema.optional(),
      cells: z.array(cellReferenceSchema).optional(),
      /** A row of the template that nobody filled in. */
      isTemplateRow: z.boolean().optional(),
    }),
  ),
  overwriteSerial: z.boolean(),
  /** Fingerprints that were accepted before the start, of certificates and SSH keys alike. */
  acceptFingerprints: z.array(z.string()),
  /** The engineer's name as it stands in the report; null leaves the line empty for signing. */
  engineer: z.string().nullable().default(null),
  /** Of the report that the run itself writes. */
  language: languageSchema,
  serialCell: cellReferenceSchema.nullable(),
});
export type ConfigureInput = z.infer<typeof configureInputSchema>;
