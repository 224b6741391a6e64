import { resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { openDisplay, type Display } from '../support/display.ts';
import { runtime } from './find-runtime.ts';

export { runtime };

/** The folder that {@link runtime} lies in. */
export const runtimeDirectory = runtime === null ? '' : resolve(runtime, '..');

let display: Display | null = null;

/** A display to draw on: the person's own, or one in memory for this file's tests. */
export async function ensureDisplay(): Promise<string | undefined> {
  const own = process.env['DISPLAY'];
  if (process.platform !== 'linux' || own !== undefined) {
    return own;
  }
  display = await openDisplay();
  process.env['DISPLAY'] = display.name;
  return process.env['DISPLAY'];
}

afterAll(() => {
  display?.close();
});

export interface Launched {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the program wrote to standard error so far. */
  written(): string;
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly home: string;
  readonly words?: readonly string[];
  /** Another program than the runtime, such as a packaged one. */
  readonly executable?: string;
}

/** Without this an administrator on Linux gets no window at all; everybody else keeps the sandbox. */
export const rootWords: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** What the desktop is started with, for who starts it without Playwright. */
export const desktopWords = (home: string, words: readonly string[] = []): string[] => [
  ...rootWords,
  process.cwd(),
  '--home',
  home,
  ...words,
];

/**
 * Now and then the old runtime's first window and the tool's way into it miss each other, and the tool would wait for
 * ever: then the program is started again.
 */
async function start(
  options: Parameters<typeof _electron.launch>[0],
  attempts = 3,
): Promise<ElectronApplication> {
  try {
    return await _electron.launch({ ...options, timeout: 12_000 });
  } catch (thrown) {
    if (attempts === 1) {
      throw thrown;
    }
    return start(options, attempts - 1);
  }
}

export async function launch({ home, words = [], executable }: LaunchOptions): Promise<Launched> {
  await ensureDisplay();
  const app = await start({
    executablePath: executable ?? runtime ?? '',
    args: desktopWords(home, words),
    env: { ...(process.env as Record<string, string>), LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
  });
  let written = '';
  app.process().stderr?.on('data', (chunk) => {
    written += String(chunk);
  });
  const page = await app.firstWindow();
  return {
    app,
    page,
    written: () => written,
    async close() {
      // Without the question: a test that wants it asks for it itself.
      await app.evaluate(({ app: running }) => running.exit(0)).catch(() => undefined);
      await app.close().catch(() => undefined);
    },
  };
}
