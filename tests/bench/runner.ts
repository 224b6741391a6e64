import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src-main/adapters/sqlite/open-database.ts';
import {
  createScriptedEngine,
  ScriptedWorld,
  startRunner,
  type ScriptedStep,
} from '../support/scripted-engine.ts';

const rounds = 5;
const chainedSteps = 200;
const independentSteps = 1_000;

export interface RunnerFigures {
  /** Time of a run of chained steps over that of two bare commits a step; bar 2. */
  readonly chainedRatio: number;
  /** The same for steps that do not depend on each other; bar 0.3. */
  readonly independentRatio: number;
  readonly bareCommitMs: number;
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Milliseconds of two fsynced commits of one small row a step, with the store's own settings. */
function bareCommits(steps: number): Promise<number> {
  return inDirectory(async (directory) => {
    const database = openDatabase(join(directory, 'bare.db'));
    database.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
    const insert = database.prepare('INSERT INTO bare (text) VALUES (?)');
    const started = performance.now();
    for (let commit = 0; commit < steps * 2; commit += 1) {
      insert.run('x'.repeat(200));
    }
    const elapsed = performance.now() - started;
    database.close();
    return elapsed;
  });
}

/** Milliseconds from the start of a run to its end. The steps do nothing, so what is left is the runner and its journal. */
function runOf(steps: readonly ScriptedStep[]): Promise<number> {
  return inDirectory(async (directory) => {
    const database = openDatabase(join(directory, 'bench.db'));
    const { runner, store } = await startRunner(database, createScriptedEngine(steps, new ScriptedWorld()));
    const started = performance.now();
    const run = await runner.start({
      kind: 'scripted',
      input: { target: 'bench' },
      confirmed: true,
      by: 'bench',
    });
    await runner.settled(run);
    const elapsed = performance.now() - started;
    if (store.runRow(run).state !== 'succeeded') {
      throw new Error('the run of the benchmark did not succeed');
    }
    store.close();
    return elapsed;
  });
}

const chain: readonly ScriptedStep[] = Array.from({ length: chainedSteps }, (_, index) => ({
  key: `s${index}`,
  ...(index === 0 ? {} : { dependsOn: [{ key: `s${index - 1}`, requires: 'succeeded' as const }] }),
}));
const independent: readonly ScriptedStep[] = Array.from({ length: independentSteps }, (_, index) => ({
  key: `s${index}`,
}));

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Pairs each round with its own bare commits, because the speed of the disk drifts. */
export async function benchRunner(): Promise<RunnerFigures> {
  const ratios: { chained: number; independent: number; bareMs: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bareChained = await bareCommits(chainedSteps);
    const chained = await runOf(chain);
    const bareIndependent = await bareCommits(independentSteps);
    const apart = await runOf(independent);
    ratios.push({
      chained: chained / bareChained,
      independent: apart / bareIndependent,
      bareMs: bareIndependent / (independentSteps * 2),
    });
  }
  return {
    chainedRatio: median(ratios.map(({ chained }) => chained)),
    independentRatio: median(ratios.map((ratio) => ratio.independent)),
    bareCommitMs: median(ratios.map(({ bareMs }) => bareMs)),
  };
}

export function printRunner({ chainedRatio, independentRatio, bareCommitMs }: RunnerFigures): void {
  process.stdout.write(
    `runner: chained ${chainedRatio.toFixed(2)} (bar 2) · independent ${independentRatio.toFixed(2)} (bar 0.3) · one bare commit ${bareCommitMs.toFixed(2)} ms\n`,
  );
}

if (import.meta.main) {
  printRunner(await benchRunner());
}
