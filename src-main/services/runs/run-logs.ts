import type { RunLogs } from '../../adapters/files/run-log.ts';
import type { RunReader } from '../../adapters/sqlite/run-store.ts';
import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';

export interface RunLogParts {
  readonly reader: Pick<RunReader, 'logStreams' | 'runRow'>;
  readonly logs: Pick<RunLogs, 'read' | 'readOutput' | 'isThere' | 'pathOf'>;
}

/**
 * The logs of a run by name, its own without one. Throws RUN_NOT_FOUND, LOG_NOT_FOUND naming the logs there are, and
 * FILE_NOT_FOUND for one that was written and whose file is gone.
 */
export function createLogReading({
  reader,
  logs,
}: RunLogParts): Pick<Application['runs'], 'logs' | 'output'> {
  const nameIn = (run: string, form: 'lines' | 'raw', name: string): string => {
    const streams = reader.logStreams(run).filter((stream) => stream.form === form);
    if (streams.some((stream) => stream.name === name)) {
      return name;
    }
    const there = streams.map((stream) => stream.name).join(', ') || '-';
    throw new AppError(
      'LOG_NOT_FOUND',
      {
        zh: `执行任务 ${run} 没有名为 ${name} 的日志；已有的日志：${there}。`,
        en: `Run ${run} has no log ${name}. It has: ${there}.`,
      },
      { data: { run, stream: name } },
    );
  };
  /** What was read; a log from which nothing comes may have lost its file. */
  const requireFile = async <T>(run: string, name: string, read: readonly T[]): Promise<T[]> => {
    if (read.length === 0 && !(await logs.isThere(run, name))) {
      throw logLost(run, logs.pathOf(run, name));
    }
    return [...read];
  };
  return {
    async logs({ run, stream, ...range }) {
      reader.runRow(run);
      const own = reader.logStreams(run).find(({ position }) => position === 0)?.name;
      const name = stream === undefined ? own : nameIn(run, 'lines', stream);
      // A run that has said nothing yet has no log.
      return name === undefined ? [] : requireFile(run, name, await logs.read(run, range, name));
    },
    async output({ run, stream, ...range }) {
      reader.runRow(run);
      const name = nameIn(run, 'raw', stream);
      return requireFile(run, name, await logs.readOutput(run, range, name));
    },
  };
}

function logLost(run: string, path: string): AppError {
  const text = {
    zh: `执行任务 ${run} 的日志文件 ${path} 不存在，可能已被移走或删除；请放回该文件。任务的步骤和结果不受影响。`,
    en: `Log file ${path} of run ${run} is missing. It may have been moved or deleted; put it back to read the log. The steps and results of the run are not affected.`,
  };
  return new AppError('FILE_NOT_FOUND', text, { data: { run, path } });
}
