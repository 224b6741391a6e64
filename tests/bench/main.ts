/** `npm run bench`: every speed and memory bar, each as a ratio measured in its own process, one after the other. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

for (const bench of [
  'runner.ts',
  'plan-check.ts',
  'write-cell.ts',
  'log.ts',
  'runs.ts',
  'console.ts',
  'live-rows.ts',
  'cluster-pages.ts',
  'restart.ts',
  'upload.ts',
  'practice.ts',
]) {
  process.stdout.write(`\n${bench.replace('.ts', '')}\n`);
  const script = fileURLToPath(new URL(bench, import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) {
    process.exitCode = 1;
  }
}
