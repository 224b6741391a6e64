import type { RunLogs } from '../../adapters/files/run-log.ts';
import type { RunReader } from '../../adapters/sqlite/run-store.ts';
import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';

export interface RunLogParts {
  readonly reader: Pick<RunReader, 'logStreams' | 'runRow'>;
  readonly logs: Pick<RunLogs, 'read' | 'readOutput'>;
}

/** The logs of a run by name, its own without one. Throws RUN_NOT_FOUND, and LOG_NOT_FOUND naming the logs there are. */
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
  return {
    async logs({ run, stream, ...range }) {
      reader.runRow(run);
      const own = reader.logStreams(run).find(({ position }) => position === 0)?.name;
      const name = stream === undefined ? own : nameIn(run, 'lines', stream);
      // A run that has said nothing yet has no log.
      return name === undefined ? [] : [...(await logs.read(run, range, name))];
    },
    async output({ run, stream, ...range }) {
      reader.runRow(run);
      return [...(await logs.readOutput(run, range, nameIn(run, 'raw', stream)))];
    },
  };
}
