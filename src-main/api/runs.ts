import { z } from 'zod';
import {
  attemptSchema,
  differenceSchema,
  existingSchema,
  logLineSchema,
  outputLineSchema,
  plannedStepSchema,
  questionSchema,
  runDocumentSchema,
  runRowSchema,
} from '../contract/run.ts';
import { runTimingSchema } from '../contract/run-timing-schema.ts';
import { nothing, procedure, signalOf } from './base.ts';

const ofRun = z.object({ run: z.string() });
const decision = z.object({ run: z.string(), step: z.string(), reason: z.string() });
const edits = z.array(z.object({ key: z.string(), value: z.string() }));

/** A page of log lines is never larger than this. */
const mostLines = 10_000;

export const runs = {
  list: procedure
    .input(nothing)
    .output(z.array(runRowSchema))
    .handler(({ context }) => [...context.application.runs.list()]),
  show: procedure
    .input(ofRun)
    .output(runDocumentSchema)
    .handler(({ context, input }) => context.application.runs.show(input.run)),
  question: procedure
    .input(ofRun)
    .output(questionSchema.nullable())
    .handler(({ context, input }) => context.application.runs.question(input.run)),
  timing: procedure
    .input(ofRun)
    .output(runTimingSchema)
    .handler(({ context, input }) => context.application.runs.timing(input.run)),
  faults: procedure
    .input(ofRun)
    .output(z.array(z.string()))
    .handler(({ context, input }) => [...context.application.runs.faults(input.run)]),
  attempts: procedure
    .input(z.object({ run: z.string(), step: z.string().optional() }))
    .output(z.array(attemptSchema))
    .handler(({ context, input }) => [...context.application.runs.attempts(input.run, input.step)]),
  editable: procedure
    .input(z.object({ run: z.string(), step: z.string() }))
    .output(z.array(z.object({ key: z.string(), value: z.string().nullable() })))
    .handler(({ context, input }) => [...context.application.runs.editable(input.run, input.step)]),
  planned: procedure
    .input(ofRun)
    .output(z.array(plannedStepSchema))
    .handler(({ context, input }) => [...context.application.runs.planned(input.run)]),
  worked: procedure
    .input(z.object({ runs: z.array(z.string()) }))
    .output(z.record(z.string(), z.number()))
    .handler(({ context, input }) => ({ ...context.application.runs.worked(input.runs) })),
  logs: procedure
    .input(
      z.object({
        run: z.string(),
        /** Another of its logs than its own. */
        stream: z.string().optional(),
        from: z.number().int().min(0),
        limit: z.number().int().min(1).max(mostLines),
      }),
    )
    .output(z.array(logLineSchema))
    .handler(async ({ context, input: { run, stream, ...range } }) => [
      ...(await context.application.runs.logs(run, range, stream)),
    ]),
  output: procedure
    .input(
      z.object({
        run: z.string(),
        stream: z.string(),
        from: z.number().int().min(0),
        limit: z.number().int().min(1).max(mostLines),
      }),
    )
    .output(z.array(outputLineSchema))
    .handler(async ({ context, input: { run, stream, ...range } }) => [
      ...(await context.application.runs.output(run, range, stream)),
    ]),
  retry: procedure
    .input(z.object({ run: z.string(), steps: z.array(z.string()).nullable(), edits, secrets: edits }))
    .output(z.void())
    .handler(({ context, input }) => context.application.runs.retry({ ...input, by: context.caller.by })),
  revert: procedure
    .input(ofRun)
    .output(z.string())
    .handler(({ context, input }) => context.application.runs.revert(input.run)),
  recheck: procedure
    .input(ofRun)
    .output(z.void())
    .handler(({ context, input, signal }) =>
      context.application.runs.recheck(input.run, context.caller.by, signalOf(signal)),
    ),
  cancel: procedure
    .input(ofRun)
    .output(z.void())
    .handler(({ context, input }) => context.application.runs.cancel(input.run, context.caller.by)),
  answer: procedure
    .input(
      z.object({
        run: z.string(),
        question: z.string().nullable(),
        choice: z.string(),
        value: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    )
    .output(z.void())
    .handler(({ context, input }) => context.application.runs.answer({ ...input, by: context.caller.by })),
  skip: procedure
    .input(decision)
    .output(z.void())
    .handler(({ context, input }) => context.application.runs.skip({ ...input, by: context.caller.by })),
  markDone: procedure
    .input(decision)
    .output(z.void())
    .handler(({ context, input }) => context.application.runs.markDone({ ...input, by: context.caller.by })),
  existing: procedure
    .input(z.object({ run: z.string(), step: z.string() }))
    .output(existingSchema)
    .handler(({ context, input, signal }) =>
      context.application.runs.existing(input.run, input.step, signalOf(signal)),
    ),
  adopt: procedure
    .input(decision.extend({ agreed: z.array(differenceSchema).nullable().default(null) }))
    .output(z.void())
    .handler(({ context, input, signal }) =>
      context.application.runs.adopt({ ...input, by: context.caller.by }, signalOf(signal)),
    ),
  settled: procedure
    .input(ofRun)
    .output(runDocumentSchema)
    .handler(({ context, input, signal }) => context.application.runs.settled(input.run, signalOf(signal))),
};
