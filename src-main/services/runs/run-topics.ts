import {
  collections,
  logId,
  stepId,
  type ChangedPage,
  type ChangeRow,
  type LogStream,
} from '../../contract/feed.ts';
import type { Progress, RunRow } from '../../contract/run.ts';
import { createLiveLists, type LiveListParts, type LiveLists } from '../../feed/live-lists.ts';
import type { LiveRows } from '../../feed/live-rows.ts';
import type { TopicSource } from '../../feed/topics.ts';

/** What the topics read of the store. */
export interface RunChangeReader {
  changedRuns(from: number, limit: number): ChangedPage;
  changedRun(runId: string, from: number, limit: number): ChangedPage;
  /** Throws RUN_NOT_FOUND. */
  runRow(id: string): RunRow;
}

export interface RunTopicParts {
  readonly reader: RunChangeReader;
  /** How long a log of a run is now. */
  readonly sizeOf: (runId: string, stream: LogStream) => Pick<LogStream, 'lines' | 'sizeBytes'>;
  readonly clock: LiveListParts['clock'];
}

export interface RunTopics {
  /** `index`: all runs. `run:<id>`: one run, its steps and their live progress. */
  readonly sources: readonly TopicSource[];
  /** The step's live progress; null takes it back. That of a step that no longer runs is taken back when its row is told. */
  progress(runId: string, step: string, progress: Progress | null): void;
  /** A log has become longer. */
  grown(stream: LogStream): void;
  close(): void;
}

/** The topics of the runs. The last progress of each step is kept for who comes later; it lives and dies with the process. */
export function createRunTopics({ reader, sizeOf, clock }: RunTopicParts): RunTopics {
  const reported = new Map<string, Map<string, Progress>>();
  const lists = createLiveLists({
    clock,
    open(run, { rows }) {
      for (const [step, progress] of reported.get(run) ?? []) {
        rows.put(progressOf(run, step, progress));
      }
      return { ready: Promise.resolve(), close: () => undefined };
    },
  });
  const report = (run: string, step: string, said: Progress | null): void => {
    const steps = reported.get(run) ?? new Map<string, Progress>();
    if (said === null) {
      steps.delete(step);
    } else {
      steps.set(step, said);
    }
    if (steps.size === 0) {
      reported.delete(run);
    } else {
      reported.set(run, steps);
    }
    lists.rowsOf(run)?.put(progressOf(run, step, said));
  };
  const takeBackEnded = (run: string, change: ChangeRow): void => {
    const isOver = change.collection === 'step' && change.row !== null && change.row.state !== 'running';
    if (isOver && isLive(lists.rowsOf(run), change.id)) {
      report(run, change.row.key, null);
    }
  };
  return {
    sources: [indexOf(reader), runOf(reader, { lists, takeBackEnded, sizeOf })],
    progress: report,
    grown: (stream) => lists.rowsOf(stream.runId)?.put(logChange(stream)),
    close: () => lists.close(),
  };
}

const isLive = (rows: LiveRows | null, id: string): boolean => rows?.has('progress', id) === true;

const logChange = (row: LogStream): ChangeRow => ({ collection: 'log', id: logId(row.runId, row.name), row });

/** The store knows which logs there are; how long they are, their files say. */
function measured(change: ChangeRow, sizeOf: RunTopicParts['sizeOf']): ChangeRow {
  if (change.collection !== 'log' || change.row === null) {
    return change;
  }
  return logChange({ ...change.row, ...sizeOf(change.row.runId, change.row) });
}

function progressOf(runId: string, step: string, progress: Progress | null): ChangeRow {
  return {
    collection: 'progress',
    id: stepId(runId, step),
    row: progress === null ? null : { runId, step, progress },
  };
}

function indexOf(reader: RunChangeReader): TopicSource {
  return {
    prefix: 'index',
    collections: { run: collections.run },
    read: (_name, from, limit) => reader.changedRuns(from, limit),
  };
}

interface LiveParts extends Pick<RunTopicParts, 'sizeOf'> {
  readonly lists: LiveLists;
  readonly takeBackEnded: (run: string, change: ChangeRow) => void;
}

function runOf(reader: RunChangeReader, { lists, takeBackEnded, sizeOf }: LiveParts): TopicSource {
  return {
    prefix: 'run:',
    collections: {
      run: collections.run,
      step: collections.step,
      progress: collections.progress,
      log: collections.log,
    },
    read(run, from, limit) {
      if (from === 0) {
        reader.runRow(run);
      }
      const page = reader.changedRun(run, from, limit);
      for (const change of page.rows) {
        takeBackEnded(run, change);
      }
      return { ...page, rows: page.rows.map((change) => measured(change, sizeOf)) };
    },
    live: (run) => lists.join(run),
  };
}
