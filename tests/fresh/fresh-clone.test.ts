import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writtenBy, type Written } from '../support/child-output.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { copyOfTheSources } from './copy-of-the-sources.ts';
import { nodesAlone, registryRefusal } from './nodes-alone.ts';

const installing = { timeout: 480_000, interval: 200 };
const running: ChildProcess[] = [];

interface Command {
  readonly child: ChildProcess;
  readonly written: Written;
  readonly ended: Promise<number | string | null>;
}

/** Runs npm in a checkout, as somebody who has nothing on the PATH but one Node. */
function npm(checkout: string, programs: string, words: readonly string[]): Command {
  const environment: NodeJS.ProcessEnv = {};
  // Neither what npm tells the scripts that it runs nor the runtimes that somebody prepared concern the npm started here.
  const foreign =
    /^(npm_(lifecycle|package|command|execpath|node)|INIT_CWD|NODE|VITEST|DISPLAY|WAYLAND|ELECTRON|SITEWRIGHT)/;
  for (const [name, value] of Object.entries(process.env)) {
    if (!foreign.test(name)) {
      environment[name] = value;
    }
  }
  environment['PATH'] = programs;
  environment['SITEWRIGHT_HOME'] = join(checkout, '..', 'home');
  const child = spawn(join(programs, 'npm'), words, {
    cwd: checkout,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const written = writtenBy(child);
  const ended = new Promise<number | string | null>((settle, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => settle(code ?? signal));
  });
  return { child, written, ended };
}

const endGroup = ({ pid }: ChildProcess, signal: NodeJS.Signals): void => {
  try {
    process.kill(-(pid ?? 0), signal);
  } catch {
    // Everybody of it has ended.
  }
};

afterEach(() => {
  for (const child of running.splice(0)) {
    endGroup(child, 'SIGKILL');
  }
});

/** npm says there what it thinks of somebody's own settings, and that there is a newer npm. */
const withoutNpmsAdvice = (text: string): string => text.replaceAll(/^npm (warn|notice)\b.*\n/gm, '');

/** What `npm start` printed: the address, once the page behind it can be had; fails early when the command ended. */
async function addressOf({ written, ended }: Command): Promise<string> {
  const address = /^http:\/\/127\.0\.0\.1:\d+\/open\?code=[\w-]+$/m;
  const end = ended.then((code) => {
    throw new Error(`npm start ended with ${String(code)}: ${written.stderr}`);
  });
  await Promise.race([end, expect.poll(() => written.stdout, installing).toMatch(address)]);
  return address.exec(written.stdout)?.[0] ?? '';
}

/** The page as a browser gets it that follows the printed address. */
async function expectPage(address: string): Promise<void> {
  const door = await fetch(address, { redirect: 'manual' });
  expect(door.status).toBe(303);
  const page = await fetch(new URL('/', address));
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
}

/** Presses Ctrl-C. npm passes the signal's death on, so what tells an end in order is that the home was let go. */
async function stop({ child, ended }: Command, checkout: string): Promise<void> {
  const owner = join(checkout, '..', 'home', 'owner.json');
  expect(existsSync(owner)).toBe(true);
  endGroup(child, 'SIGINT');
  await ended;
  await expect.poll(() => existsSync(owner), { timeout: 30_000 }).toBe(false);
}

describe.skipIf(registryRefusal !== null)(
  `a fresh clone with one Node alone on the PATH${registryRefusal === null ? '' : ` (${registryRefusal})`}`,
  () => {
    it.each(nodesAlone)(
      'is served by npm start and tested by npm test with Node $node',
      async ({ programs }) => {
        // Also without git, and where people keep their files.
        const checkout = copyOfTheSources(join(temporaryDirectory(), '规划表 与 工具'));
        const start = npm(checkout, programs, ['start']);
        await expectPage(await addressOf(start));
        await stop(start, checkout);

        const test = npm(checkout, programs, [
          'test',
          '--',
          'tests/unit/sqlite',
          'tests/desktop/window.test.ts',
        ]);
        expect([await test.ended, withoutNpmsAdvice(test.written.stderr)]).toEqual([0, '']);
        expect(test.written.stdout).toMatch(/ passed/);
        expect(test.written.stdout.trim().split('\n').at(-1)).toMatch(
          /^\d+ tests of the desktop were skipped: no Electron runtime is installed here\. .*run them again\.$/,
        );
      },
    );

    it('starts after a first installation that was cut off half way', async () => {
      const [oldest] = nodesAlone;
      const checkout = copyOfTheSources(join(temporaryDirectory(), 'checkout'));
      const cut = npm(checkout, oldest?.programs ?? '', ['start']);
      await expect.poll(() => existsSync(join(checkout, 'node_modules', 'undici')), installing).toBe(true);
      endGroup(cut.child, 'SIGKILL');
      await cut.ended;
      expect(existsSync(join(checkout, 'node_modules', '.package-lock.json'))).toBe(false);

      const start = npm(checkout, oldest?.programs ?? '', ['start']);
      await expectPage(await addressOf(start));
      await stop(start, checkout);
    });
  },
);
