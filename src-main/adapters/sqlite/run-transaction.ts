import type Database from 'better-sqlite3';
import type { Json } from '../../contract/json.ts';
import type { Intervention, Question } from '../../contract/run.ts';
import { adopted, mostShownTargets } from './run-records.ts';
import { removeRun } from './run-removal.ts';
import { targetHeld } from './target-held.ts';
import { markUndone, tellUndone } from './undone.ts';
import { endUnreadable, setUnreadableAside } from './unreadable-run.ts';
import { redactedJson, type Redact } from '../secrets/redacted-json.ts';
import type { RunFolders } from '../files/run-folders.ts';
import { allowedOperations } from '../../runner/allowed.ts';
import type { Identity } from '../../runner/identity.ts';
import { type RunModel, type StepModel, type StepShape, countStates } from '../../runner/model.ts';
import type {
  AttemptEnd,
  AttemptStart,
  NewRun,
  RunAbout,
  RunTransaction,
  ShownStep,
  StoredAnswer,
} from '../../runner/ports.ts';

type Statements = Readonly<Record<keyof typeof sql, Database.Statement>>;

const sql = {
  highestRun: `SELECT max((SELECT coalesce(max(CAST(id AS INTEGER)), 0) FROM run), highest_run) AS number FROM store`,
  insertRun: `INSERT INTO run (id, kind, version, title, subject, has_report, input, practice, targets, target_count, first_targets, state, questions, allows, warnings, created_at_ms, reverts_run_id, started_by, revision)
    VALUES (@id, @kind, @version, @title, @subject, @hasReport, @input, @practice, @targets, @targetCount, @firstTargets, 'pending', '[]', '[]', 0, @createdAt, @revertsRunId, @startedBy, @revision)`,
  holder: `SELECT run.id, run.title FROM hold JOIN run ON run.id = hold.run_id WHERE hold.target = ?`,
  insertHold: `INSERT INTO hold (target, run_id) VALUES (?, ?)`,
  releaseHold: `DELETE FROM hold WHERE target = ? AND run_id = ?`,
  saveRunState: `UPDATE run SET state = @state, questions = @questions, allows = @allows, warnings = @warnings, counts = @counts, ended_at_ms = @endedAt, revision = @revision WHERE id = @id RETURNING undone`,
  saveStep: `UPDATE step SET state = @state, attempts = @attempts, changed = @changed, message = @message, failure = @failure,
      skip_reason = @skipReason, by_person = @byPerson, allows = @allows, revision = @revision WHERE run_id = @runId AND key = @key`,
  insertStep: `INSERT INTO step (run_id, key, position, shape, state, attempts, changed, message, failure, skip_reason, by_person, allows, revision)
    VALUES (@runId, @key, @position, @shape, @state, @attempts, @changed, @message, @failure, @skipReason, @byPerson, @allows, @revision)`,
  placeStep: `UPDATE step SET position = ?, shape = ? WHERE run_id = ? AND key = ?`,
  saveInput: `UPDATE run SET input = @input, title = @title, subject = @subject, targets = @targets, target_count = @targetCount, first_targets = @firstTargets, revision = @revision WHERE id = @runId`,
  saveIdentity: `UPDATE run SET identity = ?, revision = ? WHERE id = ?`,
  startAttempt: `INSERT INTO attempt (run_id, step_key, number, started_at_ms) VALUES (?, ?, ?, ?)`,
  startStep: `UPDATE step SET started_at_ms = ?, ended_at_ms = NULL, undone_by = NULL WHERE run_id = ? AND key = ?`,
  saveIntent: `UPDATE attempt SET intent = ? WHERE run_id = ? AND step_key = ? AND number = ?`,
  endAttempt: `UPDATE attempt SET ended_at_ms = @endedAt, outcome = @outcome, found = @found, error = @error, evidence = @evidence
    WHERE run_id = @runId AND step_key = @step AND number = @number`,
  endStep: `UPDATE step SET ended_at_ms = @endedAt, output = coalesce(@output, output), progress = coalesce(@progress, progress) WHERE run_id = @runId AND key = @step`,
  insertAnswer: `INSERT INTO answer (run_id, seq, step_key, code, choice, value, reason, facts, at_ms)
    VALUES (@runId, (SELECT count(*) FROM answer WHERE run_id = @runId), @step, @code, @choice, @value, @reason, @facts, @at)`,
  removeRow: `INSERT INTO tombstone (collection, id, topic, revision) VALUES (?, ?, ?, ?)
    ON CONFLICT (collection, id) DO UPDATE SET topic = excluded.topic, revision = excluded.revision`,
  forgetRemoval: `DELETE FROM tombstone WHERE collection = ? AND id = ?`,
  insertIntervention: `INSERT INTO intervention (run_id, seq, step_key, kind, reason, detail, by, at_ms)
    VALUES (@runId, (SELECT count(*) FROM intervention WHERE run_id = @runId), @step, @kind, @reason, @detail, @by, @at)`,
} as const;

/** What of a step is its definition's, with whether it can be taken back as the run found it. */
function shapeIn({ key, title, group, dependsOn, onFailure, ...step }: StepModel): StepShape {
  const { pool, undo, mandatory, expands, repeatable, watches, scope, observed, undoes } = step;
  return {
    key,
    title,
    group,
    dependsOn,
    onFailure,
    pool,
    undo,
    mandatory,
    expands,
    repeatable,
    watches,
    scope,
    observed,
    undoes,
  };
}

const json = (value: unknown): string => JSON.stringify(value);
const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const targetColumns = (targets: readonly string[]): Readonly<Record<string, string | number>> => ({
  targets: json(targets),
  targetCount: targets.length,
  firstTargets: json(targets.slice(0, mostShownTargets)),
});

interface TransactionParts {
  /** The number that the open transaction stamps its rows with. */
  readonly revision: () => number;
  readonly redact: Redact;
  readonly folders: RunFolders;
}

/** The writing side of one store. */
export class SqliteRunTransaction implements RunTransaction {
  readonly #database: Database.Database;
  readonly #statements: Statements;
  readonly #revision: () => number;
  readonly #redact: Redact;
  readonly #folders: RunFolders;

  constructor(database: Database.Database, { revision, redact, folders }: TransactionParts) {
    const prepared = Object.entries(sql).map(([name, text]) => [name, database.prepare(text)] as const);
    this.#database = database;
    this.#statements = Object.fromEntries(prepared) as Statements;
    this.#revision = revision;
    this.#redact = redact;
    this.#folders = folders;
  }

  revision(): number {
    return this.#revision();
  }

  remove(collection: string, id: string, topic = 'index'): void {
    this.#statements.removeRow.run(collection, id, topic, this.#revision());
  }

  restore(collection: string, id: string): void {
    this.#statements.forgetRemoval.run(collection, id);
  }

  createRun(run: NewRun): string {
    const { number } = this.#statements.highestRun.get() as { number: number };
    // A folder without a row is a run of a database that was lost: what lies there is that run's.
    const id = String(Math.max(number, this.#folders.highest()) + 1).padStart(4, '0');
    const {
      kind,
      version,
      title,
      subject = null,
      hasReport = false,
      createdAt,
      revertsRunId,
      startedBy = null,
    } = run;
    this.#statements.insertRun.run({
      id,
      kind,
      version,
      title,
      subject: jsonOrNull(subject),
      hasReport: hasReport ? 1 : 0,
      createdAt,
      revertsRunId,
      startedBy,
      input: json(run.input),
      practice: run.practice ? 1 : 0,
      ...targetColumns(run.targets),
      revision: this.#revision(),
    });
    this.takeHolds(id, run.holds ?? run.targets);
    this.#folders.make(id);
    return id;
  }

  takeHolds(runId: string, targets: readonly string[]): void {
    const free = targets.filter((target) => {
      const holder = this.#statements.holder.get(target) as { id: string; title: string } | undefined;
      if (holder !== undefined && holder.id !== runId) {
        throw targetHeld(target, holder);
      }
      return holder === undefined;
    });
    for (const target of free) {
      this.#statements.insertHold.run(target, runId);
    }
  }

  removeRun(runId: string): void {
    removeRun(this.#database, runId, this.#revision);
  }

  endUnreadable(runId: string, endedAt: number): boolean {
    return endUnreadable(this.#database, runId, { endedAt, revision: this.#revision() });
  }

  setUnreadableAside(runId: string): boolean {
    return setUnreadableAside(this.#database, runId, this.#revision());
  }

  releaseHolds(runId: string, targets: readonly string[]): void {
    for (const target of targets) {
      this.#statements.releaseHold.run(target, runId);
    }
  }

  saveRunState(runId: string, model: RunModel, endedAt: number | null): void {
    const counts = countStates(model);
    const { undone } = this.#statements.saveRunState.get({
      id: runId,
      state: model.state,
      questions: redactedJson(model.questions, this.#redact),
      allows: json(allowedOperations(model)),
      warnings: counts.warning ?? 0,
      counts: json(counts),
      endedAt,
      revision: this.#revision(),
    }) as { readonly undone: string | null };
    // What was undone of it may have been done again.
    if (undone !== null) {
      tellUndone(this.#database, runId, this.#revision());
    }
  }

  placeStep(runId: string, step: StepModel, position: number): void {
    this.#statements.placeStep.run(position, json(shapeIn(step)), runId, step.key);
  }

  saveStep(runId: string, step: StepModel, { position, message }: ShownStep): void {
    const { state, attempts, changed, failure, skipReason } = step;
    const row = {
      runId,
      key: step.key,
      state,
      attempts,
      changed: changed === null ? null : Number(changed),
      message: message === null ? null : redactedJson(message, this.#redact),
      failure: failure === null ? null : redactedJson(failure, this.#redact),
      skipReason: skipReason === null ? null : redactedJson(skipReason, this.#redact),
      byPerson: step.adopted ? adopted : Number(step.byPerson),
      allows: step.allows === undefined ? null : json(step.allows),
      revision: this.#revision(),
    };
    // A step is new once, and saved at each of its changes: what it is then is not written again.
    if (this.#statements.saveStep.run(row).changes === 0) {
      this.#statements.insertStep.run({ ...row, position, shape: json(shapeIn(step)) });
    }
    if (step.undoes !== undefined && state === 'succeeded') {
      markUndone(this.#database, { by: runId, steps: step.undoes, revision: this.#revision() });
    }
  }

  saveInput(runId: string, input: Json, { title, subject, targets }: RunAbout): void {
    this.#statements.saveInput.run({
      runId,
      title,
      subject: jsonOrNull(subject ?? null),
      input: json(input),
      revision: this.#revision(),
      ...targetColumns(targets),
    });
  }

  saveIdentity(runId: string, identity: Identity): void {
    this.#statements.saveIdentity.run(json(identity), this.#revision(), runId);
  }

  startAttempt(runId: string, step: string, attempt: AttemptStart): void {
    this.#statements.startAttempt.run(runId, step, attempt.number, attempt.startedAt);
    this.#statements.startStep.run(attempt.startedAt, runId, step);
  }

  saveIntent(
    runId: string,
    step: string,
    { attempt, intent }: { readonly attempt: number; readonly intent: Json },
  ): void {
    this.#statements.saveIntent.run(json(intent), runId, step, attempt);
  }

  endAttempt(runId: string, step: string, attempt: AttemptEnd): void {
    const { number, endedAt, outcome, found, error } = attempt;
    this.#statements.endAttempt.run({
      runId,
      step,
      number,
      endedAt,
      outcome,
      found: found === null ? null : redactedJson(found, this.#redact),
      error: error === null ? null : redactedJson(error, this.#redact),
      evidence: redactedJson(attempt.evidence, this.#redact),
    });
    this.#statements.endStep.run({
      runId,
      step,
      endedAt,
      output: jsonOrNull(attempt.output),
      progress: jsonOrNull(attempt.progress),
    });
  }

  saveAnswer(runId: string, _question: Question, answer: StoredAnswer): void {
    const { step, code, choice, value, reason, at } = answer;
    this.#statements.insertAnswer.run({
      runId,
      step,
      code,
      choice,
      value,
      reason,
      facts: json(answer.facts),
      at,
    });
  }

  addIntervention(intervention: Intervention): void {
    const { runId, step, kind, reason, by, at } = intervention;
    this.#statements.insertIntervention.run({
      runId,
      step,
      kind,
      reason,
      by,
      at,
      detail: redactedJson(intervention.detail, this.#redact),
    });
  }
}
