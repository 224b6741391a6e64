/**
 * `worker-script.ts start FOLDER PROGRAM | look FOLDER | stop FOLDER GRACE_MS | alive PID | kill PID`: one process of ours
 * beside a worker, with the tested Node. Says one line of JSON; after `start` it stays until it is killed.
 */
import { resolve } from 'node:path';
import { createWorkers } from '../../src-main/adapters/workers/workers.ts';
import { identityOf } from '../../src-main/adapters/workers/process-identity.ts';
import { systemClock } from '../../src-main/adapters/clock.ts';
import { toErrorRecord } from '../../src-main/contract/errors.ts';

/** The programs that can be named; any other word is a program itself. */
const programs: Readonly<Record<string, string>> = {
  // Writes on both streams what it was given, and ends when a file tells it to.
  listener: `
const fs = require('node:fs');
process.stderr.write('password of ' + process.env.WORKER_SECRET.length + ' characters\\n');
process.stdout.write('read: ' + fs.readFileSync(0, 'utf8') + '\\n');
setInterval(() => { if (fs.existsSync('go')) process.exit(7); }, 50);`,
  // Has a child that does not end when it is asked to.
  parent: `
const { spawn } = require('node:child_process');
const child = "process.on('SIGTERM', () => 0); process.stdout.write('child ' + process.pid + '\\\\n'); setInterval(() => 0, 1000)";
spawn(process.execPath, ['-e', child], { stdio: ['ignore', 'inherit', 'inherit'] });
setInterval(() => 0, 1000);`,
};

// What it requires may be named by a path without a drive, which the worker's folder on another drive would change.
delete process.env['NODE_OPTIONS'];

const workers = createWorkers({ clock: systemClock });

async function act(verb: string, subject: string, detail: string): Promise<unknown> {
  switch (verb) {
    case 'start': {
      const source = programs[detail];
      const environment: Record<string, string> = { WORKER_SECRET: 'open-sesame-4711' };
      for (const [name, value] of Object.entries(process.env)) {
        environment[name] = value ?? '';
      }
      await workers.start(subject, {
        program: source === undefined ? detail : process.execPath,
        arguments: source === undefined ? [] : ['-e', source],
        directory: resolve(subject, '..'),
        environment,
        input: 'swordfish-0815',
      });
      return { started: true };
    }
    case 'look':
      return workers.look(subject);
    case 'stop':
      return workers.stop(subject, { graceMs: Number(detail) });
    case 'kill':
      process.kill(Number(subject), 'SIGKILL');
      return {};
    default:
      return { alive: await isThere(Number(subject)) };
  }
}

async function isThere(pid: number): Promise<boolean> {
  if (process.platform !== 'win32') {
    return (await identityOf(pid)) !== null;
  }
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const [verb = '', subject = '', detail = ''] = process.argv.slice(2);
try {
  process.stdout.write(`${JSON.stringify(await act(verb, subject, detail))}\n`);
  if (verb === 'start') {
    setInterval(() => undefined, 60_000);
  }
} catch (thrown) {
  const { code, data } = toErrorRecord(thrown);
  process.stdout.write(`${JSON.stringify({ error: code, reason: data['reason'] ?? null })}\n`);
}
