import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writtenBy, type Written } from '../support/child-output.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { debuggerOf, pageAddresses } from './debugger.ts';
import { ensureDisplay, runtime } from './runtime.ts';

interface Started {
  readonly child: ChildProcess;
  readonly home: string;
  /** A directory that is searched for programs before any other. */
  readonly programs: string;
  /** What was written so far. */
  readonly written: Written;
  /** The exit code, or the signal that it died of. */
  readonly ended: Promise<number | string | null>;
}

const patience = { timeout: 30_000 };
const started: Started[] = [];
const isWindows = process.platform === 'win32';

interface StartOptions {
  /** Beside the test's own; a variable that is undefined is not set. */
  readonly environment: NodeJS.ProcessEnv;
  readonly words?: readonly string[];
  /** Puts programs where they are looked for first. */
  readonly prepare?: (programs: string) => void;
}

/** What `npm start` runs once everything is built. */
function start({ environment, words = [], prepare }: StartOptions): Started {
  const directory = temporaryDirectory();
  const [home, programs] = [join(directory, 'home'), join(directory, 'programs')];
  mkdirSync(programs);
  prepare?.(programs);
  const child = spawn(process.execPath, [resolve('scripts/start.mjs'), ...words], {
    env: {
      ...process.env,
      npm_lifecycle_event: undefined,
      INIT_CWD: undefined,
      LANG: 'C',
      SITEWRIGHT_HOME: home,
      PATH: programs,
      ...environment,
    },
    // A group of its own, as a terminal has one for what it runs.
    detached: !isWindows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = writtenBy(child);
  const ended = new Promise<number | string | null>((settle, fail) => {
    child.on('error', fail);
    child.on('exit', (code, signal) => settle(code ?? signal));
  });
  const one = { child, home, programs, written, ended };
  started.push(one);
  return one;
}

/** Whatever a failed test left running. */
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    try {
      if (isWindows) {
        child.kill();
      } else {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      }
    } catch {
      // Nothing was left.
    }
    await ended;
  }
});

/** Where a runtime has its program. */
const electron = process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';

function putProgram(file: string, lines: string, mode = 0o755): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, mode);
}

/** Browsers' door to the gateway: it answers whoever has the code with a session and leads to the page. */
async function door(address: string): Promise<readonly [number, string | null]> {
  const { status, headers } = await fetch(address, { redirect: 'manual' });
  expect(headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  return [status, headers.get('location')];
}

const openAddress = /^http:\/\/127\.0\.0\.1:\d+\/open\?code=[\w-]+$/;

describe.skipIf(process.platform !== 'linux')('npm start without a display (as only Linux can be)', () => {
  it('says so in one line, prints one address that opens the page, and ends in order', async () => {
    const { child, home, written, ended } = start({
      environment: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined },
    });
    await expect.poll(() => written.stdout, patience).toContain('\n');
    const [address = '', ...rest] = written.stdout.split('\n');
    expect(address).toMatch(openAddress);
    expect(rest).toEqual(['']);
    expect(await door(address)).toEqual([303, '/']);
    const page = await fetch(new URL('/', address));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(existsSync(join(home, 'owner.json'))).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(existsSync(join(home, 'owner.json'))).toBe(false);
    await expect(fetch(address)).rejects.toThrow();
    expect(written).toEqual({
      stdout: `${address}\n`,
      stderr: 'sitewright: there is no display; open this address in a browser on this machine\n',
    });
  });
});

describe.skipIf(isWindows)(
  'npm start where no Electron can be had (not on Windows, whose browser has no name to take)',
  () => {
    const display = { DISPLAY: ':somewhere', WAYLAND_DISPLAY: undefined };
    const explained =
      'sitewright: Electron cannot be obtained here; opening the page in the browser instead\n';

    /** Stands for the person's browser, and writes down what it is asked for. */
    const putBrowser = (programs: string): void =>
      putProgram(
        join(programs, process.platform === 'darwin' ? 'open' : 'xdg-open'),
        `printf '%s\\n' "$@" > "\${0%/*}/asked.new" && /bin/mv "\${0%/*}/asked.new" "\${0%/*}/asked"`,
      );

    it.each([
      { what: 'there is no file of that name', put: () => undefined },
      {
        what: 'the file cannot be run',
        put: (programs: string) => putProgram(join(programs, electron), 'exit 0', 0o644),
      },
      {
        what: 'the file fails, as without a library of the system',
        put: (programs: string) => putProgram(join(programs, electron), 'exit 127'),
      },
    ])('asks the browser for the page when $what', async ({ put }) => {
      const runtimeDirectory = temporaryDirectory();
      put(runtimeDirectory);
      const { child, home, programs, written, ended } = start({
        environment: { ...display, ELECTRON_OVERRIDE_DIST_PATH: runtimeDirectory },
        prepare: putBrowser,
      });
      await expect.poll(() => existsSync(join(programs, 'asked')), patience).toBe(true);
      const [address = '', ...more] = readFileSync(join(programs, 'asked'), 'utf8').trim().split('\n');
      expect(address).toMatch(openAddress);
      expect(more).toEqual([]);
      expect(await door(address)).toEqual([303, '/']);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(existsSync(join(home, 'owner.json'))).toBe(false);
      await expect(fetch(address)).rejects.toThrow();
      expect(written).toEqual({ stdout: '', stderr: explained });
    });

    it('prints the address when there is no browser either', async () => {
      const { child, written, ended } = start({
        environment: { ...display, ELECTRON_OVERRIDE_DIST_PATH: temporaryDirectory() },
      });
      await expect.poll(() => written.stdout, patience).toContain('\n');
      const address = written.stdout.trim();
      expect(address).toMatch(openAddress);
      expect(await door(address)).toEqual([303, '/']);
      child.kill('SIGINT');
      expect(await ended).toBe(0);
      expect(written).toEqual({ stdout: `${address}\n`, stderr: explained });
    });
  },
);

describe.skipIf(runtime === null || isWindows)(
  'npm start with a runtime (not on Windows, where nobody can be asked to stop)',
  () => {
    interface Opened extends Started {
      readonly window: number;
      readonly owner: number;
    }

    // The runtime, with a way to ask which page its window shows.
    const withDebugger = `[ -n "$ELECTRON_RUN_AS_NODE" ] && exec '${runtime}' "$@"
exec '${runtime}' "$@" --remote-debugging-port=0`;
    const endpoint = (home: string): string => join(home, 'owner.json');
    // Chromium's own sign of who shows a home: a link to HOST-PROCESS.
    const sign = (home: string): string => join(home, 'desktop', 'SingletonLock');
    const isSigned = (home: string): boolean =>
      lstatSync(sign(home), { throwIfNoEntry: false }) !== undefined;

    const isAlive = (id: number): boolean => {
      try {
        return process.kill(id, 0);
      } catch {
        return false;
      }
    };

    async function freePort(): Promise<number> {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      server.close();
      await once(server, 'close');
      return port;
    }

    const answers = (port: number): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/`).then(
        ({ ok }) => ok,
        () => false,
      );

    async function open(environment: NodeJS.ProcessEnv = {}): Promise<Opened> {
      await ensureDisplay();
      const port = await freePort();
      const runtimeDirectory = temporaryDirectory();
      putProgram(join(runtimeDirectory, electron), withDebugger);
      const { DISPLAY, PATH } = process.env;
      const one = start({
        environment: { DISPLAY, PATH, ELECTRON_OVERRIDE_DIST_PATH: runtimeDirectory, ...environment },
        words: ['--port', String(port)],
      });
      const address = await debuggerOf(one.child);
      await expect.poll(() => pageAddresses(address), patience).toEqual(['app://sitewright/index.html']);
      await expect.poll(() => existsSync(endpoint(one.home)), patience).toBe(true);
      const { pid } = JSON.parse(readFileSync(endpoint(one.home), 'utf8')) as { pid: number };
      const window = Number(readlinkSync(sign(one.home)).split('-').at(-1));
      // A process beside the window has a gateway, and hears that it is to stop once that answers.
      const isReady = () => pid === window || answers(port);
      await expect.poll(isReady, patience).toBe(true);
      expect([isAlive(window), isAlive(pid)]).toEqual([true, true]);
      return { ...one, window, owner: pid };
    }

    /** Nothing runs any more, and everybody has tidied up before the end. */
    function expectNothingLeft({ home, window, owner }: Opened): void {
      expect([isAlive(window), isAlive(owner)]).toEqual([false, false]);
      expect(existsSync(endpoint(home))).toBe(false);
    }
    const closedInOrder = (home: string): boolean =>
      existsSync(join(home, 'desktop', 'window.json')) && !isSigned(home);

    it('opens the window and has somebody do its work, and ends both when it is stopped', async () => {
      const opened = await open();
      expect(opened.written.stdout).toBe('');
      opened.child.kill('SIGTERM');
      expect(await opened.ended).toBe(0);
      expectNothingLeft(opened);
      expect(closedInOrder(opened.home)).toBe(true);
    });

    it('ends everything in order when the window is closed, through npm too', async () => {
      const opened = await open({ npm_lifecycle_event: 'start' });
      process.kill(opened.window, 'SIGTERM');
      expect(await opened.ended).toBe(0);
      expectNothingLeft(opened);
      expect(closedInOrder(opened.home)).toBe(true);
    });

    it('ends everything in order at Ctrl-C, which the terminal sends to everybody', async () => {
      const opened = await open();
      process.kill(-(opened.child.pid ?? 0), 'SIGINT');
      expect(await opened.ended).toBe(0);
      expectNothingLeft(opened);
      expect(closedInOrder(opened.home)).toBe(true);
    });

    it('calls it no success when the window dies, and leaves nobody behind', async () => {
      const opened = await open();
      process.kill(opened.window, 'SIGKILL');
      expect(await opened.ended).toBe(1);
      expect([isAlive(opened.window), isAlive(opened.owner)]).toEqual([false, false]);
    });
  },
);
