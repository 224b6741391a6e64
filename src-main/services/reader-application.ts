import { join } from 'node:path';
import type { Application } from '../api/application.ts';
import { AppError } from '../contract/errors.ts';
import type { EngineForReading } from './engine-service.ts';
import * as engines from './all-for-reading.ts';
import { createFiles } from './machine/files.ts';
import { processFacts } from './machine/machine.ts';
import type { HomeForReading, StoreForReading } from './open-home.ts';
import { withOwnerOnly, type ReaderRooms } from './owner-only.ts';
import { noConnections, readConnections } from './connections/reading.ts';
import { createRunReading } from './runs/reading.ts';
import { createReports } from './runs/reports.ts';

/** What can be seen without owning the home. Everything else needs its owner. */
export async function createReaderApplication(home: HomeForReading): Promise<Application> {
  const opening = Object.values(engines).map(
    async ({ rooms }: EngineForReading) => (await rooms?.(home)) ?? {},
  );
  const rooms = (await Promise.all(opening)).flatMap((each) => Object.entries(each));
  return withOwnerOnly({
    system: {
      facts: () => ({
        ...processFacts(home.home),
        storeId: '',
        ownerId: '',
        keystore: { kind: 'memory', counts: { read: 0, overrides: 0, given: 0, connections: 0 } },
      }),
    },
    files: createFiles(),
    ...runsOf(home),
    ...Object.fromEntries(rooms),
  });
}

function runsOf({ home, store }: HomeForReading): ReaderRooms {
  if (store === null) {
    return withoutRuns(home);
  }
  return {
    connections: readConnections(store.database),
    runs: {
      ...createRunReading(store.views),
      // Nobody works on it as far as is known here.
      settled: ({ run }) => store.views.show(run),
      logs: async (range, call) => (await logsOf(home, store)).logs(range, call),
      output: async (range, call) => (await logsOf(home, store)).output(range, call),
    },
    reports: createReports(store.views, store.reports),
  };
}

/** What reads files is loaded when a log is asked for. */
async function logsOf(
  home: string,
  { reader }: StoreForReading,
): Promise<Pick<Application['runs'], 'logs' | 'output'>> {
  const [{ createRunLogs }, { createLogReading }] = await Promise.all([
    import('../adapters/files/run-log.ts'),
    import('./runs/run-logs.ts'),
  ]);
  const nameOf = (run: string): string => {
    throw new AppError('INTERNAL', `a reader opens no log of run ${run}`);
  };
  const logs = createRunLogs({ runsDirectory: join(home, 'runs'), nameOf, redact: (text) => text });
  return createLogReading({ reader, logs });
}

/** A home that nobody has used yet: no run that is asked for is there. */
function withoutRuns(home: string): ReaderRooms {
  const notFound = ({ run }: { readonly run: string }): never => {
    const text = {
      zh: `${home} 中没有执行任务 ${run}；用「runs list」查看已有的执行任务。`,
      en: `Run ${run} not found in ${home}. List the runs with "runs list".`,
    };
    throw new AppError('RUN_NOT_FOUND', text, { data: { run } });
  };
  return {
    connections: noConnections,
    runs: {
      list: () => ({ runs: [], next: null, total: 0, counts: {}, kinds: [] }),
      worked: () => ({}),
      show: notFound,
      question: notFound,
      faults: notFound,
      timing: notFound,
      attempts: notFound,
      editable: notFound,
      planned: notFound,
      logs: notFound,
      output: notFound,
      settled: notFound,
    },
    reports: { make: notFound, document: notFound },
  };
}
