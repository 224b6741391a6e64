import { z } from 'zod';
import { jsonSchema } from './json.ts';
import { runStates } from './run-states.ts';
import { cellReferenceSchema } from './site-plan.ts';
import { textSchema } from './text-schema.ts';

export type RunState = (typeof runStates)[number];

export const stepStates = [
  'pending',
  'running',
  'succeeded',
  'skipped',
  'warning',
  'failed',
  'canceled',
  'unknown',
] as const;
export type StepState = (typeof stepStates)[number];

export const waitingReasons = ['confirm', 'secrets', 'interrupted', 'identity', 'ask'] as const;
export type WaitingReason = (typeof waitingReasons)[number];

/** One way to answer a waiting run. */
export const choiceSchema = z.object({
  id: z.string(),
  title: textSchema,
  needsReason: z.boolean().optional(),
  needsValue: z.boolean().optional(),
});
export type Choice = z.infer<typeof choiceSchema>;

/** What a waiting run asks. `step` is absent when the question is the run's own. */
export const questionSchema = z.object({
  id: z.string(),
  reason: z.enum(waitingReasons),
  step: z.string().optional(),
  code: z.string(),
  text: textSchema,
  facts: z.record(z.string(), jsonSchema).optional(),
  choices: z.array(choiceSchema),
});
export type Question = z.infer<typeof questionSchema>;

/** Why the runner made no further attempt. */
export const stoppedBecause = ['exhausted', 'nonRetryable', 'timeout', 'canceled'] as const;

export const stepFailureSchema = z.object({
  code: z.string(),
  category: z.string(),
  message: textSchema,
  data: z.record(z.string(), jsonSchema),
  attempt: z.number().int(),
  at: z.number().int(),
  stoppedBecause: z.enum(stoppedBecause),
});
export type StepFailure = z.infer<typeof stepFailureSchema>;

export const skipReasonSchema = z.object({
  /** `condition`: the step itself saw that it is not needed. `scope`: another step of its scope failed. */
  kind: z.enum(['dependency', 'person', 'takenOut', 'condition', 'scope']),
  text: textSchema,
  /** Of a condition: whether what needs the step to have succeeded goes on without it. */
  dependents: z.enum(['go-on', 'skip']).optional(),
});
export type SkipReason = z.infer<typeof skipReasonSchema>;

export const progressSchema = z.object({
  done: z.number(),
  total: z.number(),
  unit: z.string(),
  ratePerSecond: z.number().optional(),
  remainingMs: z.number().optional(),
  /** What holds it up just now, where that was seen. */
  heldUpBy: textSchema.optional(),
  /** What else is counted of the same total, by its name, such as pods that are ready. */
  counts: z.record(z.string(), z.number()).optional(),
});
export type Progress = z.infer<typeof progressSchema>;

/** A step as everybody outside the runner sees it. Times are milliseconds since the epoch, UTC. */
export const stepRowSchema = z.object({
  runId: z.string(),
  key: z.string(),
  position: z.number().int(),
  title: textSchema,
  group: z.string(),
  state: z.enum(stepStates),
  attempts: z.number().int(),
  changed: z.boolean().nullable(),
  message: textSchema.nullable(),
  error: stepFailureSchema.nullable(),
  skipReason: skipReasonSchema.nullable(),
  /** Done by taking what was there instead of what was planned. */
  adopted: z.boolean().optional(),
  dependsOn: z.array(z.string()),
  /** The nested parts of the run that it belongs to, the outermost one first. */
  scope: z.array(z.string()).optional(),
  /** Of the steps that share it, this many run side by side. */
  pool: z.object({ key: z.string(), limit: z.number().int() }).optional(),
  undo: z.enum(['none', 'possible']),
  /** Cannot be skipped or settled by hand. */
  mandatory: z.boolean(),
  /** Who runs it instead of this run, which only shows what was seen of it. */
  observedBy: z.string().optional(),
  /** Of an observed step: the operations of its engine that may be asked for now. */
  allows: z.array(z.string()).optional(),
  /** The run that has undone its change since; absent while none has. */
  undoneBy: z.string().optional(),
  progress: progressSchema.nullable(),
  startedAt: z.number().int().nullable(),
  endedAt: z.number().int().nullable(),
  revision: z.number().int(),
});
export type StepRow = z.infer<typeof stepRowSchema>;

/** What a run is about, in its engine's words: shown wherever a run is named. */
export const runSubjectSchema = z.object({
  /** What the site is called by itself. */
  name: z.string(),
  /** Whose it is, such as customer and project; null where the order does not say. */
  owner: z.string().nullable(),
  /** Where it is reached; null for this home's own practice site, whose address is not known before it was started. */
  address: z.string().nullable(),
  /** What the parts of its identity stand for, such as hosts; null where they are not counted. */
  identityLabel: textSchema.nullable(),
});
export type RunSubject = z.infer<typeof runSubjectSchema>;

/** What other runs have undone of a run. */
export const undoneSchema = z.object({
  /** The runs that undid it, the first one first. */
  by: z.array(z.string()),
  /** Nothing that it changed is known to be left. */
  isWhole: z.boolean(),
});
export type Undone = z.infer<typeof undoneSchema>;

export const runRowSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  subject: runSubjectSchema,
  /** Whether its engine makes a report of it, once it has ended. */
  hasReport: z.boolean(),
  state: z.enum(runStates),
  waiting: questionSchema.nullable(),
  warnings: z.number().int(),
  /** How many of its steps are in which state; states that no step is in are left out. */
  counts: z.partialRecord(z.enum(stepStates), z.number().int()),
  practice: z.boolean(),
  /** What it is about: a site (`smartx:10.0.20.10`, `practice:own`) or objects in it (`SITE#OBJECT`); the first ones, where there are many. */
  targets: z.array(z.string()),
  /** How many targets it has; absent where `targets` has them all. */
  targetCount: z.number().int().optional(),
  /** What tells its site from another, once that was read: the UUIDs of its hosts. */
  identity: z.array(z.string()).nullable(),
  createdAt: z.number().int(),
  endedAt: z.number().int().nullable(),
  revertsRunId: z.string().nullable(),
  /** Absent while nothing of it was undone. */
  undone: undoneSchema.optional(),
  /** Who asked for it; absent where it was made by a version that did not record that. */
  startedBy: z.string().optional(),
  /** Operations that may be asked of it now; the interface never derives them. */
  allows: z.array(z.enum(['retry', 'cancel', 'answer', 'skip', 'mark-done', 'adopt', 'recheck'])),
  /** What is said of a run whose stored record cannot be read; absent for every other. */
  damaged: textSchema.optional(),
  revision: z.number().int(),
});
export type RunRow = z.infer<typeof runRowSchema>;

/** One try of a step, with what is left of it: what was found, what was meant to be done, how it ended, which calls it made. */
export const attemptSchema = z.object({
  step: z.string(),
  number: z.number().int(),
  intent: jsonSchema.nullable(),
  startedAt: z.number().int(),
  endedAt: z.number().int().nullable(),
  outcome: z.string().nullable(),
  found: textSchema.nullable(),
  error: jsonSchema.nullable(),
  evidence: z.record(z.string(), jsonSchema),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** What a run's plan says of a step beside its row. */
export const plannedStepSchema = z.object({
  key: z.string(),
  /** How going on deals with it when its process died inside: by a look first, by doing it again, or by a question. */
  onCrash: z.enum(['redo', 'probe', 'ask']),
  /** The cells of the sheet that it works from, the telling ones first. */
  cells: z.array(cellReferenceSchema),
});
export type PlannedStep = z.infer<typeof plannedStepSchema>;

/** One field of an object that is there, beside what was planned. */
export const differenceSchema = z.object({ field: textSchema, planned: textSchema, actual: textSchema });
export type Difference = z.infer<typeof differenceSchema>;

/** What is there now of an object that may be taken instead of the planned one; `found` names it. */
export const existingSchema = z.object({
  verdict: z.enum(['absent', 'equal', 'differs']),
  found: textSchema,
  differences: z.array(differenceSchema),
});
export type Existing = z.infer<typeof existingSchema>;

/** What a person decided about a step, kept for the report's chapter on manual handling. */
export const interventionSchema = z.object({
  runId: z.string(),
  step: z.string().nullable(),
  kind: z.enum(['skip', 'mark-done', 'adopt', 'edit', 'answer', 'retry', 'cancel']),
  reason: z.string().nullable(),
  detail: z.record(z.string(), jsonSchema),
  by: z.string(),
  at: z.number().int(),
});
export type Intervention = z.infer<typeof interventionSchema>;

export const logLineSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  step: z.string().nullable(),
  message: textSchema,
  data: z.record(z.string(), jsonSchema).optional(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** A line of another program's output, without its line end. It may hold control characters: see `visible`. */
export const outputLineSchema = z.object({ seq: z.number().int(), text: z.string() });
export type OutputLine = z.infer<typeof outputLineSchema>;
/** How a part of a run stands that has an outcome of its own. */
export const scopeOutcomeSchema = z.object({
  /** Its key behind those of the parts that it lies in. */
  path: z.array(z.string()),
  title: textSchema,
  state: z.enum(['pending', 'running', 'succeeded', 'skipped', 'failed', 'canceled']),
});
export type ScopeOutcome = z.infer<typeof scopeOutcomeSchema>;

/** The document of `runs show` and of every command that makes or changes a run. */
export const runDocumentSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  state: z.enum(runStates),
  waiting: z
    .object({
      reason: z.enum(waitingReasons),
      question: textSchema.optional(),
      choices: z.array(choiceSchema).optional(),
    })
    .optional(),
  warnings: z.number().int(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  /** What other runs have undone of it; absent while that is nothing. */
  undone: undoneSchema.optional(),
  /** Who asked for it; absent for runs of versions that did not record that. */
  startedBy: z.string().optional(),
  /** Injected into its practice site when it was made, as ordered; absent on a real site. */
  faults: z.array(z.string()).optional(),
  steps: z.array(
    z.object({
      key: z.string(),
      title: textSchema,
      state: z.enum(stepStates),
      attempts: z.number().int(),
      changed: z.boolean().nullable(),
      message: textSchema.nullable(),
      /** Done by taking what was there instead of what was planned. */
      adopted: z.boolean().optional(),
      /** The run that has undone its change since. */
      undoneBy: z.string().optional(),
      error: stepFailureSchema.optional(),
    }),
  ),
  outputs: z.record(z.string(), jsonSchema),
  /** What of the record cannot be read: the outputs, what was left out and the faults are not known then. */
  damaged: textSchema.optional(),
  /** Its nested parts, where its engine has any. */
  scopes: z.array(scopeOutcomeSchema).optional(),
  leftOut: z
    .array(
      z.object({
        key: z.string(),
        because: textSchema,
        title: textSchema.optional(),
        kind: z.enum(['sheet', 'missing', 'notChosen']).optional(),
      }),
    )
    .optional(),
});
export type RunDocument = z.infer<typeof runDocumentSchema>;

export const previewVerdicts = ['done', 'todo', 'blocked', 'unreadable', 'skipped'] as const;
export const previewDocumentSchema = z.object({
  steps: z.array(
    z.object({
      key: z.string(),
      title: textSchema,
      group: z.string(),
      verdict: z.enum(previewVerdicts),
      found: textSchema.optional(),
      change: textSchema.optional(),
      undo: z.enum(['none', 'possible']),
      /** What its change sends (`PUT /path`), or what it reads where it only looks; parts of a path that are not known yet are `…`. */
      calls: z.array(textSchema),
      /** The cells of the sheet that it works from, the telling ones first. */
      cells: z.array(cellReferenceSchema),
      /** It changes nothing on the site, whatever it finds. */
      looksOnly: z.boolean(),
      /** It belongs to every run, and cannot be left out. */
      mandatory: z.boolean(),
      /** Blocked only by a question that a run would ask first. */
      asks: z.boolean().optional(),
      /** Steps that must have succeeded before it. */
      dependsOn: z.array(z.string()),
      /** Steps whose result its look asked for: only the run will know it, and what it does then may differ. */
      awaits: z.array(z.string()).optional(),
      /** More steps follow from its result; which ones, only the run will know. */
      expands: z.boolean().optional(),
    }),
  ),
  leftOut: z.array(
    z.object({
      key: z.string(),
      because: textSchema,
      /** Of a step; what the sheet itself leaves out has its cells as key. */
      title: textSchema.optional(),
      cells: z.array(cellReferenceSchema).optional(),
      /** Left out by the sheet itself, for want of a value (such a step keeps its place, blocked), or because it was not chosen. */
      kind: z.enum(['sheet', 'missing', 'notChosen']).optional(),
    }),
  ),
  /** What tells the site from another, where it could be read. */
  identity: z.array(z.string()).nullable(),
  /** Injected into the practice site that was looked at, as ordered; absent on a real site. */
  faults: z.array(z.string()).optional(),
});
export type PreviewDocument = z.infer<typeof previewDocumentSchema>;
