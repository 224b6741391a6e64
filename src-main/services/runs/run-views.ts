import { isDamagedRecord } from '../../contract/damaged-record.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import type { RunReader } from '../../adapters/sqlite/run-store.ts';
import type { RunListRequest, RunPage } from '../../contract/run-list.ts';
import { stepSentence } from '../../contract/state-words.ts';
import type { Attempt, PlannedStep, Question, RunDocument, RunRow, StepRow } from '../../contract/run.ts';
import type { Journal } from '../../runner/definition.ts';
import { mediansOf, type RunTiming } from '../../contract/run-timing.ts';
import { journalOf } from '../../runner/journal.ts';
import { type RunModel, isEnded } from '../../runner/model.ts';
import type { StoredRun } from '../../runner/ports.ts';
import type { BoundEngine, RunDescription } from '../../runner/bound-engine.ts';
import { scopeOutcomes } from '../../runner/scopes.ts';
import { asFoundAfterDeath } from '../../runner/requests.ts';

/** Runs as documents, for the owner and for readers beside or without one. */
export interface RunViews {
  list(request: RunListRequest): RunPage;
  row(runId: string): RunRow;
  show(runId: string): RunDocument;
  /** The question that is answered first, or null. */
  question(runId: string): Question | null;
  attempts(runId: string, step?: string): readonly Attempt[];
  /** Values that may be changed before a step is tried again. */
  editable(runId: string, step: string): readonly { readonly key: string; readonly value: string | null }[];
  planned(runId: string): readonly PlannedStep[];
  /** How long each of the runs has worked, in milliseconds. */
  worked(runIds: readonly string[]): Readonly<Record<string, number>>;
  timing(runId: string): RunTiming;
  /** As they were ordered for its practice site when it was made. */
  faults(runId: string): readonly string[];
  load(runId: string): StoredRun;
  journal(runId: string): Journal;
  steps(runId: string): readonly StepRow[];
}

export interface RunViewPorts {
  readonly reader: RunReader;
  /** May still be filled until the first run is asked for. */
  readonly engines: readonly BoundEngine[];
  /** Whether somebody does what the rows call running. Without an owner nobody does, nor after a commit that failed. */
  readonly isAtWork: (runId: string) => boolean;
  /** Runs that have a folder and no record. */
  readonly unlisted: () => readonly string[];
}

export function createRunViews({ reader, engines, isAtWork, unlisted }: RunViewPorts): RunViews {
  const load = (runId: string): StoredRun => {
    const stored = reader.loadRun(runId);
    return isAtWork(runId) || isEnded(stored.model.state)
      ? stored
      : { ...stored, model: asFoundAfterDeath(stored.model) };
  };
  const rowOf = (row: RunRow): RunRow => {
    const isAsStored = isEnded(row.state) || row.state === 'waiting' || row.damaged !== undefined;
    if (isAsStored || isAtWork(row.id)) {
      return row;
    }
    const model = load(row.id).model;
    return { ...row, state: model.state, waiting: openQuestion(model) };
  };
  const engineOf = ({ id, kind }: StoredRun): BoundEngine => {
    const engine = engines.find((each) => each.kind === kind);
    if (engine !== undefined) {
      return engine;
    }
    throw new AppError('RUN_STATE', {
      zh: `当前版本不支持执行任务 ${id} 的类型 ${kind}。`,
      en: `Run ${id} is of kind ${kind}, which this version does not support.`,
    });
  };
  const describedOrDamaged = (stored: StoredRun): RunDescription | AppError => {
    try {
      return engineOf(stored).describe(stored);
    } catch (thrown) {
      if (isDamagedRecord(thrown)) {
        return thrown;
      }
      throw thrown;
    }
  };
  const journal = (runId: string): Journal => journalOf(load(runId));
  return {
    load,
    journal,
    question: (runId) => openQuestion(load(runId).model),
    attempts: (runId, step) => reader.attempts(load(runId).id, step),
    editable(runId, step) {
      const stored = load(runId);
      return engineOf(stored).describe(stored).editable(step);
    },
    ...createAskedAlongside({ reader, load, engineOf }),
    list(request) {
      const page = reader.runPage(request);
      const lost = request.after === undefined ? unlisted() : [];
      return { ...page, runs: page.runs.map(rowOf), unlisted: lost.length === 0 ? undefined : [...lost] };
    },
    row: (runId) => rowOf(reader.runRow(runId)),
    steps: (runId) => reader.stepRows(runId),
    show(runId) {
      const stored = load(runId);
      const row = rowOf(reader.runRow(runId));
      const document = toDocument(row, reader.stepRows(runId), stored.model);
      const said = describedOrDamaged(stored);
      if (isAppError(said)) {
        return { ...document, outputs: {}, damaged: said.text };
      }
      const { leftOut } = said;
      return {
        ...document,
        faults: row.practice ? [...said.faults] : undefined,
        outputs: { ...said.outputs(journal(runId), (step) => reader.lastIntent(runId, step)) },
        ...(leftOut.length === 0
          ? {}
          : {
              leftOut: leftOut.map(({ key, because, title, kind }) => ({
                key,
                because,
                ...(title === undefined ? {} : { title }),
                ...(kind === undefined ? {} : { kind }),
              })),
            }),
      };
    },
  };
}

interface Alongside {
  readonly reader: RunReader;
  readonly load: (runId: string) => StoredRun;
  readonly engineOf: (stored: StoredRun) => BoundEngine;
}

/** What its page tells of a run besides its rows. */
function createAskedAlongside({
  reader,
  load,
  engineOf,
}: Alongside): Pick<RunViews, 'faults' | 'planned' | 'timing' | 'worked'> {
  return {
    worked: (runIds) => Object.fromEntries(runIds.map((id) => [id, reader.workedMs(id)])),
    planned(runId) {
      const stored = load(runId);
      return engineOf(stored).describe(stored).planned(journalOf(stored));
    },
    faults(runId) {
      const stored = load(runId);
      return engineOf(stored).describe(stored).faults;
    },
    timing(runId) {
      const stored = load(runId);
      // A practice run goes at a pace of its own: what those before it took tells nothing.
      const before = stored.practice ? [] : reader.spentBefore(stored);
      return {
        earlier: [...reader.earlierTries(runId)],
        usualMs: { ...engineOf(stored).usualMs, ...mediansOf(before) },
      };
    },
  };
}

export function openQuestion(model: RunModel): RunRow['waiting'] {
  if (model.state !== 'waiting') {
    return null;
  }
  return model.questions.find(({ step }) => step === undefined) ?? model.questions[0] ?? null;
}

function toDocument(row: RunRow, steps: readonly StepRow[], model: RunModel): Omit<RunDocument, 'outputs'> {
  const { waiting } = row;
  const scopes = scopeOutcomes(model.steps);
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    warnings: row.warnings,
    ...(waiting === null
      ? {}
      : { waiting: { reason: waiting.reason, question: waiting.text, choices: waiting.choices } }),
    createdAt: new Date(row.createdAt).toISOString(),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
    startedBy: row.startedBy,
    undone: row.undone,
    scopes: scopes.length === 0 ? undefined : [...scopes],
    steps: steps.map((step) => ({
      key: step.key,
      title: step.title,
      state: model.steps.get(step.key)?.state ?? step.state,
      attempts: step.attempts,
      changed: step.changed,
      message: stepSentence(step),
      ...(step.adopted === true ? { adopted: true } : {}),
      undoneBy: step.undoneBy,
      ...(step.error === null ? {} : { error: step.error }),
    })),
  };
}
