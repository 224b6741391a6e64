import { z } from 'zod';
import { blockSchema, factSchema, type Worded } from './report-blocks.ts';
import { undoneSchema } from './run.ts';
import { textSchema } from './text-schema.ts';

export const reportVerdicts = ['equal', 'equal-as-edited', 'indirect', 'different', 'unreadable'] as const;
export type ReportVerdict = (typeof reportVerdicts)[number];

const comparisonSchema = z.object({
  /** Key of what the value belongs to, as the engine calls it. */
  group: z.string(),
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

/** Consecutive checks of the same group and object stand under one heading. */
const checkSchema = comparisonSchema.extend({
  groupTitle: z.string(),
  /** What the heading says of all of them; null for nothing. */
  groupNote: z.string().nullable(),
});

/** Values as the plan or the site has them are plain; what we say of them is kept in both languages. */
const wordsSchema = z.union([z.string(), textSchema]);

/** A check as its run keeps it; the report chooses one language for its words. */
export const storedCheckSchema = comparisonSchema.extend({
  /** Key of the step that set the value. */
  step: z.string().optional(),
  subject: wordsSchema,
  planned: wordsSchema,
  actual: wordsSchema.nullable(),
  note: wordsSchema.nullable(),
});
export type StoredCheck = z.infer<typeof storedCheckSchema>;

/** What the reports of all engines have. */
export const sharedChapters = [
  'cover',
  'conclusion',
  'checks',
  'execution',
  'interventions',
  'remaining',
  'signature',
] as const;
export type SharedChapter = (typeof sharedChapters)[number];

const ownChapterSchema = z.object({
  title: z.string(),
  /** None: the chapter says that there is nothing to tell. */
  blocks: z.array(blockSchema),
});

const coverSchema = z.object({
  customer: z.string().nullable(),
  project: z.string().nullable(),
  dataCenter: z.string().nullable(),
  /** Name of the site. */
  site: z.string().nullable(),
  /** Where the site was reached. */
  address: z.string().nullable(),
  identity: z.string().nullable(),
  /** What else the first chapter says of the site. */
  facts: z.array(factSchema),
  run: z.object({
    id: z.string(),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    state: z.string(),
    /** What other runs have undone of it since. */
    undone: undoneSchema.optional(),
  }),
  /** What the run was made from. */
  files: z.array(
    z.object({
      /** What the file is. */
      label: z.string(),
      name: z.string(),
      note: z.string().nullable(),
      /** 64 hex digits. */
      sha256: z.string(),
    }),
  ),
});

const conclusionSchema = z.object({
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
  inScope: z.array(z.object({ subject: z.string(), count: z.number().int() })),
  exclusions: z.array(z.object({ subject: z.string(), because: z.string() })),
});

/**
 * The acceptance report of any engine's run as data: what the HTML page, its print and the annex are made from. Texts of
 * rows (names, planned and read values) come as the plan has them or as they were read from the site; words of the shared
 * chapters are the renderer's, all others the engine's. It never holds a password. Times are ISO 8601.
 */
export const reportDocumentSchema = z.object({
  practice: z.boolean(),
  number: z.string(),
  madeAt: z.string(),
  timeZone: z.string(),
  productVersion: z.string(),
  /** Who signs for the work; null leaves the line empty. */
  engineer: z.string().nullable(),
  title: z.string(),
  subtitle: z.string(),
  /** In order, each shared one once; they are numbered as they stand. */
  chapters: z.array(z.union([z.enum(sharedChapters), ownChapterSchema])),
  cover: coverSchema,
  conclusion: conclusionSchema,
  /** Where planned values come from: what follows the word "Planned" in the sentence above the checks. */
  plannedFrom: z.string(),
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
      /** The run that has undone its change since. */
      undoneBy: z.string().optional(),
      startedAt: z.string().nullable(),
      endedAt: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  interventions: z.array(
    z.object({
      at: z.string(),
      by: z.string(),
      /** A code of the runner's, or words of the engine's. */
      kind: z.string(),
      subject: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  remaining: z.array(z.object({ subject: z.string(), problem: z.string(), nextStep: z.string().nullable() })),
});
export type ReportDocument = z.infer<typeof reportDocumentSchema>;

/** The report as an engine makes it, before a language is chosen. */
export type ReportDraft = Worded<ReportDocument>;
export type OwnChapter = Worded<z.infer<typeof ownChapterSchema>>;

/** The report once in each language: whoever looks chooses, and switching asks for nothing. */
export const bothReportsSchema = z.object({ 'zh-CN': reportDocumentSchema, en: reportDocumentSchema });
export type BothReports = z.infer<typeof bothReportsSchema>;
