import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { waitForEnd } from '../cli/command.ts';
import { debuggerOf, pageAddresses } from '../desktop/debugger.ts';
import { ensureDisplay } from '../desktop/runtime.ts';
import { isWindowsTested, testedNode } from '../support/tested-node.ts';
import type { WindowsDesk } from './windows-desk.ts';

const named = process.env['SITEWRIGHT_WINDOWS_ELECTRON'] ?? '';

/** The folder of an Electron for Windows that this Linux can run; null where none is named. */
export const windowsElectron = isWindowsTested && process.platform === 'linux' && named !== '' ? named : null;

/** What Chromium cannot do outside of a real Windows: its sandbox, a process for the GPU, and its own Chinese. */
const limits = ['--no-sandbox', '--disable-gpu', '--in-process-gpu', '--lang=en-US'];

export interface OpenedWindow {
  readonly program: ChildProcess;
  readonly browser: Browser;
  readonly page: Page;
}

/** Longer than a start, or an end, takes on a busy machine. */
const patienceMs = 30_000;
const pageAddress = 'app://sitewright/index.html';

/**
 * Starts an Electron for Windows on the desk's home, and finds the page that its window shows. Now and then the old
 * runtime opens no window when a debugger was asked for; then it is started again. Throws with what was seen instead.
 */
export async function openWindow(
  desk: WindowsDesk,
  executable: string,
  words: readonly string[],
): Promise<OpenedWindow> {
  const display = await ensureDisplay();
  const seen: string[] = [];
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const program = spawn(
      testedNode,
      ['--wine', executable, ...limits, ...words, '--home', desk.home, '--remote-debugging-port=0'],
      {
        env: { ...desk.environment, NODE_OPTIONS: undefined, DISPLAY: display },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    onTestFinished(() => stop(program));
    try {
      return await findPage(program);
    } catch (thrown) {
      seen.push(String(thrown));
      await stop(program);
    }
  }
  throw new Error(`no window was opened: ${seen.join('; ')}`);
}

/** The page of a program that was just started. Throws with what there is instead of it. */
async function findPage(program: ChildProcess): Promise<OpenedWindow> {
  const address = await within('the debugger', debuggerOf(program));
  await expect.poll(() => pageAddresses(address), { timeout: patienceMs }).toEqual([pageAddress]);
  // Only what was there when the tool came is shown to it by the old runtime.
  const browser = await chromium.connectOverCDP(address, { noDefaults: true, timeout: patienceMs });
  onTestFinished(() => within('the browser to be let go', browser.close()));
  const [page] = browser.contexts().flatMap((context) => context.pages());
  if (page === undefined) {
    throw new Error(`the debugger at ${address} shows no page`);
  }
  return { program, browser, page };
}

async function stop(program: ChildProcess): Promise<void> {
  program.kill('SIGKILL');
  await within('the end of a killed program', waitForEnd(program));
}

/** Closes the window as its cross does, by WM_CLOSE, which Windows' own tool sends; the exit code of the program. */
export async function closeWindow({ program, browser }: OpenedWindow): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await within('its processes', session.send('SystemInfo.getProcessInfo'));
  const own = processInfo.find(({ type }) => type === 'browser');
  const { stdout } = spawnSync(testedNode, ['--wine', 'taskkill.exe', '/PID', String(own?.id)], {
    encoding: 'utf8',
    timeout: patienceMs,
  });
  await within(`the end of a program whose window was closed (${stdout.trim()})`, waitForEnd(program));
  return program.exitCode;
}

/** Throws, naming what was waited for, when it has not come in time. */
async function within<T>(waitedFor: string, promised: Promise<T>): Promise<T> {
  const tooLate = new AbortController();
  const limit = setTimeout(patienceMs, null, { signal: tooLate.signal }).then(() => {
    throw new Error(`waited ${patienceMs} ms for ${waitedFor}`);
  });
  try {
    return await Promise.race([promised, limit]);
  } finally {
    limit.catch(() => undefined);
    tooLate.abort();
  }
}

/** The version of an Electron, which it says as a Node. */
export function versionOf(executable: string): string {
  const words = ['--wine', executable, '-p', 'process.versions.electron'];
  const { stdout } = spawnSync(testedNode, words, {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  });
  return stdout.trim();
}
