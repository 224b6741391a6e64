import { fileURLToPath } from 'node:url';
import { AppError } from '../../contract/errors.ts';
import type { Workers, WorkerState } from '../../ports/workers.ts';
import type { Clock } from '../../runner/ports.ts';
import { isAlive } from './process-identity.ts';
import { startWorker } from './start-worker.ts';
import { endTree, isGroupLeft } from './stop-tree.ts';
import { readEnd, readRecord, type WorkerRecord } from './worker-folder.ts';

export interface WorkersParts {
  readonly clock: Clock;
  /** Another program that is a keeper, with its words; by default this Node on the source beside this file. */
  readonly keeper?: readonly [string, ...string[]];
}

const nodeKeeper = [process.execPath, fileURLToPath(new URL('./keeper.ts', import.meta.url))] as const;

/** How often is looked whether a program that was told to end has ended. */
const lookEveryMs = 100;
/** Longer than the system needs to end a program that has no choice, and its keeper to write that down. */
const killedMs = 15_000;

/** Workers as processes of this machine, each waited for by a keeper that outlives us. */
export function createWorkers({ clock, keeper = nodeKeeper }: WorkersParts): Workers {
  /** Whether it came true in time. */
  async function until(isTrue: () => Promise<boolean>, limitMs: number): Promise<boolean> {
    const endsAt = clock.elapsed() + limitMs;
    while (!(await isTrue())) {
      if (clock.elapsed() >= endsAt) {
        return false;
      }
      await clock.pause(lookEveryMs, new AbortController().signal);
    }
    return true;
  }

  async function endProgram({ program }: WorkerRecord, graceMs: number): Promise<void> {
    if (!(await isAlive(program))) {
      return;
    }
    const isAsked = await endTree(program.pid, false);
    const isOver = async (): Promise<boolean> => !(await isAlive(program)) && !isGroupLeft(program.pid);
    if (!(await until(isOver, isAsked ? graceMs : 0))) {
      await endTree(program.pid, true);
    }
  }

  return {
    start: (folder, order) => startWorker(folder, order, keeper),
    look: (folder) => stateOf(folder, requireRecord(folder)),
    async stop(folder, { graceMs }) {
      const record = requireRecord(folder);
      if ((await stateOf(folder, record)).state === 'running') {
        await endProgram(record, graceMs);
      }
      const isEnded = async (): Promise<boolean> => (await stateOf(folder, record)).state !== 'running';
      if (!(await until(isEnded, killedMs))) {
        throw notStopped(folder, record);
      }
      return stateOf(folder, record);
    },
  };
}

async function stateOf(folder: string, { keeper, program }: WorkerRecord): Promise<WorkerState> {
  const isRunning = async (): Promise<boolean> => (await isAlive(program)) || (await isAlive(keeper));
  // In this order: what ends between the two looks has written down how.
  if (readEnd(folder) === null && (await isRunning())) {
    return { state: 'running' };
  }
  const end = readEnd(folder);
  return end === null
    ? { state: 'lost' }
    : { state: 'exited', code: end.code, signal: end.signal, endedAt: end.endedAt };
}

function requireRecord(folder: string): WorkerRecord {
  const record = readRecord(folder);
  if (record !== null) {
    return record;
  }
  const text = {
    zh: `目录 ${folder} 中没有后台程序的记录：程序从未启动，或记录已被删除。请重新启动该程序。`,
    en: `Folder ${folder} holds no worker: its program was never started, or the record was deleted. Start the program again.`,
  };
  throw new AppError('WORKER_NOT_FOUND', text, { data: { path: folder } });
}

function notStopped(folder: string, { program }: WorkerRecord): AppError {
  const text = {
    zh: `后台程序（PID ${program.pid}，目录 ${folder}）无法结束；请在系统中手动结束该进程，然后重试。`,
    en: `The worker in ${folder} (PID ${program.pid}) could not be stopped. End this process manually, then retry.`,
  };
  return new AppError('WORKER_NOT_STOPPED', text, { data: { path: folder, pid: program.pid } });
}
