import type Database from 'better-sqlite3';
import { damagedRecord } from '../../contract/damaged-record.ts';
import { AppError } from '../../contract/errors.ts';
import { logId, stepId, type ChangedPage, type LogStream } from '../../contract/feed.ts';
import type { Json } from '../../contract/json.ts';
import type { Interval } from '../../contract/run-timing.ts';
import type { Attempt, Intervention, RunRow, StepRow } from '../../contract/run.ts';
import { noRunFolders, type RunFolders } from '../files/run-folders.ts';
import type { RunStore, RunTransaction, RunWriter, StoredAnswer, StoredRun } from '../../runner/ports.ts';
import type { RunListRequest, RunPage } from '../../contract/run-list.ts';
import { createReadChanged, type ReadChanged, type RevisedTable } from './changed-rows.ts';
import { GroupCommit } from './group-commit.ts';
import { createReadAll, type ReadAll } from './read-all.ts';
import { readRunPage } from './run-list.ts';
import {
  answerRecordSchema,
  attemptRecordSchema,
  interventionRecordSchema,
  listedColumns,
  listedRow,
  readRecord,
  runRecordSchema,
  stepRecordSchema,
  storedStreamSchema,
  toRunRow,
  toStepModel,
  toStepRow,
  type RunRecord,
  type StepRecord,
  type StoredStream,
} from './run-records.ts';
import { earlierTries, spentBefore, workedMsOf, type RunOfItsKind, type Spent } from './run-timings.ts';
import { readSites, type SiteRuns } from './run-sites.ts';
import { SqliteRunTransaction } from './run-transaction.ts';
import type { StoreDatabase } from './store-database.ts';
import type { Redact } from '../secrets/redacted-json.ts';

export interface StoreFacts {
  readonly storeId: string;
  readonly revision: number;
  readonly prunedRevision: number;
}

/** Reads of the run tables; safe on a connection that may only read. */
export class RunReader {
  protected readonly database: Database.Database;
  protected readonly all: ReadAll;
  readonly #readChanged: ReadChanged;

  constructor(database: Database.Database) {
    this.database = database;
    this.all = createReadAll(database);
    this.#readChanged = createReadChanged(database);
  }

  facts(): StoreFacts {
    const rows = this.all(
      'SELECT store_id AS storeId, revision, pruned_revision AS prunedRevision FROM store',
    ) as StoreFacts[];
    return rows[0] ?? { storeId: '', revision: 0, prunedRevision: 0 };
  }

  loadRun(id: string): StoredRun {
    const run = this.#runRecord(id);
    const steps = this.#stepRecords(id);
    const outputs = new Map<string, Json>();
    for (const { key, output } of steps) {
      if (output !== null) {
        outputs.set(key, output as Json);
      }
    }
    return {
      id,
      kind: run.kind,
      version: run.version,
      title: run.title,
      input: run.input as Json,
      practice: run.practice === 1,
      targets: run.targets,
      holds: this.#holds(id),
      identity: run.identity ?? {},
      createdAt: run.created_at_ms,
      endedAt: run.ended_at_ms,
      revertsRunId: run.reverts_run_id,
      model: {
        state: run.state,
        questions: run.questions,
        steps: new Map(steps.map((step) => [step.key, toStepModel(step)])),
      },
      outputs,
      messages: new Map(steps.map(({ key, message }) => [key, message])),
      answers: this.#answers(id),
    };
  }

  unendedRunIds(): readonly string[] {
    const rows = this.all(
      `SELECT id FROM run WHERE state NOT IN ('succeeded', 'failed', 'canceled') ORDER BY id`,
    ) as { id: string }[];
    return rows.map(({ id }) => id);
  }

  lastIntent(runId: string, step: string): Json | null {
    const [row] = this.all(
      'SELECT intent FROM attempt WHERE run_id = ? AND step_key = ? AND intent IS NOT NULL ORDER BY number DESC LIMIT 1',
      runId,
      step,
    ) as { intent: string }[];
    try {
      return row === undefined ? null : (JSON.parse(row.intent) as Json);
    } catch (thrown) {
      throw damagedRecord({ runId, step, what: 'intent' }, thrown);
    }
  }

  attempts(runId: string, step?: string): readonly Attempt[] {
    const rows =
      step === undefined
        ? this.all('SELECT * FROM attempt WHERE run_id = ? ORDER BY step_key, number', runId)
        : this.all('SELECT * FROM attempt WHERE run_id = ? AND step_key = ? ORDER BY number', runId, step);
    return (rows as readonly { step_key: string }[]).map((row) => {
      const { step_key, started_at_ms, ended_at_ms, intent, error, ...rest } = readRecord(
        attemptRecordSchema,
        row,
        { runId, step: row.step_key },
      );
      return {
        ...rest,
        step: step_key,
        startedAt: started_at_ms,
        endedAt: ended_at_ms,
        intent: intent as Json,
        error: error as Json,
      };
    });
  }

  workedMs(runId: string): number {
    return workedMsOf(this.all, runId);
  }

  /** See {@link earlierTries}. */
  earlierTries(runId: string): readonly Interval[] {
    return earlierTries(this.all, runId);
  }

  /** See {@link spentBefore}. */
  spentBefore(run: RunOfItsKind): readonly Spent[] {
    return spentBefore(this.all, run);
  }

  interventions(runId: string): readonly Intervention[] {
    const rows = this.all(
      `SELECT run_id AS runId, step_key AS step, kind, reason, detail, by, at_ms AS at FROM intervention WHERE run_id = ? ORDER BY seq`,
      runId,
    );
    return rows.map((row) => readRecord(interventionRecordSchema, row, { runId }));
  }

  runRow(id: string): RunRow {
    return toRunRow(this.#runRecord(id));
  }

  /** What kind of run it is; empty for one that is not there. */
  kindOf(id: string): string {
    const [run] = this.all('SELECT kind FROM run WHERE id = ?', id) as { kind: string }[];
    return run?.kind ?? '';
  }

  /** See {@link readRunPage}. */
  runPage(request: RunListRequest): RunPage {
    return readRunPage(this.all, request);
  }

  /** See {@link readSites}. */
  runSites(): readonly SiteRuns[] {
    return readSites(this.all);
  }

  /** The run's logs, its own first; none while it has said nothing. */
  logStreams(runId: string): readonly StoredStream[] {
    return this.all(
      'SELECT name, form, position FROM log_stream WHERE run_id = ? ORDER BY position',
      runId,
    ).map((row) => readRecord(storedStreamSchema, row, { runId }));
  }

  stepRows(runId: string): readonly StepRow[] {
    return this.#stepRecords(runId).map(toStepRow);
  }

  /** Runs newer than the revision, without their steps. Pages end at a revision border. */
  changedRuns(from: number, limit: number): ChangedPage {
    return this.#readChanged('index', [listedRuns], { from, limit });
  }

  /** The same for one run, its steps and its logs; how long those are is known to who keeps them. */
  changedRun(runId: string, from: number, limit: number): ChangedPage {
    const run = { ...listedRuns, of: { column: 'id', value: runId } };
    const steps: RevisedTable = {
      collection: 'step',
      table: 'step',
      columns: '*',
      of: { column: 'run_id', value: runId },
      order: 'position',
      toChange: (record) => {
        const row = toStepRow(readStep(runId, record));
        return { collection: 'step', id: stepId(runId, row.key), row };
      },
    };
    return this.#readChanged(`run:${runId}`, [run, steps, logTable(runId)], { from, limit });
  }

  #runRecord(id: string): RunRecord {
    const [row] = this.all('SELECT * FROM run WHERE id = ?', id);
    if (row === undefined) {
      const text = {
        zh: `本数据目录中没有执行任务 ${id}；用 runs list 查看现有的执行任务。`,
        en: `Run ${id} not found in this data folder. List the runs with runs list.`,
      };
      throw new AppError('RUN_NOT_FOUND', text, { data: { run: id } });
    }
    return readRecord(runRecordSchema, row, { runId: id });
  }

  #stepRecords(runId: string): StepRecord[] {
    return this.all('SELECT * FROM step WHERE run_id = ? ORDER BY position', runId).map((row) =>
      readStep(runId, row),
    );
  }

  #holds(runId: string): readonly string[] {
    const rows = this.all('SELECT target FROM hold WHERE run_id = ? ORDER BY target', runId);
    return (rows as { target: string }[]).map(({ target }) => target);
  }

  #answers(runId: string): StoredAnswer[] {
    return this.all('SELECT * FROM answer WHERE run_id = ? ORDER BY seq', runId).map((row) => {
      const { step_key, at_ms, ...rest } = readRecord(answerRecordSchema, row, { runId });
      return { ...rest, step: step_key, at: at_ms };
    });
  }
}

/** The key is part of the table's primary key, so it is always a text. */
const readStep = (runId: string, row: unknown): StepRecord =>
  readRecord(stepRecordSchema, row, { runId, step: (row as { readonly key: string }).key });

const logTable = (runId: string): RevisedTable => ({
  collection: 'log',
  table: 'log_stream',
  columns: 'name, form, position',
  of: { column: 'run_id', value: runId },
  order: 'position',
  toChange: (record) => {
    const stream = storedStreamSchema.parse(record);
    return {
      collection: 'log',
      id: logId(runId, stream.name),
      row: {
        runId,
        name: stream.name,
        form: stream.form,
        isOwn: stream.position === 0,
        lines: 0,
        sizeBytes: 0,
      },
    };
  },
});

const listedRuns: RevisedTable = {
  collection: 'run',
  table: 'run',
  columns: listedColumns,
  toChange: (record) => {
    const row = listedRow(record);
    return { collection: 'run', id: row.id, row };
  },
};

const addStreamSql = `INSERT OR IGNORE INTO log_stream (run_id, name, form, position, revision)
  VALUES (@runId, @name, @form, @beside * (1 + (SELECT count(*) FROM log_stream WHERE run_id = @runId)), @revision)`;

/** The owner's store: reads, and writes in group commits. */
export class SqliteRunStore extends RunReader implements RunStore {
  readonly #commit: GroupCommit;
  readonly #transaction: RunTransaction;
  readonly #listeners = new Set<() => void>();
  readonly #nextRevision: Database.Statement;
  readonly #addStream: Database.Statement;
  #revision: number | null = null;

  constructor(database: StoreDatabase, redact: Redact, folders: RunFolders = noRunFolders) {
    super(database);
    this.#transaction = new SqliteRunTransaction(database, {
      revision: () => this.#takeRevision(),
      redact,
      folders,
    });
    this.#nextRevision = database.prepare('UPDATE store SET revision = revision + 1 RETURNING revision');
    this.#addStream = database.prepare(addStreamSql);
    this.#commit = new GroupCommit(database, () => {
      for (const listener of this.#listeners) {
        listener();
      }
    });
  }

  write<T>(mutation: (transaction: RunTransaction) => T): Promise<T> {
    return this.#commit.write(() => this.#mutate(mutation));
  }

  writer(): RunWriter {
    const writer = this.#commit.writer();
    return {
      write: (mutation) => writer.write(() => this.#mutate(mutation)),
      isOver: () => writer.isOver(),
    };
  }

  /** Keeps that the run has this log; once it has, nothing is written. */
  async addLogStream(
    runId: string,
    { name, form, isOwn }: Pick<LogStream, 'name' | 'form' | 'isOwn'>,
  ): Promise<void> {
    if (this.logStreams(runId).some((known) => known.name === name)) {
      return;
    }
    await this.write((transaction) => {
      this.#addStream.run({ runId, name, form, beside: isOwn ? 0 : 1, revision: transaction.revision() });
    });
  }

  #mutate<T>(mutation: (transaction: RunTransaction) => T): T {
    this.#revision = null;
    return mutation(this.#transaction);
  }

  /** One number a mutation, taken by its first row: rolled back with it, and not used up by what no feed shows. */
  #takeRevision(): number {
    this.#revision ??= (this.#nextRevision.get() as { revision: number }).revision;
    return this.#revision;
  }

  /** Called after each commit; answers the way to stop being called. */
  onCommit(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#commit.flush();
    this.database.close();
  }
}
