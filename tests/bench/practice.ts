/** A whole run against the practice site at its real pace: how long it lasts, and how far the estimates of it are off. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const program = resolve(import.meta.dirname, '../../bin/sitewright.js');
/** In the last seconds an estimate in whole seconds cannot be exact. */
const judgedFromMs = 5_000;

interface Told {
  readonly atMs: number;
  readonly leftMs: number;
}

const directory = mkdtempSync(join(tmpdir(), 'bench-practice-'));
try {
  const workbook = join(directory, 'planning.xlsx');
  copyFileSync('resources/sample-planning.xlsx', workbook);
  const words = ['configure', workbook, '--practice', '--pace', 'real', '--yes', '--lang', 'en'];
  const startMs = performance.now();
  const child = spawn(process.execPath, [program, ...words, '--home', join(directory, 'home')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const told: Told[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    const seconds = /^about (\d+) s left$/.exec(line)?.[1];
    if (seconds !== undefined) {
      told.push({ atMs: performance.now() - startMs, leftMs: Number(seconds) * 1_000 });
    }
  });
  const code = await new Promise<number | null>((settle) => child.on('close', settle));
  const wholeMs = performance.now() - startMs;
  const off = told
    .filter(({ atMs }) => atMs >= wholeMs / 2 && wholeMs - atMs >= judgedFromMs)
    .map(({ atMs, leftMs }) => Math.abs(leftMs - (wholeMs - atMs)) / (wholeMs - atMs));
  const worst = off.length === 0 ? Number.NaN : Math.max(...off) * 100;
  process.stdout.write(
    `practice: exit ${code} · whole run ${(wholeMs / 1_000).toFixed(0)} s (bar 60 to 90) · ${off.length} estimates from half-way on, off by at most ${worst.toFixed(0)} % (bar 30)\n`,
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
