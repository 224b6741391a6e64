import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the Nodes are kept between two runs of the tests; git ignores it. */
const shelf = resolve('out', 'nodes');

/** The first of each line that the README allows, with the npm that came with it. */
const versions = [
  { node: '20.19.0', npm: '10.8.2' },
  { node: '22.12.0', npm: '10.9.0' },
  { node: '24.0.0', npm: '11.3.0' },
];

/** What npm and the installed packages call besides Node; there is no git among it. */
const tools = 'sh env uname dirname basename sed rm mkdir cp ls cat tar gzip'.split(' ');

function run(program: string, words: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${program} ${words.join(' ')}: ${stderr}`);
  }
  return stdout.trim();
}

/** Fetches a package by its name, and returns the folder that it was unpacked into. */
function packageOf(name: string): string {
  const directory = join(shelf, name);
  if (existsSync(join(directory, 'package.json'))) {
    return directory;
  }
  mkdirSync(directory, { recursive: true });
  const packed = run('npm', ['pack', '--silent', name], shelf);
  run('tar', ['-xzf', packed, '-C', directory, '--strip-components', '1'], shelf);
  return directory;
}

/** A folder of programs in which one Node and its npm are, and nothing else that could run JavaScript. */
function programsWith(version: (typeof versions)[number]): string {
  const programs = join(shelf, `path-${version.node}`);
  if (existsSync(join(programs, 'npm'))) {
    return programs;
  }
  const node = packageOf(`node-linux-${process.arch}@${version.node}`);
  const npm = packageOf(`npm@${version.npm}`);
  mkdirSync(programs, { recursive: true });
  symlinkSync(join(node, 'bin', 'node'), join(programs, 'node'));
  for (const tool of tools) {
    symlinkSync(run('sh', ['-c', `command -v ${tool}`], '.'), join(programs, tool));
  }
  writeFileSync(join(programs, 'npm'), `#!/bin/sh\nexec node '${npm}/bin/npm-cli.js' "$@"\n`);
  chmodSync(join(programs, 'npm'), 0o755);
  return programs;
}

function prepare(): { refusal: string | null; nodes: { node: string; programs: string }[] } {
  if (process.platform !== 'linux') {
    return { refusal: 'needs Linux', nodes: [] };
  }
  try {
    const nodes = versions.map((version) => ({ node: version.node, programs: programsWith(version) }));
    return { refusal: null, nodes };
  } catch (thrown) {
    return { refusal: `no Node to be had from a registry: ${String(thrown).slice(0, 200)}`, nodes: [] };
  }
}

const prepared = prepare();

/** Why the Nodes are not there; null where they are. */
export const registryRefusal = prepared.refusal;

/** Every Node to try, with a folder to be the whole PATH. */
export const nodesAlone: readonly { readonly node: string; readonly programs: string }[] = prepared.nodes;
