import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDesk, startPractice, type Command, type Desk } from './command.ts';

const [first, second] = ['0001', '0002'];
const vips = ['--only', 'vip', '--only', 'dns'];
const longer = ['vip', 'dns', 'ntp', 'vds', 'vlan'].flatMap((key) => ['--only', key]);

interface TwoSites {
  readonly desk: Desk;
  /** A configure run at one site or the other, whose sheets are equal. */
  readonly configure: (site: 'near' | 'far', words: readonly string[]) => Command;
}

/** Two sites that take a moment for every request, and a home. */
async function twoSites(): Promise<TwoSites> {
  const desk = openDesk();
  copyFileSync(join(desk.directory, 'plan.xlsx'), join(desk.directory, 'far.xlsx'));
  const slow = ['--fault', 'slow:ms=150'];
  const near = await startPractice(desk, slow);
  const far = await startPractice(desk, [...slow, '--home', join(desk.directory, 'far-home')]);
  return {
    desk,
    configure(site, words) {
      const { smartx } = site === 'near' ? near : far;
      const sheet = site === 'near' ? 'plan.xlsx' : 'far.xlsx';
      return desk.start(['configure', sheet, `--practice=${smartx.url}`, '--yes', ...words]);
    },
  };
}

const stateOf = async (desk: Desk, run: string): Promise<unknown> =>
  (await desk.json(['runs', 'show', run])).document;

async function openGateway(desk: Desk): Promise<{ command: Command; list(): Promise<[number, unknown]> }> {
  const command = desk.start(['serve', '--json']);
  const { url, token } = JSON.parse(await command.until('stdout', '}')) as { url: string; token: string };
  return {
    command,
    async list() {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/api/rpc/runs/list`, { method: 'POST', headers, body: '{}' });
      return [answer.status, await answer.json()];
    },
  };
}

describe('a command that owns the home and is done', () => {
  it('stays for the run that another command started through it, and says so', async () => {
    const { desk, configure } = await twoSites();
    const owner = configure('near', vips);
    await owner.until('stderr', 'Done     root');
    const attached = configure('far', longer);
    await owner.until('stderr', `Run ${second} is still in progress in this process`);
    expect(owner.child.exitCode).toBeNull();
    expect(await stateOf(desk, first)).toMatchObject({ state: 'succeeded' });
    expect((await attached.ended).code).toBe(0);
    expect((await owner.ended).code).toBe(0);
    expect(await stateOf(desk, second)).toMatchObject({ state: 'succeeded', warnings: 0 });
  });

  it('asked to go by Ctrl-C it names the run that would be interrupted, and goes at the second; who is attached is told how the run stands', async () => {
    const { desk, configure } = await twoSites();
    const owner = configure('near', vips);
    await owner.until('stderr', 'Done     root');
    const attached = configure('far', longer);
    await owner.until('stderr', 'is still in progress in this process');
    owner.child.kill('SIGINT');
    await owner.until('stderr', `Press Ctrl-C again to exit immediately and interrupt run ${second}`);
    expect(owner.child.exitCode).toBeNull();
    owner.child.kill('SIGINT');
    expect((await owner.ended).code).toBe(130);
    const ended = await attached.ended;
    expect([ended.code, ended.stdout]).toEqual([
      11,
      expect.stringContaining(`Run ${second}: Needs attention`),
    ]);
    expect(ended.stderr).toContain(`Current state of run ${second}`);
    expect(await stateOf(desk, second)).toMatchObject({
      state: 'waiting',
      waiting: { reason: 'interrupted' },
    });
  });

  it('leaves the home to the gateway that is attached to it', async () => {
    const { desk, configure } = await twoSites();
    const owner = configure('near', vips);
    await owner.until('stderr', 'Done     root');
    const gateway = await openGateway(desk);
    const attached = configure('far', longer);
    expect((await attached.ended).code).toBe(0);
    expect((await owner.ended).code).toBe(0);
    await gateway.command.until('stderr', 'Attached to the process');
    expect(await gateway.list()).toMatchObject([
      200,
      {
        json: {
          runs: [
            { id: second, state: 'succeeded' },
            { id: first, state: 'succeeded' },
          ],
        },
      },
    ]);
    // It owns the home now: the next command works through it.
    const preview = await desk.json(['configure', 'plan.xlsx', '--practice', '--preview']);
    expect(preview.code).toBe(0);
  });

  it('is no trouble for commands that come while it goes', async () => {
    const desk = openDesk();
    const preview = async (): Promise<readonly (number | null)[]> => {
      const codes: (number | null)[] = [];
      for (let count = 0; count < 12; count += 1) {
        codes.push((await desk.run(['configure', 'plan.xlsx', '--practice', '--preview'])).code);
      }
      return codes;
    };
    const codes = await Promise.all([preview(), preview(), preview()]);
    expect(codes.flat()).toEqual(Array.from({ length: 36 }, () => 0));
  });
});

describe('a command whose owner is killed', () => {
  it('does what it had not begun yet with a home of its own', async () => {
    const { desk, configure } = await twoSites();
    const owner = configure('near', longer);
    await owner.until('stderr', 'Done     root');
    const preview = desk.start([
      'configure',
      'plan.xlsx',
      '--practice',
      '--preview',
      '--json',
      '--fault',
      'slow:ms=300',
    ]);
    await preview.until('stderr', 'PRACTICE');
    owner.child.kill('SIGKILL');
    const { code, stdout } = await preview.ended;
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { steps: expect.any(Array) as unknown }]);
    expect(await stateOf(desk, first)).toMatchObject({
      state: 'waiting',
      waiting: { reason: 'interrupted' },
    });
  });

  it('says how the run that it follows stands', async () => {
    const { configure } = await twoSites();
    const owner = configure('near', vips);
    await owner.until('stderr', 'Done     root');
    const attached = configure('far', longer);
    await attached.until('stderr', 'Done     root');
    owner.child.kill('SIGKILL');
    const { code, stdout } = await attached.ended;
    expect([code, stdout]).toEqual([11, expect.stringContaining(`Run ${second}: Needs attention`)]);
  });
});
