// Installs the dependencies where they are missing or incomplete, then runs programs one after the other with the Node
// that came with them:
//   node scripts/installed.mjs [PROGRAM [WORD…] [--then PROGRAM [WORD…]]…]
// npm appends a person's own words, so the last program gets them. One shell line for all of it would not do: a shell
// goes on with the `node` that it found before the dependencies were there. It runs on the oldest Node that we allow.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { exitCodeOf, passSignalsOn } from './children.mjs';

function fail(line) {
  // At once, as leaving would cut off what is on its way through a pipe of Windows.
  writeSync(2, `sitewright: ${line}\n`);
  process.exit(1);
}

/** The Node that the dependencies bring for this system; null where there is none that runs. */
function ownNode() {
  const [system, file] = process.platform === 'win32' ? ['win', 'node.exe'] : [process.platform, 'node'];
  const node = resolve('node_modules', `node-${system}-${process.arch}`, 'bin', file);
  return spawnSync(node, ['--version']).status === 0 ? node : null;
}

/** The packages that a lock file names, by their folder; null where there is none or it was cut off half way. */
function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** npm writes its own list last: without it, or with a package missing, an installation was cut off or is out of date. */
function isInstalled() {
  const installed = packagesOf(join('node_modules', '.package-lock.json'));
  if (installed === null) return false;
  return Object.entries(packagesOf('package-lock.json'))
    .filter(([folder, { optional, devOptional }]) => folder !== '' && !optional && !devOptional)
    .every(
      ([folder, { version }]) =>
        installed[folder]?.version === version && existsSync(join(folder, 'package.json')),
    );
}

function install() {
  process.stderr.write('sitewright: installing the dependencies, once\n');
  // Said in full, because a person's settings may leave out what the programs here need. What npm warns of is that some
  // dependencies want a newer Node than the one it runs on; they get the one installed here.
  const command =
    'npm ci --no-audit --no-fund --prefer-offline --loglevel=error --include=dev --include=optional';
  // Through a shell, as npm is a batch file on Windows.
  const { status } = spawnSync(command, { stdio: ['ignore', 2, 2], shell: true });
  if (status !== 0) fail('the dependencies could not be installed; the reason stands above');
  if (!isInstalled()) fail('npm left dependencies out; delete node_modules and try again');
}

if (!isInstalled()) install();
const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24;
const node = ownNode() ?? (isNewEnough ? process.execPath : null);
if (node === null)
  fail(
    `no Node 24 for ${process.platform} ${process.arch} came with the dependencies; install it and try again`,
  );

/** Runs one program to its end and returns its exit code; one that died of a signal was no success. */
async function run([program, ...words]) {
  const path = [resolve('node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(node, [program, ...words], { stdio: 'inherit', env: { ...process.env, PATH: path } });
  passSignalsOn(child);
  return (await exitCodeOf(child)) ?? 1;
}

const programs = [[]];
for (const word of process.argv.slice(2)) {
  if (word === '--then') programs.push([]);
  else programs.at(-1).push(word);
}
for (const program of programs.filter(({ length }) => length > 0)) {
  const code = await run(program);
  if (code !== 0) process.exit(code);
}
