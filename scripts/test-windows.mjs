// Runs the unit and adapter tests with Windows' own Node, which SITEWRIGHT_WINDOWS_NODE names (on Windows: this one).
// Vite and its CSS tool come as one package a system; those of Windows are put beside the installed ones for it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const node = process.platform === 'win32' ? process.execPath : process.env.SITEWRIGHT_WINDOWS_NODE;
if (!node) {
  process.stderr.write(
    'sitewright: skipped the tests on Windows: SITEWRIGHT_WINDOWS_NODE names no Node of Windows\n',
  );
  process.exit(0);
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

function run(program, words, cwd) {
  const { status, stdout } = spawnSync(program, words, {
    cwd,
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${status}`);
  return stdout.trim();
}

for (const name of ['@rolldown/binding-win32-x64-msvc', 'lightningcss-win32-x64-msvc']) {
  const folder = resolve('node_modules', name);
  if (existsSync(join(folder, 'package.json'))) continue;
  mkdirSync(folder, { recursive: true });
  const archive = run(
    'npm',
    ['pack', '--silent', `${name}@${packages[`node_modules/${name}`].version}`],
    folder,
  );
  run('tar', ['-xzf', archive, '--strip-components', '1'], folder);
  rmSync(join(folder, archive));
}

const words = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'unit',
  '--project',
  'adapters',
  ...process.argv.slice(2),
];
process.exitCode = spawnSync(node, words, { stdio: 'inherit' }).status ?? 1;
