import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errnoOf } from '../http/system-error.ts';

const taskkillMs = 15_000;

/**
 * Tells a program and all that it has started to end; `isForced` leaves them no choice. Returns whether somebody was
 * told. The program must be known to be the one that is meant, and to lead its group where the system has groups.
 */
export function endTree(pid: number, isForced: boolean): Promise<boolean> {
  return process.platform === 'win32'
    ? endWindowsTree(pid, isForced)
    : Promise.resolve(signalGroup(pid, isForced));
}

function signalGroup(pid: number, isForced: boolean): boolean {
  try {
    process.kill(-pid, isForced ? 'SIGKILL' : 'SIGTERM');
    return true;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ESRCH') {
      return false;
    }
    throw thrown;
  }
}

/** Without force a program is asked through its windows; one that has none cannot be asked, and the tool says so. */
async function endWindowsTree(pid: number, isForced: boolean): Promise<boolean> {
  // The system's own: a PATH may name another one first.
  const tool = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  const words = ['/PID', String(pid), '/T'];
  if (isForced) {
    words.push('/F');
  }
  try {
    await promisify(execFile)(tool, words, { timeout: taskkillMs, windowsHide: true });
    return true;
  } catch {
    return false;
  }
}

/** Whether anybody of the program's group is left. Windows has no groups: there the program stands for all. */
export function isGroupLeft(pid: number): boolean {
  if (process.platform === 'win32') {
    return false;
  }
  try {
    process.kill(-pid, 0);
    return true;
  } catch (thrown) {
    return errnoOf(thrown) === 'EPERM';
  }
}
