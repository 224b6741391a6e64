import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';
import { z } from 'zod';

/** A process, told from every later one that gets the same number. */
export const processIdentitySchema = z.strictObject({
  pid: z.int().positive(),
  /** When it started, in the system's own words; on Windows the named pipe at which somebody answers for it. */
  mark: z.string().min(1).max(200),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

const pipePrefix = '\\\\.\\pipe\\sitewright-worker-';
const knockMs = 2_000;

/** Whether this very process still runs. */
export async function isAlive({ pid, mark }: ProcessIdentity): Promise<boolean> {
  if (!mark.startsWith(pipePrefix)) {
    return (await startOf(pid)) === mark;
  }
  const said = await knockAt(mark);
  return said !== null && said.split(' ').includes(String(pid));
}

/** Null where there is no such process. Not for Windows, where only {@link announceOnPipe} gives one. */
export async function identityOf(pid: number): Promise<ProcessIdentity | null> {
  const mark = await startOf(pid);
  return mark === null ? null : { pid, mark };
}

/** When a process started, in the words of a system that is no Windows; null where there is none, or only its remains. */
function startOf(pid: number): Promise<string | null> {
  return process.platform === 'linux' ? Promise.resolve(startOnLinux(pid)) : startByPs(pid);
}

/** Ticks since the machine was started, and which of its starts that was. */
function startOnLinux(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The second field is a name in brackets and may hold brackets and blanks of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const ticks = fields[19];
  if (ticks === undefined || state === 'Z' || state === 'X') {
    return null;
  }
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`;
}

/** To the second, as ps of macOS and of the BSDs says it, in one language and time zone. */
async function startByPs(pid: number): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC' },
      timeout: 10_000,
    });
    const [, state = 'Z', start = ''] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
    return state.startsWith('Z') ? null : start;
  } catch {
    return null;
  }
}

/**
 * The mark of processes on Windows, where reading a start time takes a helper that may be absent, and seconds: as long
 * as this process lives it listens on a pipe whose name nobody else can have, and says there whom it answers for.
 */
export function announceOnPipe(pids: readonly number[]): Promise<string> {
  const mark = pipePrefix + randomBytes(16).toString('hex');
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(pids.join(' '));
  });
  return new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(mark, () => listening(mark));
    // The pipe goes with the process and never keeps it.
    server.unref();
  });
}

/** What is said at a pipe; null where nobody listens, or says nothing for two seconds. */
function knockAt(address: string): Promise<string | null> {
  return new Promise((answered) => {
    let said = '';
    const socket = connect(address);
    socket.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
    });
    socket.setTimeout(knockMs, () => {
      socket.destroy();
      answered(null);
    });
    socket.on('end', () => {
      socket.destroy();
      answered(said);
    });
    socket.on('error', () => answered(null));
  });
}
