import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { canMount, smallDisk } from '../support/small-disk.ts';
import { openDesk, program, type Desk } from './command.ts';

const run = '0001';
const dns = ['configure', 'plan.xlsx', '--practice', '--yes', '--only', 'dns'];
const databaseOf = (desk: Desk): string => join(desk.home, 'sitewright.db');

interface Failed {
  readonly error: { readonly code: string; readonly message: string };
}

async function failure(
  desk: Desk,
  words: readonly string[],
): Promise<Failed['error'] & { exit: number | null }> {
  const { code, document } = await desk.json(words);
  return { exit: code, ...(document as Failed).error };
}

/** A home with one run in it, as its owner left it. */
async function homeWithRun(): Promise<Desk> {
  const desk = openDesk();
  expect((await desk.json(dns)).code).toBe(0);
  return desk;
}

const reportSum = (desk: Desk): string =>
  createHash('sha256')
    .update(readFileSync(join(desk.home, 'runs', run, 'report.html')))
    .digest('hex');

describe('a home whose database is gone', () => {
  it.each(['removed', 'emptied'])(
    '%s is refused, naming the backup; with that it goes on, and no run gets a number twice',
    async (how) => {
      const desk = await homeWithRun();
      const report = reportSum(desk);
      if (how === 'removed') {
        rmSync(databaseOf(desk));
      } else {
        truncateSync(databaseOf(desk));
      }
      const backup = join(desk.home, 'backups', 'sitewright-1.db');
      for (const words of [['runs', 'list'], dns]) {
        const refused = await failure(desk, words);
        expect(refused).toMatchObject({ exit: 6, code: 'DATABASE_DAMAGED' });
        expect(refused.message).toContain(`${databaseOf(desk)} is missing or empty`);
        expect(refused.message).toContain(backup);
      }
      copyFileSync(backup, databaseOf(desk));
      const listed = await desk.json(['runs', 'list']);
      expect(listed.document).toMatchObject({ runs: [{ id: run, state: 'succeeded' }] });
      expect(reportSum(desk)).toBe(report);
    },
  );

  it('of an older state numbers above the folders that are there', async () => {
    const desk = await homeWithRun();
    const report = reportSum(desk);
    mkdirSync(join(desk.home, 'runs', '0007'));
    expect((await desk.json(['runs', 'list'])).document).toMatchObject({ unlisted: ['0007'] });
    expect((await desk.run(['runs', 'list'])).stdout).toMatch(/no record of: 0007, as after restoring/);
    expect((await desk.run([...dns.filter((word) => word !== '--yes'), '--preview'])).stderr).toMatch(
      /no record of: 0007/,
    );
    const next = await desk.json(dns);
    expect([next.code, next.document]).toMatchObject([0, { id: '0008' }]);
    expect(reportSum(desk)).toBe(report);
  });
});

describe('a damaged database', () => {
  it('is told on reading its pages, with the file and the backup', async () => {
    const desk = await homeWithRun();
    const descriptor = openSync(databaseOf(desk), 'r+');
    const beyondHeader = statSync(databaseOf(desk)).size - 4_096;
    writeSync(descriptor, Buffer.alloc(beyondHeader, 0x5a), 0, beyondHeader, 4_096);
    closeSync(descriptor);
    for (const words of [
      ['runs', 'list'],
      ['runs', 'show', run],
      ['report', run, '--out', 'r.html'],
    ]) {
      const refused = await failure(desk, words);
      expect(refused).toMatchObject({ exit: 6, code: 'DATABASE_DAMAGED' });
      expect(refused.message).toContain('sitewright-1.db');
    }
  });

  it('with one bad row has one bad row in its list', async () => {
    const desk = await homeWithRun();
    expect((await desk.json(dns)).code).toBe(0);
    const database = new Database(databaseOf(desk));
    database.prepare(`UPDATE run SET counts = '{', questions = 'x' WHERE id = ?`).run(run);
    database.close();
    const { code, document } = await desk.json(['runs', 'list']);
    expect([code, document]).toMatchObject([
      0,
      {
        runs: [
          { id: '0002', state: 'succeeded' },
          {
            id: run,
            state: 'succeeded',
            damaged: expect.stringContaining(`run ${run} is damaged`) as string,
          },
        ],
      },
    ]);
    const shown = await failure(desk, ['runs', 'show', run]);
    expect(shown).toMatchObject({ code: 'RECORD_DAMAGED' });
    expect(shown.message).toContain(`record of run ${run} is damaged`);
  });

  it('with the input of an unended run damaged has its target free again once that is canceled', async () => {
    const desk = await homeWithRun();
    const database = new Database(databaseOf(desk));
    const [target] = JSON.parse(
      String(database.prepare('SELECT targets FROM run').pluck().get()),
    ) as string[];
    database.prepare(`UPDATE run SET state = 'waiting', ended_at_ms = NULL, input = '{}'`).run();
    database.prepare('INSERT INTO hold (target, run_id) VALUES (?, ?)').run(target, run);
    database.close();
    expect(await failure(desk, dns)).toMatchObject({ code: 'TARGET_HELD' });
    const canceled = await desk.json(['runs', 'cancel', run]);
    expect([canceled.code, canceled.document]).toMatchObject([0, { id: run, state: 'canceled' }]);
    expect((await desk.json(dns)).document).toMatchObject({ id: '0002', state: 'succeeded' });
  });

  it('is not what a copy of is kept: backups are whole, and no more than three', async () => {
    const desk = await homeWithRun();
    for (let count = 0; count < 4; count += 1) {
      expect((await desk.json(dns)).code).toBe(0);
    }
    const copies = readdirSync(join(desk.home, 'backups')).sort();
    expect(copies).toEqual(['sitewright-1.db', 'sitewright-2.db', 'sitewright-3.db']);
    const latest = new Database(join(desk.home, 'backups', 'sitewright-1.db'), { readonly: true });
    expect(latest.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(latest.prepare('SELECT count(*) FROM run').pluck().get()).toBe(5);
    latest.close();
  });
});

describe('a practice site whose file is damaged', () => {
  it('is told by its file, with the way to begin it afresh, which leads on', async () => {
    const desk = await homeWithRun();
    const path = join(desk.home, 'practice', 'practice.sqlite');
    for (const ending of ['-wal', '-shm']) {
      rmSync(path + ending, { force: true });
    }
    writeFileSync(path, 'x'.repeat(8_192));
    for (const words of [dns, ['practice']]) {
      const refused = await failure(desk, words);
      expect(refused).toMatchObject({ code: 'DATABASE_DAMAGED', exit: 6 });
      expect(refused.message).toContain(path);
      expect(refused.message).toContain('--practice-fresh');
    }
    expect((await desk.json([...dns, '--practice-fresh'])).code).toBe(0);
  });
});

describe('the log of a run', () => {
  it('whose file is gone, or is no file, says so, and the run can be looked at all the same', async () => {
    const desk = await homeWithRun();
    const path = join(desk.home, 'runs', run, 'logs', 'stage_config_cluster.log');
    rmSync(path);
    const lost = await failure(desk, ['runs', 'logs', run]);
    expect(lost).toMatchObject({ exit: 3, code: 'FILE_NOT_FOUND' });
    expect(lost.message).toContain(`Log file ${path} of run ${run} is missing`);
    expect((await desk.json(['runs', 'show', run])).code).toBe(0);
    if (process.platform !== 'win32') {
      expect((await desk.runProgram('mkfifo', [path])).code).toBe(0);
      expect(await failure(desk, ['runs', 'logs', run])).toMatchObject({ exit: 6, code: 'FILE_UNREADABLE' });
      expect((await desk.json(['runs', 'recheck', run])).document).toMatchObject({ state: 'succeeded' });
    }
  });

  it('nor does a pipe in the place of the address of its owner hold up a command', async () => {
    const desk = await homeWithRun();
    if (process.platform !== 'win32') {
      expect((await desk.runProgram('mkfifo', [join(desk.home, 'owner.json')])).code).toBe(0);
    }
    expect((await desk.json(['runs', 'list'])).code).toBe(0);
    expect((await desk.json(dns)).code).toBe(0);
  });
});

describe('a home that is none', () => {
  it('is refused by name: a file, a link that leads nowhere, a folder as database, a lock of something else', async () => {
    const desk = openDesk();
    const at = (name: string): string => join(desk.directory, name);
    writeFileSync(at('file'), 'x');
    symlinkSync(at('nowhere'), at('link'));
    mkdirSync(join(at('folder'), 'sitewright.db'), { recursive: true });
    mkdirSync(at('locked'));
    writeFileSync(join(at('locked'), 'owner.lock'), 'x'.repeat(8_192));
    const homes = [
      ...([
        ['file', 2, 'HOME_UNUSABLE'],
        ['link', 2, 'HOME_UNUSABLE'],
      ] as const),
      ...([
        ['folder', 6, 'DATABASE_UNUSABLE'],
        ['locked', 2, 'HOME_UNUSABLE'],
      ] as const),
    ];
    for (const [name, exit, code] of homes) {
      const refused = await failure(desk, [...dns, '--home', name]);
      expect([name, refused.exit, refused.code]).toEqual([name, exit, code]);
      expect(refused.message).toContain(at(name));
    }
    for (const name of ['file', 'link', 'folder']) {
      const refused = await failure(desk, ['runs', 'list', '--home', name]);
      expect([name, refused.exit === 0, refused.message.includes(at(name))]).toEqual([name, false, true]);
      if (name === 'folder') {
        expect(refused.message).toContain('is not a file. Move it away');
      }
    }
  });
});

describe.skipIf(!canMount)('a disk (only an administrator on Linux can mount one for a test)', () => {
  it('that is full interrupts the run and says where; with room it goes on in the same owner', async () => {
    const disk = smallDisk('900k');
    const desk = openDesk();
    const home = ['--home', join(disk.path, 'home')];
    const owner = desk.start(['serve', '--json', ...home]);
    await owner.until('stdout', '}');
    const full = await failure(desk, ['configure', 'plan.xlsx', '--practice', '--yes', ...home]);
    expect(full).toMatchObject({ exit: 6, code: 'DISK_FULL' });
    expect(full.message).toContain(disk.path);
    expect((await desk.json(['runs', 'list', ...home])).document).toMatchObject({
      runs: [{ id: run, state: 'waiting' }],
    });
    disk.remount('size=60m');
    const retried = await desk.json(['runs', 'retry', run, ...home]);
    expect([retried.code, retried.document]).toMatchObject([0, { id: run, state: 'succeeded' }]);
    expect((await desk.json([...dns, ...home])).code).toBe(0);
    expect(owner.child.exitCode).toBeNull();
  });

  it('that is read-only can be looked at: list, show, logs and report; work is refused by name', async () => {
    const disk = smallDisk('30m');
    const desk = openDesk();
    const home = ['--home', join(disk.path, 'home')];
    expect((await desk.json([...dns, ...home])).code).toBe(0);
    disk.remount('ro');
    for (const words of [
      ['runs', 'list'],
      ['runs', 'show', run],
      ['runs', 'logs', run],
      ['report', run, '--out', 'r.html'],
    ]) {
      expect([words, (await desk.json([...words, ...home])).code]).toEqual([words, 0]);
    }
    expect(existsSync(join(desk.directory, 'r.html'))).toBe(true);
    expect(await desk.json(['runs', 'watch', run, ...home])).toMatchObject({
      code: 0,
      document: { id: run, state: 'succeeded' },
    });
    for (const words of [['runs', 'retry', run], ['practice'], dns]) {
      const refused = await failure(desk, [...words, ...home]);
      expect(refused).toMatchObject({ exit: 6, code: 'FILE_UNWRITABLE' });
      expect(refused.message).toContain(disk.path);
      expect(refused.message).toContain('read-only');
    }
  });

  it('that is full when its home is opened says that, and not that it cannot be locked', async () => {
    const disk = smallDisk('64k');
    const desk = openDesk();
    const home = join(disk.path, 'home');
    mkdirSync(home);
    const filler = openSync(join(disk.path, 'filler'), 'w');
    try {
      writeSync(filler, Buffer.alloc(60 * 1_024));
      writeSync(filler, Buffer.alloc(8 * 1_024));
    } catch {
      // It is full now.
    }
    closeSync(filler);
    const refused = await failure(desk, [...dns, '--home', home]);
    expect(refused).toMatchObject({ exit: 6, code: 'DISK_FULL' });
    expect(refused.message).toContain(disk.path);
  });
});

describe.skipIf(process.platform !== 'linux')('the owner (Linux only)', () => {
  it('says what is lacking when no more files may be opened', async () => {
    const desk = openDesk();
    // Where it becomes too little depends on the machine; whatever meets the limit has to say so.
    for (const limit of [26, 28, 30, 32]) {
      const limited = [
        '-c',
        `ulimit -n ${limit}; exec "$0" "$@"`,
        process.execPath,
        program,
        ...dns,
        '--json',
      ];
      const { code, stdout } = await desk.runProgram('bash', limited);
      const { error } = JSON.parse(stdout) as Partial<Failed>;
      if (error === undefined) {
        continue;
      }
      expect([limit, code, error.message]).toEqual([limit, 6, expect.stringMatching(/limit for open files/)]);
    }
  });

  it('keeps its memory, which holds passwords, out of core dumps', async () => {
    const desk = openDesk();
    const owner = desk.start(['serve', '--json']);
    await owner.until('stdout', '}');
    const filter = readFileSync(`/proc/${String(owner.child.pid)}/coredump_filter`, 'utf8');
    expect(Number.parseInt(filter, 16)).toBe(0);
  });
});
