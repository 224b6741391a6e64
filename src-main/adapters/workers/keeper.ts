/**
 * The process between us and a worker. It outlives who started it, waits for the program to end and writes down how.
 * `keeper FOLDER` reads its order from standard input, starts the program, and says on standard output in one line of
 * JSON whether that went well; afterwards it says nothing more.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { errnoOf } from '../http/system-error.ts';
import { orderSchema, type KeeperAnswer } from './keeper-messages.ts';
import { announceOnPipe, identityOf, type ProcessIdentity } from './process-identity.ts';
import { endTree } from './stop-tree.ts';
import { openOutput, removeOutput, writeEnd, writeRecord } from './worker-folder.ts';

const isWindows = process.platform === 'win32';

/** Resolves once it is said, or nobody is there any more to hear it. */
function say(answer: KeeperAnswer): Promise<void> {
  return new Promise((said) => {
    process.stdout.once('error', () => said());
    process.stdout.end(`${JSON.stringify(answer)}\n`, () => said());
  });
}

async function startProgram(folder: string): Promise<ChildProcess> {
  const order = orderSchema.parse(JSON.parse(await text(process.stdin)));
  const output = openOutput(folder);
  try {
    const program = spawn(order.program, order.arguments, {
      cwd: order.directory,
      env: order.environment,
      stdio: ['pipe', output.stdout, output.stderr],
      // A group of its own can be ended as one. On Windows the program must end with its keeper instead.
      detached: !isWindows,
      windowsHide: true,
    });
    // A program need not read what it is given.
    program.stdin?.on('error', () => undefined);
    program.stdin?.end(order.input ?? '');
    await once(program, 'spawn');
    return program;
  } catch (thrown) {
    removeOutput(folder);
    throw thrown;
  } finally {
    closeSync(output.stdout);
    closeSync(output.stderr);
  }
}

/** On Windows the keeper answers for the program too, which never outlives it. */
async function identitiesOf(program: number): Promise<{ keeper: ProcessIdentity; program: ProcessIdentity }> {
  if (isWindows) {
    const mark = await announceOnPipe([process.pid, program]);
    return { keeper: { pid: process.pid, mark }, program: { pid: program, mark } };
  }
  const [keeper, own] = await Promise.all([identityOf(process.pid), identityOf(program)]);
  // One that has ended already has no start time any more, and needs none.
  const gone = { pid: program, mark: 'gone' };
  return { keeper: keeper ?? { pid: process.pid, mark: 'gone' }, program: own ?? gone };
}

/** A program that nobody could find again does not go on. */
async function record(folder: string, pid: number): Promise<void> {
  try {
    const { keeper, program } = await identitiesOf(pid);
    writeRecord(folder, { version: 1, keeper, program });
  } catch (thrown) {
    await endTree(pid, true);
    removeOutput(folder);
    throw thrown;
  }
}

async function keep(folder: string): Promise<void> {
  // What is meant for the program or for a terminal does not end who waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => undefined);
  }
  let ended: Promise<unknown[]>;
  try {
    const program = await startProgram(folder);
    ended = once(program, 'exit');
    await record(folder, program.pid ?? 0);
  } catch (thrown) {
    await say({ isStarted: false, reason: errnoOf(thrown) ?? String(thrown) });
    return;
  }
  await say({ isStarted: true });
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  writeEnd(folder, { version: 1, code, signal, endedAt: new Date().toISOString() });
}

await keep(process.argv[2] ?? '');
// Nothing that the program has left open keeps its keeper.
process.exit();
