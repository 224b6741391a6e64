import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { workerOutput } from '../../../src-main/ports/workers.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { isWindowsTested, testedNode } from '../../support/tested-node.ts';

const script = join(process.cwd(), 'tests', 'support', 'worker-script.ts');

interface Said {
  readonly state?: string;
  readonly code?: number | null;
  readonly signal?: string | null;
  readonly alive?: boolean;
  readonly error?: string;
  readonly reason?: string | null;
  readonly started?: boolean;
}

/** What a process of its own says of the worker. One that starts a worker is killed as soon as it has said so. */
function say(...words: readonly string[]): Promise<Said> {
  const child = spawn(testedNode, [script, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((settle, fail) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      if (said.endsWith('\n')) {
        child.kill('SIGKILL');
      }
    });
    child.on('error', fail).on('close', () => settle(JSON.parse(said) as Said));
  });
}

interface Identity {
  readonly pid: number;
  readonly mark: string;
}

/** A folder for a worker, which is stopped when the test has finished. */
function openFolder(): { readonly folder: string; readonly directory: string } {
  const directory = temporaryDirectory();
  const folder = join(directory, 'worker');
  onTestFinished(async () => expect(await say('stop', folder, '0')).not.toHaveProperty('error'));
  return { folder, directory };
}

const recordOf = (folder: string): { readonly keeper: Identity; readonly program: Identity } =>
  JSON.parse(readFileSync(join(folder, 'worker.json'), 'utf8')) as never;
const outputOf = (folder: string, stream: 'stdout' | 'stderr'): string =>
  readFileSync(join(folder, workerOutput[stream]), 'utf8');

/** Asks until it is so: what is waited for ends in another process. */
const soon = { timeout: 30_000, interval: 100 };

describe('a worker that outlives the process that started it', () => {
  it('is found at work by the next process, and later how it ended, with all that it wrote', async () => {
    const { folder, directory } = openFolder();
    expect(await say('start', folder, 'listener')).toEqual({ started: true });
    expect(await say('look', folder)).toEqual({ state: 'running' });
    writeFileSync(join(directory, 'go'), '');
    await expect.poll(() => existsSync(join(folder, 'exit.json')), soon).toBe(true);
    expect(await say('look', folder)).toMatchObject({ state: 'exited', code: 7, signal: null });
    expect(outputOf(folder, 'stdout')).toBe('read: swordfish-0815\n');
    expect(outputOf(folder, 'stderr')).toBe('password of 16 characters\n');
    expect(readdirSync(folder).sort()).toEqual(['exit.json', 'stderr.log', 'stdout.log', 'worker.json']);
    expect(await say('start', folder, 'listener')).toMatchObject({ error: 'FILE_EXISTS' });
  });

  it.skipIf(isWindowsTested)(
    'has its secrets on no command line and in no file, and its files to itself',
    async () => {
      const { folder } = openFolder();
      await say('start', folder, 'listener');
      const { keeper, program } = recordOf(folder);
      const lines = [keeper, program].map(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'latin1'));
      const records = readFileSync(join(folder, 'worker.json'), 'utf8');
      expect([...lines, records].join('\n')).not.toMatch(/open-sesame-4711|swordfish-0815/);
      for (const name of readdirSync(folder)) {
        expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
      }
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    },
  );

  it('is stopped with what it has started, also when that does not end by itself', async () => {
    const { folder } = openFolder();
    await say('start', folder, 'parent');
    await expect.poll(() => outputOf(folder, 'stdout'), soon).toMatch(/child \d+\n/);
    const [, child = ''] = /child (\d+)/.exec(outputOf(folder, 'stdout')) ?? [];
    expect(await say('alive', child)).toEqual({ alive: true });
    // What code Windows gives a process that is ended from outside is its own affair.
    const end = isWindowsTested ? { signal: null } : { code: null, signal: 'SIGTERM' };
    expect(await say('stop', folder, '500')).toMatchObject({ state: 'exited', ...end });
    expect(await say('alive', child)).toEqual({ alive: false });
    expect(await say('stop', folder, '500')).toMatchObject({ state: 'exited', ...end });
  });

  it('is not taken for another process that got its number, and that one is left alone', async () => {
    const { folder } = openFolder();
    await say('start', folder, 'listener');
    const path = join(folder, 'worker.json');
    const written = readFileSync(path, 'utf8');
    const record = recordOf(folder);
    const earlier = ({ pid, mark }: Identity): Identity => ({ pid, mark: mark.replace(/.$/, 'x') });
    const forged = { version: 1, keeper: earlier(record.keeper), program: earlier(record.program) };
    writeFileSync(path, JSON.stringify(forged));
    expect(await say('look', folder)).toEqual({ state: 'lost' });
    expect(await say('stop', folder, '0')).toEqual({ state: 'lost' });
    writeFileSync(path, written);
    expect(await say('look', folder)).toEqual({ state: 'running' });
  });

  it('is lost when nobody saw how it ended', async () => {
    const { folder } = openFolder();
    await say('start', folder, 'listener');
    await say('kill', String(recordOf(folder).keeper.pid));
    // On Windows it goes with its keeper; elsewhere it is still at work and can be stopped.
    if (!isWindowsTested) {
      expect(await say('look', folder)).toEqual({ state: 'running' });
    }
    expect(await say('stop', folder, '5000')).toEqual({ state: 'lost' });
    await expect
      .poll(() => say('alive', String(recordOf(folder).program.pid)), soon)
      .toEqual({ alive: false });
  });

  it('says why it could not be started, and leaves its folder free', async () => {
    const { folder } = openFolder();
    const refused = { error: 'WORKER_NOT_STARTED', reason: 'ENOENT' };
    expect(await say('start', folder, 'no-such-program')).toEqual(refused);
    expect(await say('look', folder)).toMatchObject({ error: 'WORKER_NOT_FOUND' });
    expect(await say('start', folder, 'listener')).toEqual({ started: true });
  });

  it('refuses a record that nobody can make sense of', async () => {
    const { folder } = openFolder();
    await say('start', folder, 'listener');
    const path = join(folder, 'worker.json');
    const written = readFileSync(path, 'utf8');
    writeFileSync(path, '{"version":2}');
    expect(await say('look', folder)).toMatchObject({ error: 'FILE_UNREADABLE' });
    expect(await say('stop', folder, '0')).toMatchObject({ error: 'FILE_UNREADABLE' });
    writeFileSync(path, written);
  });
});
