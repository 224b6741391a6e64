import { z } from 'zod';
import { textSchema } from './text-schema.ts';

export const reportVerdicts = ['equal', 'equal-as-edited', 'indirect', 'different', 'unreadable'] as const;
export type ReportVerdict = (typeof reportVerdicts)[number];

const checkSchema = z.object({
  group: z.enum(['settings', 'ipmi', 'vds', 'vlan', 'accounts', 'vmtools', 'serial']),
  /** The object the group's heading names, such as the switch; null for none. */
  of: z.string().nullable(),
  subject: z.string(),
  planned: z.string(),
  /** Null: the system has no way to read it back. */
  actual: z.string().nullable(),
  verdict: z.enum(reportVerdicts),
  note: z.string().nullable(),
  readAt: z.string(),
});

/** Values as the sheet or the site has them are plain; what we say of them is kept in both languages. */
const wordsSchema = z.union([z.string(), textSchema]);

/** A check as its run keeps it; the report chooses one language for its words. */
export const storedCheckSchema = checkSchema.extend({
  /** Key of the step that set the value. */
  step: z.string().optional(),
  subject: wordsSchema,
  planned: wordsSchema,
  actual: wordsSchema.nullable(),
  note: wordsSchema.nullable(),
});
export type StoredCheck = z.infer<typeof storedCheckSchema>;

/**
 * The acceptance report as data: what the HTML page, its print and the annex are made from. Texts of rows (names,
 * planned and read values) come as written in the sheet or read from the site; chapter titles, verdict words and
 * sentences are the renderer's, in Chinese or English. It never holds a password.
 */
export const reportDocumentSchema = z.object({
  practice: z.boolean(),
  number: z.string(),
  madeAt: z.string(),
  timeZone: z.string(),
  productVersion: z.string(),
  /** Who signs for the work; null leaves the line empty. */
  engineer: z.string().nullable(),
  cover: z.object({
    customer: z.string().nullable(),
    project: z.string().nullable(),
    dataCenter: z.string().nullable(),
    clusterName: z.string().nullable(),
    serial: z.string().nullable(),
    version: z.string().nullable(),
    vip: z.string().nullable(),
    identity: z.string().nullable(),
    hostCount: z.number().int(),
    run: z.object({
      id: z.string(),
      startedAt: z.string(),
      endedAt: z.string().nullable(),
      state: z.string(),
    }),
    workbook: z.object({ fileName: z.string(), profile: z.string(), sha256: z.string() }),
  }),
  conclusion: z.object({
    verdict: z.enum(['passed', 'passed-with-conditions', 'not-passed']),
    /** False when something was decided or done since the site was read: what stands in the checks is from before. */
    isCurrent: z.boolean(),
    counts: z.object({
      total: z.number().int(),
      equal: z.number().int(),
      equalAsEdited: z.number().int(),
      indirect: z.number().int(),
      different: z.number().int(),
      unreadable: z.number().int(),
    }),
    inScope: z.array(z.object({ group: z.string(), count: z.number().int() })),
    exclusions: z.array(z.object({ subject: z.string(), because: z.string() })),
  }),
  hosts: z.array(
    z.object({
      number: z.number().int(),
      name: z.string(),
      serial: z.string().nullable(),
      uuid: z.string().nullable(),
      managementIp: z.string(),
      storageIp: z.string().nullable(),
      bmcAddress: z.string().nullable(),
      rack: z.string().nullable(),
      version: z.string().nullable(),
    }),
  ),
  checks: z.array(checkSchema),
  execution: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      state: z.string(),
      attempts: z.number().int(),
      changed: z.boolean().nullable(),
      /** Done by taking what was there instead of what was planned. */
      adopted: z.boolean().optional(),
      startedAt: z.string().nullable(),
      endedAt: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  interventions: z.array(
    z.object({
      at: z.string(),
      by: z.string(),
      kind: z.string(),
      subject: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  remaining: z.array(z.object({ subject: z.string(), problem: z.string(), nextStep: z.string().nullable() })),
  accounts: z.array(
    z.object({
      host: z.string(),
      account: z.string(),
      changed: z.boolean(),
      verified: z.boolean(),
      at: z.string().nullable(),
    }),
  ),
  vmtools: z
    .object({
      fileName: z.string(),
      sizeBytes: z.number().int(),
      sha256: z.string(),
      imageUuid: z.string(),
      /** False when the image was there already: the sum is that of the file on the laptop only. */
      compared: z.boolean(),
    })
    .nullable(),
  writeBack: z
    .object({
      fileName: z.string(),
      sheet: z.string(),
      cell: z.string(),
      value: z.string(),
      sha256Before: z.string(),
      sha256After: z.string(),
      backupFileName: z.string().nullable(),
      copy: z.boolean(),
    })
    .nullable(),
});
export type ReportDocument = z.infer<typeof reportDocumentSchema>;

/** The report once in each language: whoever looks chooses, and switching asks for nothing. */
export const bothReportsSchema = z.object({ 'zh-CN': reportDocumentSchema, en: reportDocumentSchema });
export type BothReports = z.infer<typeof bothReportsSchema>;
