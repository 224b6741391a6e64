import { z } from 'zod';
import {
  progressSchema,
  questionSchema,
  runRowSchema,
  runStates,
  skipReasonSchema,
  stepFailureSchema,
  stepRowSchema,
  stepStates,
} from '../../contract/run.ts';
import type { RunRow, StepRow } from '../../contract/run.ts';
import { textSchema } from '../../contract/text-schema.ts';
import type { StepModel, StepShape } from '../../runner/model.ts';

/** Text columns that hold JSON are parsed again on the way out: the disk is input too. */
const jsonText = z.string().transform((text): unknown => JSON.parse(text));
const nullableJson = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? null : JSON.parse(text)));

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
  input: jsonText,
  practice: z.number(),
  targets: jsonText.pipe(z.array(z.string())),
  identity: nullableJson.pipe(z.array(z.string()).nullable()),
  state: z.enum(runStates),
  questions: jsonText.pipe(z.array(questionSchema)),
  allows: jsonText,
  warnings: z.number(),
  counts: jsonText,
  created_at_ms: z.number(),
  ended_at_ms: z.number().nullable(),
  reverts_run_id: z.string().nullable(),
  revision: z.number(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

export const answerRecordSchema = z.object({
  step_key: z.string().nullable(),
  code: z.string(),
  choice: z.string(),
  value: z.string().nullable(),
  reason: z.string().nullable(),
  facts: jsonText.pipe(z.record(z.string(), z.json())),
  at_ms: z.number(),
});

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

export function toStepModel(step: StepRecord): StepModel {
  return {
    ...step.shape,
    state: step.state,
    attempts: step.attempts,
    changed: step.changed === null ? null : step.changed === 1,
    failure: step.failure,
    skipReason: step.skip_reason,
    byPerson: step.by_person === 1,
  };
}

export function toStepRow(step: StepRecord): StepRow {
  return stepRowSchema.parse({
    ...{
      runId: step.run_id,
      key: step.key,
      position: step.position,
      title: step.shape.title,
      group: step.shape.group,
      state: step.state,
      attempts: step.attempts,
    },
    ...{
      changed: step.changed === null ? null : step.changed === 1,
      message: step.message,
      error: step.failure,
      skipReason: step.skip_reason,
    },
    ...{
      dependsOn: step.shape.dependsOn.map(({ key }) => key),
      pool: step.shape.pool ?? undefined,
      undo: step.shape.undo,
      mandatory: step.shape.mandatory,
      progress: step.progress,
    },
    ...{ startedAt: step.started_at_ms, endedAt: step.ended_at_ms, revision: step.revision },
  });
}

export function toRunRow(run: RunRecord): RunRow {
  return runRowSchema.parse({
    ...{
      id: run.id,
      kind: run.kind,
      title: run.title,
      state: run.state,
      waiting: run.state === 'waiting' ? (firstQuestion(run) ?? null) : null,
    },
    ...{
      warnings: run.warnings,
      practice: run.practice === 1,
      createdAt: run.created_at_ms,
      endedAt: run.ended_at_ms,
      revertsRunId: run.reverts_run_id,
    },
    ...{ counts: run.counts, targets: run.targets, identity: run.identity },
    ...{ allows: run.allows, revision: run.revision },
  });
}

/** The run's own question stops everything, so it is shown before those of single steps. */
function firstQuestion(run: RunRecord): RunRecord['questions'][number] | undefined {
  return run.questions.find(({ step }) => step === undefined) ?? run.questions[0];
}
