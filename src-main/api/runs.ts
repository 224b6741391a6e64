import { z } from 'zod';
import { preflightItemSchema } from '../contract/preflight.ts';
import {
  attemptSchema,
  differenceSchema,
  existingSchema,
  logLineSchema,
  outputLineSchema,
  plannedStepSchema,
  previewDocumentSchema,
  questionSchema,
  runDocumentSchema,
} from '../contract/run.ts';
import { mostRuns, runListRequestSchema, runPageSchema } from '../contract/run-list.ts';
import { editCheckSchema, runEditSchema } from '../contract/run-edits.ts';
import { runTimingSchema } from '../contract/run-timing-schema.ts';
import { asked } from './base.ts';

const ofRun = z.object({ run: z.string() });
const ofStep = z.object({ run: z.string(), step: z.string() });
const decision = ofStep.extend({ reason: z.string() });
const edits = z.array(runEditSchema);

/** What an engine is asked to do: the engine's kind, and its order as that engine's contract says. */
const ordered = z.object({ kind: z.string(), order: z.unknown() });

/** A page of log lines is never larger than this. */
const mostLines = 10_000;

/** Lines by their numbers; the first of a log is 1. */
const lineRange = z.object({
  run: z.string(),
  from: z.number().int().min(0),
  limit: z.number().int().min(1).max(mostLines),
});

export const runs = {
  /** A page of the runs that fit, the newest first. */
  list: asked(runListRequestSchema.default({}), runPageSchema),
  /** Deletes ended runs with their files: all of them, or none when one may not be deleted. */
  remove: asked(z.object({ runs: z.array(z.string()).min(1).max(mostRuns) }), z.void()),
  show: asked(ofRun, runDocumentSchema),
  /** The open question that an answer without a choice is about, or null. */
  question: asked(ofRun, questionSchema.nullable()),
  /** What tells how long the run has worked and will still take. */
  timing: asked(ofRun, runTimingSchema),
  /** Faults that were ordered for its practice site when it was made. */
  faults: asked(ofRun, z.array(z.string())),
  /** Every try of one step, or of every step, the first one first. */
  attempts: asked(z.object({ run: z.string(), step: z.string().optional() }), z.array(attemptSchema)),
  /** Values of the input that may be changed before a step is tried again. */
  editable: asked(ofStep, z.array(z.object({ key: z.string(), value: z.string().nullable() }))),
  /** What the plan says of each step beside its row: its sources, and what follows when its process died inside it. */
  planned: asked(ofRun, z.array(plannedStepSchema)),
  /** How long each of the runs has worked, in milliseconds: no waiting, and what ran side by side counts once. */
  worked: asked(z.object({ runs: z.array(z.string()) }), z.record(z.string(), z.number())),
  /** Lines from a number on: at most `limit`, fewer when they are long; none is the end. Without a name the run's own log. */
  logs: asked(lineRange.extend({ stream: z.string().optional() }), z.array(logLineSchema)),
  /** The same of what another program has written. */
  output: asked(lineRange.extend({ stream: z.string() }), z.array(outputLineSchema)),
  /**
   * What a run of this order would do, or what a stored one would find and do if it went on now. Changes nothing.
   * `tryLogins`: also by logins that count towards the locking of an account.
   */
  preview: asked(
    z.union([ordered, ofRun.extend({ tryLogins: z.boolean().default(false) })]),
    previewDocumentSchema,
  ),
  /** What can be looked at before a run of this order; changes nothing either. */
  preflight: asked(ordered, z.array(preflightItemSchema)),
  /** Stores the run and returns its id once it is on disk; without `confirmed` it waits for a person. */
  start: asked(ordered.extend({ confirmed: z.boolean() }), z.string()),
  /** What would be found with these values changed in the run; nothing is kept. */
  checkEdits: asked(ofRun.extend({ edits }), editCheckSchema),
  /**
   * `secrets`: values that cannot be resolved, by their keys; kept in memory only. `edits` are refused where an error would
   * be found because of them; `keep` also writes them where later runs take their values from.
   */
  retry: asked(
    z.object({
      run: z.string(),
      steps: z.array(z.string()).nullable(),
      edits,
      secrets: edits,
      reason: z.string().nullable().default(null),
      keep: z.boolean().default(false),
    }),
    z.void(),
  ),
  /** Makes the run that takes an ended one back; it waits to be confirmed. Returns its id. */
  revert: asked(ofRun, z.string()),
  /** Has an ended run read everything again and make its report anew. */
  recheck: asked(ofRun, z.void()),
  cancel: asked(ofRun, z.void()),
  answer: asked(
    z.object({
      run: z.string(),
      question: z.string().nullable(),
      choice: z.string(),
      value: z.string().nullable(),
      reason: z.string().nullable(),
    }),
    z.void(),
  ),
  skip: asked(decision, z.void()),
  markDone: asked(decision, z.void()),
  /** What is there now of the object that the step's conflict was about, field by field beside the plan. */
  existing: asked(ofStep, existingSchema),
  /** `agreed`: the differences that the person was shown; others are refused, as is an object that is not there. */
  adopt: asked(decision.extend({ agreed: z.array(differenceSchema).nullable().default(null) }), z.void()),
  /**
   * Resolves when nothing is being executed for the run: it has ended or waits. With `steps` as soon as all of these are
   * settled, one that is still to be planned among them.
   */
  settled: asked(ofRun.extend({ steps: z.array(z.string()).min(1).optional() }), runDocumentSchema),
};
