import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { testedNode } from '../support/tested-node.ts';
import type { SampleChanges } from '../support/sample-sheets.ts';
import { writeSmallWorkbook } from '../support/configure-scene.ts';

export const program = resolve(import.meta.dirname, '../../bin/sitewright.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with what was written so far as soon as the text is on the given stream. */
  until(stream: 'stdout' | 'stderr', text: string): Promise<string>;
}

/** Where a person stands: a folder with a workbook, and a home of their own. */
export interface Desk {
  readonly directory: string;
  readonly home: string;
  /** What a command finds in its environment. */
  readonly environment: NodeJS.ProcessEnv;
  start(words: readonly string[], environment?: NodeJS.ProcessEnv): Command;
  /** Starts Node itself, for a process that starts the program in its turn. */
  startNode(words: readonly string[], environment?: NodeJS.ProcessEnv): Command;
  /** Runs another program to its end, one that starts ours. */
  runProgram(file: string, words: readonly string[]): Promise<Ended>;
  /** Runs a command to its end. */
  run(words: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended>;
  /** The same with --json; the one document that stands on stdout. */
  json(
    words: readonly string[],
    environment?: NodeJS.ProcessEnv,
  ): Promise<{ code: number | null; document: never }>;
}

function follow(child: ChildProcess): Command {
  const texts = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (piece: string) => {
      texts[stream] += piece;
      for (const look of [...watchers]) {
        look();
      }
    });
  }
  const ended = new Promise<Ended>((settle, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      settle({ code, ...texts });
      for (const look of [...watchers]) {
        look();
      }
    });
  });
  const until: Command['until'] = (stream, text) =>
    new Promise((settle, reject) => {
      const look = (): void => {
        const found = texts[stream].includes(text);
        if (!found && child.exitCode === null) {
          return;
        }
        watchers.delete(look);
        if (found) {
          settle(texts[stream]);
        } else {
          reject(new Error(`ended without "${text}": ${texts.stdout}${texts.stderr}`));
        }
      };
      watchers.add(look);
      look();
    });
  return { child, ended, until };
}

/**
 * Everything that a command leaves behind is gone when the test has finished. `environmentIn` says what every command
 * finds in its environment, given the desk's folder.
 */
export function openDesk(
  cells: SampleChanges['cells'] = {},
  environmentIn: (directory: string) => NodeJS.ProcessEnv = () => ({}),
): Desk {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-cli-'));
  const home = join(directory, 'home');
  const children = new Set<ChildProcess>();
  writeSmallWorkbook(join(directory, 'plan.xlsx'), cells);
  onTestFinished(async () => {
    for (const child of children) {
      child.kill('SIGKILL');
    }
    await Promise.all([...children].map((child) => waitForEnd(child)));
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    LANG: 'C',
    // The same for Windows' Node where it runs on another system.
    SITEWRIGHT_WINDOWS_LOCALE: 'C.UTF-8',
    SITEWRIGHT_PRACTICE_PACE: 'fast',
    SITEWRIGHT_HOME: home,
    INIT_CWD: directory,
    ...environmentIn(directory),
  };
  const startProgram = (file: string, words: readonly string[], more: NodeJS.ProcessEnv): Command => {
    // As npm does it: the process stands elsewhere, INIT_CWD says where the person stands.
    const child = spawn(file, words, {
      cwd: tmpdir(),
      env: { ...environment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    return follow(child);
  };
  const startNode: Desk['startNode'] = (words, more = {}) => startProgram(testedNode, words, more);
  const start: Desk['start'] = (words, more) => startNode([program, ...words], more);
  const run: Desk['run'] = (words, more) => start(words, more).ended;
  return {
    directory,
    home,
    environment,
    start,
    startNode,
    run,
    runProgram: (file, words) => startProgram(file, words, {}).ended,
    async json(words, more) {
      const { code, stdout } = await run([...words, '--json'], more);
      return { code, document: JSON.parse(stdout) as never };
    },
  };
}

export function waitForEnd(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve();
  }
  return new Promise((settle) => void child.once('exit', () => settle()));
}

/** A practice site of its own process, with what its first line says. */
export async function startPractice(desk: Desk, words: readonly string[] = []): Promise<PracticeLine> {
  const command = desk.start(['practice', '--chunk-size', '65536', ...words], {
    SITEWRIGHT_HOME: join(desk.directory, 'practice-home'),
  });
  const [line = ''] = (await command.until('stdout', '\n')).split('\n');
  return { ...(JSON.parse(line) as Omit<PracticeLine, 'command'>), command };
}

export interface PracticeLine {
  readonly smartx: { readonly url: string; readonly username: string; readonly password: string };
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly kubernetes: { readonly server: string; readonly kubeconfig: string };
  readonly journal: string;
  readonly command: Command;
}

/** Every mutating request that the practice site has seen, as `METHOD path`. */
export async function journalAt(url: string): Promise<readonly string[]> {
  const entries = (await (await fetch(url)).json()) as readonly { method: string; path: string }[];
  return entries.map(({ method, path }) => `${method} ${path}`);
}
