import { z } from 'zod';
import { grantSchema } from './grant.ts';
import { preflightItemSchema } from './preflight.ts';
import {
  cellOverrideSchema,
  findingCountsSchema,
  findingSchema,
  ignoredFindingSchema,
  profileMappingSchema,
  workbookFactsSchema,
} from './finding.ts';
import { practicePaceSchema } from './practice-pace.ts';
import { previewDocumentSchema } from './run.ts';
import { cellReferenceSchema, sitePlanSchema } from './site-plan.ts';
import { languageSchema, textSchema } from './text-schema.ts';

export const planRequestSchema = z.object({
  file: grantSchema,
  profile: z.string().optional(),
});

export const planCheckSchema = z.object({
  profile: z.string(),
  workbook: z.object({ path: z.string(), sha256: z.string() }),
  findings: z.array(findingSchema),
  counts: findingCountsSchema,
});
export type PlanCheck = z.infer<typeof planCheckSchema>;

/** Where the site is: the practice site (of this home, or served elsewhere), or a real one by its base URL. */
export const siteSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('practice'),
    url: z.string().nullable(),
    faults: z.array(z.string()).optional(),
    /** Not given: as it is now. */
    pace: practicePaceSchema.optional(),
  }),
  z.object({ kind: z.literal('real'), baseUrl: z.string(), allowHttp: z.boolean() }),
]);
export type Site = z.infer<typeof siteSchema>;

/** A VMTools image beside the workbook; `iso` is its grant, for `ConfigureRequest.iso`. */
export const imageOfferSchema = z.object({ fileName: z.string(), sizeBytes: z.number(), iso: grantSchema });

/** What `configure` was asked to do. Secrets of the sheet are not part of it. */
export const configureRequestSchema = z.object({
  file: grantSchema,
  iso: grantSchema.nullable(),
  site: siteSchema,
  profile: z.string().optional(),
  /** The engineer's name for the acceptance report; without it that of the home's settings. Empty leaves the line open for signing. */
  engineer: z.string().trim().max(100).optional(),
  /** Of the report that the run itself writes. */
  language: languageSchema,
  only: z.array(z.string()),
  skip: z.array(z.string()),
  overwriteSerial: z.boolean(),
  acceptFingerprints: z.array(z.string()),
  /** The version of the workbook that a person agreed to; refused when the file has another one now. */
  sha256: z.string().optional(),
  /** Asks the preview and the preflight for one login to each host account; without it neither makes any, because hosts lock accounts. */
  tryLogins: z.boolean().optional(),
  /**
   * Handed over for this process's memory only: `token`, `current-password` and, for one account on every host,
   * `current-password:root`, which stand in no sheet, and passwords
   * instead of the sheet's, by path in the plan. `environment` names the variable that another process finds one in again.
   */
  secrets: z.array(z.object({ key: z.string(), value: z.string(), environment: z.string().nullable() })),
});
export type ConfigureRequest = z.infer<typeof configureRequestSchema>;

/** The preview as a document to sign: what was shown, not what another look at the site would find. */
export const previewSheetRequestSchema = configureRequestSchema.omit({ secrets: true }).extend({
  preview: previewDocumentSchema,
  /** When the site was looked at, milliseconds since the epoch. */
  readAt: z.number().int(),
  /** The version of the workbook that was previewed; refused when the file has another one now. */
  sha256: z.string(),
});
export type PreviewSheetRequest = z.infer<typeof previewSheetRequestSchema>;

export const importDocumentSchema = z.object({
  id: z.number().int(),
  path: z.string(),
  importedAt: z.number().int(),
  versions: z.array(
    z.object({
      sha256: z.string(),
      profile: z.string(),
      seenAt: z.number().int(),
      /** Null where what is stored of it is damaged. */
      workbook: workbookFactsSchema.nullable(),
      /** What was found when it was read last; null until it is read, and again once a decision about its cells or findings changes it. */
      counts: findingCountsSchema.nullable(),
      /** Nothing but our own write-back of the serial has made it of the one before. */
      isWriteBack: z.boolean(),
    }),
  ),
  overrides: z.array(cellOverrideSchema),
  ignored: z.array(ignoredFindingSchema),
  /** What is said where the record of a version is damaged. */
  damaged: textSchema.optional(),
});
export type ImportDocument = z.infer<typeof importDocumentSchema>;

/** A run and the import whose workbook it was made from. */
export const importRunSchema = z.object({ run: z.string(), import: z.number().int() });
export type ImportRun = z.infer<typeof importRunSchema>;

/** What differs between two versions of an imported plan. Secrets are compared by presence only. */
export const planDifferenceSchema = z.array(
  z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);
export type PlanDifference = z.infer<typeof planDifferenceSchema>;

/** The last site check of an import: of which version of the workbook, where, and when, in milliseconds since the epoch. */
export const siteCheckSchema = z.object({
  sha256: z.string(),
  site: siteSchema,
  at: z.number().int(),
  items: z.array(preflightItemSchema),
});
export type SiteCheck = z.infer<typeof siteCheckSchema>;

/** A host as the site itself lists it. */
export const scannedHostSchema = z.object({
  uuid: z.string(),
  hostname: z.string().nullable(),
  serial: z.string().nullable(),
  addresses: z.array(z.string()).readonly(),
  nics: z.array(z.string()).readonly(),
  version: z.string().nullable(),
});
export type ScannedHost = Readonly<z.infer<typeof scannedHostSchema>>;

export const pairingRowSchema = z.object({
  planned: z.string(),
  uuid: z.string().nullable(),
  serial: z.string().nullable(),
  hostname: z.string().nullable(),
  bmcAddress: z.string().nullable(),
  /** Which facts agree: `serial`, `name`, `address`, `storage`. */
  agreeing: z.array(z.string()),
  verdict: z.enum(['paired', 'ambiguous', 'missing']),
});
export type PairingRow = z.infer<typeof pairingRowSchema>;

export const sheetReadingSchema = planCheckSchema.extend({
  plan: sitePlanSchema,
  leftOut: z.array(z.object({ subject: textSchema, cell: cellReferenceSchema, because: textSchema })),
});
export type SheetReading = z.infer<typeof sheetReadingSchema>;

/** A mapping for a template revision that no profile fits, for a person to confirm. */
export const mappingProposalSchema = z.object({
  mapping: profileMappingSchema,
  /** Every label that is not as the profile has it, with what comes close. */
  findings: z.array(findingSchema),
  /** What the profile names and the workbook does not have, by the mapping's own keys (`hosts.name` for a column). */
  misses: z.array(
    z.object({
      part: z.enum(['sheet', 'header', 'anchor']),
      key: z.string(),
      wanted: z.string(),
      isRequired: z.boolean(),
      /** Where it was looked for; null for a sheet, and where the sheet itself is missing. */
      sheet: z.string().nullable(),
      near: z.object({ text: z.string(), cell: z.string().nullable() }).nullable(),
    }),
  ),
  /** The workbook's own sheets by their titles, and how many of the template's were found among them. */
  sheets: z.object({ titles: z.array(z.string()), wanted: z.number().int(), found: z.number().int() }),
  /** Whether the workbook can be read with the mapping as proposed; otherwise parts have to be added by hand. */
  isComplete: z.boolean(),
});
export type MappingProposal = z.infer<typeof mappingProposalSchema>;
