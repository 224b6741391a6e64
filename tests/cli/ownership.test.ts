import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultCatalog } from '../../src-main/practice/index.ts';
import {
  journalAt,
  openDesk,
  program,
  startPractice,
  type Command,
  type Desk,
  type PracticeLine,
} from './command.ts';

const run = '0001';
const chosen = ['vip', 'dns', 'ntp', 'vds', 'vlan'].flatMap((key) => ['--only', key]);

interface AtWork {
  readonly desk: Desk;
  readonly practice: PracticeLine;
  /** The process that owns the home and is in the middle of a run. */
  readonly owner: Command;
  readonly words: readonly string[];
}

/** A run that takes long enough to be looked at: every request of the site waits. */
async function atWork(): Promise<AtWork> {
  const desk = openDesk();
  const practice = await startPractice(desk, ['--fault', 'slow:ms=250']);
  const words = ['configure', 'plan.xlsx', `--practice=${practice.smartx.url}`, '--yes', ...chosen];
  const owner = desk.start(words);
  await owner.until('stderr', 'Done     root');
  return { desk, practice, owner, words };
}

interface Shown {
  readonly state: string;
  readonly waiting?: { readonly reason: string };
  readonly warnings: number;
}

async function show(desk: Desk): Promise<Shown & { readonly code: number | null }> {
  const { code, document } = await desk.json(['runs', 'show', run]);
  return { code, ...(document as Shown) };
}

describe('a home that another process owns', () => {
  it('can be looked at, and a second command works through the owner', async () => {
    const { desk, owner, words } = await atWork();
    expect(await show(desk)).toMatchObject({ code: 0, state: 'running' });
    const listed = await desk.json(['runs', 'list']);
    expect(listed.document).toMatchObject({ runs: [{ id: run, state: 'running' }] });
    const second = await desk.json(words);
    expect([second.code, second.document]).toMatchObject([
      4,
      { error: { code: 'TARGET_HELD', message: expect.stringContaining(run) as string } },
    ]);
    const canceled = await desk.json(['runs', 'cancel', run]);
    expect([canceled.code, canceled.document]).toMatchObject([0, { id: run, state: 'canceled' }]);
    expect((await owner.ended).code).toBe(130);
  });

  it('is served by a gateway that passes every call on, waits when the owner goes, and goes on with the next', async () => {
    const { desk, owner } = await atWork();
    const gateway = desk.start(['serve', '--json']);
    const line = await gateway.until('stdout', '}');
    const { url, token } = JSON.parse(line) as { url: string; token: string };
    const list = async (): Promise<readonly [number, unknown]> => {
      const answer = await fetch(`${url}/api/rpc/runs/list`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{}',
      });
      return [answer.status, await answer.json()];
    };
    expect(await list()).toMatchObject([200, { json: { runs: [{ id: run, state: 'running' }] } }]);
    expect(await show(desk)).toMatchObject({ code: 0, state: 'running' });
    owner.child.kill('SIGKILL');
    await gateway.until('stderr', 'Waiting for the next one');
    expect(await list()).toMatchObject([503, { error: { code: 'OWNER_UNREACHABLE' } }]);
    desk.start(['serve', '--json']);
    await gateway.until('stderr', 'Attached to the process');
    expect(await list()).toMatchObject([200, { json: { runs: [{ id: run, state: 'waiting' }] } }]);
  });

  it('Ctrl-C on a command that is attached only lets go; on the owner it cancels', async () => {
    const { desk, owner } = await atWork();
    const watching = desk.start(['runs', 'watch', run]);
    await watching.until('stderr', 'Done     connect');
    watching.child.kill('SIGINT');
    expect((await watching.ended).code).toBe(130);
    expect(await show(desk)).toMatchObject({ state: 'running' });
    owner.child.kill('SIGINT');
    expect((await owner.ended).code).toBe(130);
    expect(await show(desk)).toMatchObject({ code: 0, state: 'canceled' });
  });

  it('is found interrupted after a kill; looking changes nothing, retry goes on', async () => {
    const { desk, practice, owner } = await atWork();
    owner.child.kill('SIGKILL');
    await owner.ended;
    const journal = await journalAt(practice.journal);
    const found = { code: 0, state: 'waiting', waiting: { reason: 'interrupted' } };
    expect(await show(desk)).toMatchObject(found);
    expect(await show(desk)).toMatchObject(found);
    const waiting = await desk.json(['runs', 'list']);
    expect(waiting.document).toMatchObject({ runs: [{ id: run, state: 'waiting' }] });
    expect(await journalAt(practice.journal)).toEqual(journal);
    const retried = await desk.json(['runs', 'retry', run]);
    expect([retried.code, retried.document]).toMatchObject([0, { state: 'succeeded', warnings: 0 }]);
    const setUps = (await journalAt(practice.journal)).filter((request) => request.endsWith('setupRoot'));
    expect(setUps).toHaveLength(1);
  });
});

it.skipIf(process.platform === 'win32')(
  'a gateway that is asked to stop twice, as Ctrl-C under npm does, leaves nothing of itself (no signals on Windows)',
  async () => {
    const desk = openDesk();
    const gateway = desk.start(['serve', '--json']);
    await gateway.until('stdout', '}');
    gateway.child.kill('SIGINT');
    gateway.child.kill('SIGINT');
    expect((await gateway.ended).code).toBe(0);
    expect(readdirSync(desk.home).filter((name) => /^owner[.-].*(?:json|sock)|-wal$/.test(name))).toEqual([]);
  },
);

describe('a home', () => {
  it('is where --home says, else where SITEWRIGHT_HOME says, and only work makes it', async () => {
    const desk = openDesk();
    const elsewhere = ['--home', 'elsewhere'];
    expect((await desk.json(['runs', 'list', ...elsewhere])).document).toEqual({ runs: [] });
    expect(readdirSync(desk.directory)).toEqual(['plan.xlsx']);
    const made = await desk.json([
      'configure',
      'plan.xlsx',
      '--practice',
      '--yes',
      '--only',
      'dns',
      ...elsewhere,
    ]);
    expect([made.code, existsSync(desk.home)]).toEqual([0, false]);
    expect(existsSync(join(desk.directory, 'elsewhere', 'runs', run, 'report.html'))).toBe(true);
    expect((await desk.json(['runs', 'list'])).document).toEqual({ runs: [] });
    expect((await desk.json(['runs', 'show', run, ...elsewhere])).code).toBe(0);
  });
});

describe('practice', () => {
  it('says in its first line where everything is, and ends when it is stopped', async () => {
    const desk = openDesk();
    const { smartx, hosts, journal, command } = await startPractice(desk);
    expect([Object.keys(smartx), hosts]).toEqual([['url', 'username', 'password'], []]);
    expect(await journalAt(journal)).toEqual([]);
    command.child.kill('SIGTERM');
    expect((await command.ended).code).toBe(0);
  });

  it('--help lists every fault in the language of the person', async () => {
    const desk = openDesk();
    const [english, chinese] = await Promise.all([
      desk.run(['practice', '--help']),
      desk.run(['practice', '--help', '--lang', 'zh-CN']),
    ]);
    for (const { example, description } of faultCatalog) {
      expect(english.stdout).toContain(example);
      expect(english.stdout).toContain(description.en);
      expect(chinese.stdout).toContain(description.zh);
    }
  });

  it('does not outlive the npm that started it', async () => {
    const desk = openDesk();
    const script = `require('node:child_process').spawn(process.execPath, [${JSON.stringify(program)}, 'practice'], { stdio: 'inherit' })`;
    const npm = desk.startNode(['-e', script], { npm_lifecycle_event: 'sitewright' });
    const [line = ''] = (await npm.until('stdout', '\n')).split('\n');
    const { journal } = JSON.parse(line) as { journal: string };
    npm.child.kill('SIGKILL');
    // The pipe is closed when nobody is left who could write to it.
    await npm.ended;
    await expect(fetch(journal)).rejects.toThrow();
  });
});

describe('secrets', () => {
  it('come from the environment only, and a run that lacks one waits for it', async () => {
    const desk = openDesk();
    const practice = await startPractice(desk, ['--fault', 'root:fail']);
    const words = ['configure', 'plan.xlsx', `--practice=${practice.smartx.url}`, '--yes', '--only', 'dns'];
    const without = await desk.json(words);
    expect([without.code, without.document]).toMatchObject([10, { state: 'failed' }]);
    const login = await fetch(`${practice.smartx.url}/api/v3/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: practice.smartx.username, password: practice.smartx.password }),
    });
    const { token } = (await login.json()) as { token: string };
    const secret = ['--secret', 'token=env:SITE_TOKEN'];
    const given = await desk.json(['runs', 'retry', run, ...secret], { SITE_TOKEN: token });
    expect([given.code, given.document]).toMatchObject([0, { state: 'succeeded' }]);
    const plain = await desk.json(['runs', 'retry', run, '--secret', `token=${token}`]);
    expect([plain.code, plain.document]).toMatchObject([2, { error: { code: 'USAGE' } }]);
    expect(JSON.stringify(plain.document)).not.toContain(token);
  });
});
