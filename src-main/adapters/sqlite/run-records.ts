import { z } from 'zod';
import {
  interventionSchema,
  progressSchema,
  questionSchema,
  runRowSchema,
  runSubjectSchema,
  skipReasonSchema,
  stepFailureSchema,
  stepRowSchema,
  stepStates,
  undoneSchema,
  type RunRow,
  type RunSubject,
  type StepRow,
} from '../../contract/run.ts';
import { runStates } from '../../contract/run-states.ts';
import { textSchema } from '../../contract/text-schema.ts';
import { damagedRecord } from '../../contract/damaged-record.ts';
import { jsonText, nullableJson } from './stored-json.ts';
import { isEnded, type StepModel, type StepShape } from '../../runner/model.ts';

const shapeSchema: z.ZodType<StepShape> = z.object({
  key: z.string(),
  title: textSchema,
  group: z.string(),
  dependsOn: z.array(z.object({ key: z.string(), requires: z.enum(['succeeded', 'settled']) })),
  onFailure: z.enum(['fail', 'warn']),
  pool: z.object({ key: z.string(), limit: z.number() }).nullable(),
  undo: z.enum(['none', 'possible']),
  mandatory: z.boolean(),
  expands: z.boolean(),
  repeatable: z.boolean().default(false),
  watches: z.boolean().default(false),
  observed: z.object({ by: z.string(), counts: z.boolean() }).optional(),
  undoes: z.array(z.string()).optional(),
  scope: z
    .array(
      z.object({
        key: z.string(),
        title: textSchema,
        onFailure: z.enum(['stop-scope', 'go-on']),
        isTolerated: z.boolean(),
      }),
    )
    .optional(),
});

export const stepRecordSchema = z.object({
  run_id: z.string(),
  key: z.string(),
  position: z.number(),
  shape: jsonText.pipe(shapeSchema),
  state: z.enum(stepStates),
  attempts: z.number(),
  changed: z.number().nullable(),
  message: nullableJson.pipe(textSchema.nullable()),
  failure: nullableJson.pipe(stepFailureSchema.nullable()),
  skip_reason: nullableJson.pipe(skipReasonSchema.nullable()),
  by_person: z.number(),
  allows: nullableJson.pipe(z.array(z.string()).nullable()),
  undone_by: z.string().nullable(),
  output: nullableJson,
  progress: nullableJson.pipe(progressSchema.nullable()),
  started_at_ms: z.number().nullable(),
  ended_at_ms: z.number().nullable(),
  revision: z.number(),
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

export const runRecordSchema = z.object({
  id: z.string(),
  kind: z.string(),
  version: z.number(),
  title: z.string(),
  /** Null where the engine says no more than the title. */
  subject: nullableJson.pipe(runSubjectSchema.nullable()),
  has_report: z.number(),
  /** Null where it is not even JSON: no engine takes that, and each names the run when it refuses it. */
  input: jsonText.catch(null),
  practice: z.number(),
  targets: jsonText.pipe(z.array(z.string())),
  target_count: z.number(),
  first_targets: jsonText.pipe(z.array(z.string())),
  identity: nullableJson.pipe(z.record(z.string(), z.array(z.string())).nullable()),
  state: z.enum(runStates),
  questions: jsonText.pipe(z.array(questionSchema)),
  allows: jsonText,
  warnings: z.number(),
  counts: jsonText,
  created_at_ms: z.number(),
  ended_at_ms: z.number().nullable(),
  reverts_run_id: z.string().nullable(),
  started_by: z.string().nullable(),
  undone: nullableJson.pipe(undoneSchema.nullable()),
  revision: z.number(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** What a list of runs is made of: an order is a whole site plan, and a list shows none. */
const listedRecordSchema = runRecordSchema.omit({ input: true, version: true, targets: true });
type ListedRecord = z.infer<typeof listedRecordSchema>;
export const listedColumns = Object.keys(listedRecordSchema.shape).join(', ');

/** The row as it must be. Throws RECORD_DAMAGED naming the run, and the step whose row it is. */
export function readRecord<T>(
  schema: z.ZodType<T>,
  row: unknown,
  { runId, step = null }: { readonly runId: string; readonly step?: string | null },
): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) {
    return parsed.data;
  }
  throw damagedRecord({ runId, step, what: 'record' }, parsed.error);
}

/** The row of a list; one that cannot be read stands there as that, and the others beside it. */
export function listedRow(row: unknown): RunRow {
  try {
    return toRunRow(listedRecordSchema.parse(row));
  } catch (thrown) {
    if (thrown instanceof z.ZodError) {
      return unreadableRow(remainsSchema.parse(row));
    }
    throw thrown;
  }
}

const remainsSchema = z.object({
  id: z.string(),
  kind: z.string().catch(''),
  title: z.string().catch(''),
  state: z.enum(runStates).catch('waiting'),
  practice: z.number().catch(0),
  created_at_ms: z.number().int().catch(0),
  ended_at_ms: z.number().int().nullable().catch(null),
  revision: z.number().int().catch(0),
});

const titleOnly = (title: string): RunSubject => ({
  name: title,
  owner: null,
  address: null,
  identityLabel: null,
});

/** As it is stored where it has ended; nobody can go on with one that has not. */
function unreadableRow(remains: z.infer<typeof remainsSchema>): RunRow {
  const { id, kind, title } = remains;
  const hasEnded = isEnded(remains.state);
  const text = hasEnded
    ? {
        zh: `执行任务 ${id} 的记录已损坏，无法读取，可以删除；其他任务不受影响。`,
        en: `The record of run ${id} is damaged and cannot be read. It can be deleted; other runs are not affected.`,
      }
    : {
        zh: `执行任务 ${id} 的记录已损坏，无法读取。请取消该任务以释放其目标，之后可以删除；其他任务不受影响。`,
        en: `The record of run ${id} is damaged and cannot be read. Cancel it to release its targets; it can be deleted then. Other runs are not affected.`,
      };
  return {
    id,
    kind,
    title,
    subject: titleOnly(title),
    hasReport: false,
    state: hasEnded ? remains.state : 'waiting',
    warnings: 0,
    counts: {},
    targets: [],
    identity: null,
    waiting: hasEnded ? null : { id: 'damaged', reason: 'ask', code: 'damaged', text, choices: [] },
    practice: remains.practice === 1,
    createdAt: remains.created_at_ms,
    endedAt: remains.ended_at_ms,
    revertsRunId: null,
    allows: hasEnded ? [] : ['cancel'],
    damaged: text,
    revision: remains.revision,
  };
}

export const answerRecordSchema = z.object({
  step_key: z.string().nullable(),
  code: z.string(),
  choice: z.string(),
  value: z.string().nullable(),
  reason: z.string().nullable(),
  facts: jsonText.pipe(z.record(z.string(), z.json())),
  at_ms: z.number(),
});

export const interventionRecordSchema = z.object({ detail: jsonText }).loose().pipe(interventionSchema);

export const attemptRecordSchema = z.object({
  step_key: z.string(),
  number: z.number(),
  intent: nullableJson,
  started_at_ms: z.number(),
  ended_at_ms: z.number().nullable(),
  outcome: z.string().nullable(),
  found: nullableJson.pipe(textSchema.nullable()),
  error: nullableJson,
  evidence: jsonText.pipe(z.record(z.string(), z.json())),
});

export const storedStreamSchema = z.object({
  name: z.string(),
  form: z.enum(['lines', 'raw']),
  position: z.number().int(),
});
export type StoredStream = z.infer<typeof storedStreamSchema>;

/** Of a run with thousands of targets a row carries this many. */
export const mostShownTargets = 20;

/** In the column `by_person`: 0 no, 1 decided by a person, 2 decided by taking what was there. */
export const adopted = 2;

export function toStepModel(step: StepRecord): StepModel {
  return {
    ...step.shape,
    state: step.state,
    attempts: step.attempts,
    changed: step.changed === null ? null : step.changed === 1,
    failure: step.failure,
    skipReason: step.skip_reason,
    byPerson: step.by_person > 0,
    adopted: step.by_person === adopted,
    allows: step.allows ?? undefined,
  };
}

export function toStepRow(step: StepRecord): StepRow {
  return stepRowSchema.parse({
    runId: step.run_id,
    key: step.key,
    position: step.position,
    title: step.shape.title,
    group: step.shape.group,
    state: step.state,
    attempts: step.attempts,
    changed: step.changed === null ? null : step.changed === 1,
    message: step.message,
    error: step.failure,
    skipReason: step.skip_reason,
    adopted: step.by_person === adopted,
    dependsOn: step.shape.dependsOn.map(({ key }) => key),
    scope: step.shape.scope?.map(({ key }) => key),
    pool: step.shape.pool ?? undefined,
    undo: step.shape.undo,
    mandatory: step.shape.mandatory,
    observedBy: step.shape.observed?.by,
    allows: step.allows ?? undefined,
    undoneBy: step.undone_by ?? undefined,
    progress: step.progress,
    startedAt: step.started_at_ms,
    endedAt: step.ended_at_ms,
    revision: step.revision,
  });
}

export function toRunRow(run: ListedRecord): RunRow {
  return runRowSchema.parse({
    id: run.id,
    kind: run.kind,
    title: run.title,
    subject: run.subject ?? titleOnly(run.title),
    hasReport: run.has_report === 1,
    state: run.state,
    waiting: run.state === 'waiting' ? (firstQuestion(run) ?? null) : null,
    warnings: run.warnings,
    practice: run.practice === 1,
    createdAt: run.created_at_ms,
    endedAt: run.ended_at_ms,
    revertsRunId: run.reverts_run_id,
    startedBy: run.started_by ?? undefined,
    undone: run.undone ?? undefined,
    counts: run.counts,
    targets: run.first_targets,
    targetCount: run.target_count,
    identity: shownIdentity(run),
    allows: run.allows,
    revision: run.revision,
  });
}

/** Of the targets that the row carries; a run of one target has all of it. */
function shownIdentity({ identity, first_targets }: ListedRecord): string[] | null {
  if (identity === null) {
    return null;
  }
  const parts = Object.entries(identity);
  const shown =
    parts.length <= first_targets.length ? parts : parts.filter(([target]) => first_targets.includes(target));
  return shown.flatMap(([, each]) => each);
}

/** The run's own question stops everything, so it is shown before those of single steps. */
function firstQuestion(run: ListedRecord): ListedRecord['questions'][number] | undefined {
  return run.questions.find(({ step }) => step === undefined) ?? run.questions[0];
}
