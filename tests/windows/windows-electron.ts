import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { waitForEnd } from '../cli/command.ts';
import { debuggerOf } from '../desktop/debugger.ts';
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

/** Starts an Electron for Windows on the desk's home, and finds the page that its window shows. */
export async function openWindow(
  desk: WindowsDesk,
  executable: string,
  words: readonly string[],
): Promise<OpenedWindow> {
  const display = await ensureDisplay();
  const program = spawn(
    testedNode,
    ['--wine', executable, ...limits, ...words, '--home', desk.home, '--remote-debugging-port=0'],
    {
      env: { ...desk.environment, NODE_OPTIONS: undefined, DISPLAY: display },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  onTestFinished(async () => {
    program.kill('SIGKILL');
    await waitForEnd(program);
  });
  // Only what was there when the tool came is shown to it by the old runtime.
  const browser = await chromium.connectOverCDP(await debuggerOf(program), { noDefaults: true });
  onTestFinished(() => browser.close());
  const [page] = browser.contexts().flatMap((context) => context.pages());
  if (page === undefined) throw new Error('no window was open');
  return { program, browser, page };
}

/** Closes the window as its cross does, by WM_CLOSE, which Windows' own tool sends; the exit code of the program. */
export async function closeWindow({ program, browser }: OpenedWindow): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const own = processInfo.find(({ type }) => type === 'browser');
  spawnSync(testedNode, ['--wine', 'taskkill.exe', '/PID', String(own?.id)], { stdio: 'ignore' });
  await waitForEnd(program);
  return program.exitCode;
}

/** What an Electron writes that is asked to be a Node. */
export function runElectron(executable: string, words: readonly string[]): string {
  const { stdout } = spawnSync(testedNode, ['--wine', executable, ...words], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return stdout.trim();
}
