import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { AppError } from '../../contract/errors.ts';
import type { Text } from '../../contract/text.ts';
import type { WorkerOrder } from '../../ports/workers.ts';
import { keeperAnswerSchema, type KeeperAnswer } from './keeper-messages.ts';

/** Longer than a Node takes to start on a busy machine. */
const patienceMs = 30_000;

/**
 * Starts a keeper, gives it the order through a pipe, and waits for what it says. `command` is the keeper's own program
 * with its words. What the order holds stands on no command line and in no file.
 */
export async function startWorker(
  folder: string,
  order: WorkerOrder,
  [program, ...words]: readonly [string, ...string[]],
): Promise<void> {
  const keeper = spawn(program, [...words, resolve(folder)], {
    // Where the program stands too: no other folder is kept from being removed by it.
    cwd: order.directory,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Out of our group, our terminal and our job: it stays when we are gone.
    detached: true,
    windowsHide: true,
  });
  keeper.stdin.on('error', () => undefined);
  keeper.stdin.end(JSON.stringify(order));
  let complaint = '';
  keeper.stderr.setEncoding('utf8').on('data', (piece: string) => {
    complaint += piece;
  });
  const answer = await answerOf(keeper);
  keeper.unref();
  keeper.stdout.destroy();
  keeper.stderr.destroy();
  if (!answer.isStarted) {
    throw answer.reason === 'EEXIST' ? taken(folder) : notStarted(order, answer.reason, complaint);
  }
}

/** What the keeper says in time. One that says nothing is ended: nobody would know of its program. */
function answerOf(keeper: ChildProcessByStdio<Writable, Readable, Readable>): Promise<KeeperAnswer> {
  return new Promise((answered) => {
    let said = '';
    const give = (answer: KeeperAnswer): void => {
      clearTimeout(limit);
      answered(answer);
    };
    const limit = setTimeout(() => {
      keeper.kill('SIGKILL');
      give({ isStarted: false, reason: 'ETIMEDOUT' });
    }, patienceMs);
    keeper.once('error', (thrown: NodeJS.ErrnoException) =>
      give({ isStarted: false, reason: thrown.code ?? thrown.message }),
    );
    keeper.stdout.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      if (said.endsWith('\n')) {
        give(keeperAnswerSchema.parse(JSON.parse(said)));
      }
    });
    // With all that it had to say.
    keeper.once('close', () => give({ isStarted: false, reason: 'EPIPE' }));
  });
}

function taken(folder: string): AppError {
  const text = {
    zh: `目录 ${folder} 中已有一个后台程序的记录；请换一个目录。`,
    en: `Folder ${folder} already holds a worker. Use another folder.`,
  };
  return new AppError('FILE_EXISTS', text, { data: { path: folder } });
}

/** `complaint` is what the keeper itself failed with, for who looks for the fault in us. */
function notStarted({ program, directory }: WorkerOrder, reason: string, complaint: string): AppError {
  return new AppError('WORKER_NOT_STARTED', startText(program, directory, reason), {
    data: { program, directory, reason },
    cause: complaint === '' ? undefined : new Error(complaint),
  });
}

function startText(program: string, directory: string, reason: string): Text {
  switch (reason) {
    case 'ENOENT':
      return {
        zh: `无法启动 ${program}：找不到该程序，或工作目录 ${directory} 不存在。请检查两者的路径，然后重试。`,
        en: `${program} could not be started: the program, or its folder ${directory}, does not exist. Check both paths, then retry.`,
      };
    case 'EACCES':
    case 'EPERM':
      return {
        zh: `无法启动 ${program}（${reason}）：没有执行权限，或被系统阻止。请检查权限，然后重试。`,
        en: `${program} could not be started (${reason}): you have no permission to run it, or the system blocks it. Check its permissions, then retry.`,
      };
    case 'ETIMEDOUT':
      return {
        zh: `${patienceMs / 1_000} 秒内未能启动 ${program}；请检查本机负载，然后重试。`,
        en: `${program} was not started within ${patienceMs / 1_000} seconds. Check how busy this computer is, then retry.`,
      };
    default:
      return {
        zh: `无法启动 ${program}（${reason}）；请检查该程序，然后重试。`,
        en: `${program} could not be started (${reason}). Check the program, then retry.`,
      };
  }
}
