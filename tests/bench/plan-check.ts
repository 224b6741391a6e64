/** `plan check` as a whole process, beside a bare start of the same Node. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSampleWorkbook } from '../support/sample-workbook.ts';

const rounds = 7;
const fixture = resolve('../shared/fixtures/smartx-planning-v20250820.xlsx');
const directory = mkdtempSync(join(tmpdir(), 'sitewright-bench-'));

/** Wall seconds of a process, the median of several after one warm-up. */
function seconds(args: readonly string[]): number {
  const once = (): number => {
    const started = performance.now();
    spawnSync(process.execPath, args, {
      stdio: 'ignore',
      env: { ...process.env, SITEWRIGHT_HOME: join(directory, 'home') },
    });
    return (performance.now() - started) / 1000;
  };
  once();
  const times = Array.from({ length: rounds }, once).sort((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? Number.NaN;
}

try {
  const sample = join(directory, 'sample.xlsx');
  buildSampleWorkbook(sample, {});
  const bare = seconds(['-e', '0']);
  const workbooks = existsSync(fixture)
    ? [
        ['template', fixture],
        ['sample', sample],
      ]
    : [['sample', sample]];
  for (const [name = '', path = ''] of workbooks) {
    const whole = seconds(['bin/sitewright.js', 'plan', 'check', path]);
    process.stdout.write(
      `${name}: ${whole.toFixed(2)} s (bar 1.2), ${(whole / bare).toFixed(1)} × a bare start of Node (${bare.toFixed(2)} s)\n`,
    );
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
