import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isWindowsTested, testedNode } from './tested-node.ts';

/** How a command of the product ended. */
export interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface RunningCommand {
  /** Ends it as a power cut would: nothing of it runs any more. */
  readonly kill: () => void;
  /** Kills it as soon as its standard error holds this text. */
  readonly killAt: (text: string) => void;
  readonly ended: Promise<Ended>;
}

/** Starts a script with the tested Node as a process of its own, with the compile cache that the product's own start uses. */
export function startScript(script: string, words: readonly string[]): RunningCommand {
  const startedAtMs = performance.now();
  const child = spawn(testedNode, [join(process.cwd(), script), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
  });
  const text = { stdout: '', stderr: '' };
  let awaited: string | null = null;
  const kill = (): void => void child.kill('SIGKILL');
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text.stdout += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text.stderr += piece;
    if (awaited !== null && text.stderr.includes(awaited)) {
      kill();
    }
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      // A process of Windows that ends itself at once has an exit code like any other, and has written nothing.
      const killedItself = isWindowsTested && code === 1 && text.stdout === '' && text.stderr === '';
      resolve({ code: killedItself ? null : code, ...text, durationMs: performance.now() - startedAtMs });
    });
  });
  return {
    kill,
    killAt(wanted) {
      awaited = wanted;
    },
    ended,
  };
}

/** Starts the product's command line. */
export function startCommand(words: readonly string[]): RunningCommand {
  return startScript('bin/sitewright.js', words);
}

/** Runs the product's command line to its end. */
export function runCommand(words: readonly string[]): Promise<Ended> {
  return startCommand(words).ended;
}
