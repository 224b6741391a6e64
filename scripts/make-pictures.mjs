// Makes the README's pictures anew, and out/pictures/index.html with every page in both languages and appearances.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const program = join('node_modules', 'vitest', 'vitest.mjs');
const env = { ...process.env, SITEWRIGHT_PICTURES: 'make' };
const { status } = spawnSync(process.execPath, [program, 'run', 'tests/ui/pictures.test.ts'], {
  stdio: 'inherit',
  env,
});
process.exitCode = status ?? 1;
