// Opens the desktop. Where no Electron can be had it says so in one line and starts the gateway, in the default browser
// or, without a display, by printing its address.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf, passSignalsOn } from './children.mjs';

const words = process.argv.slice(2);
const downloadLimitMs = 60_000;
const say = (line) => process.stderr.write(`sitewright: ${line}\n`);

const binaryName =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';

function binaryIn(directory) {
  const binary = join(directory, binaryName);
  return existsSync(binary) ? binary : null;
}

/** The runtime that the environment names, or the package's own, fetched once if it is not there yet. */
function findElectron() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (named !== undefined) return binaryIn(named);
  const own = join('node_modules', 'electron', 'dist');
  if (binaryIn(own) !== null) return binaryIn(own);
  spawnSync(process.execPath, [join('node_modules', 'electron', 'install.js')], {
    stdio: 'ignore',
    timeout: downloadLimitMs,
    killSignal: 'SIGKILL',
  });
  return binaryIn(own);
}

/** The major version of the Node inside the runtime; null where the file is there and does not run. */
function nodeIn(binary) {
  const { status, stdout } = spawnSync(binary, ['-p', 'process.versions.node'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return status === 0 ? Number(stdout.split('.')[0]) : null;
}

const serve = (given, options) =>
  spawn(process.execPath, [join('bin', 'sitewright.js'), 'serve', ...given, ...words], options);

/** Ends as the program does that a person sees: asked to stop it is passed on, and a death of its own is no success. */
async function follow(child) {
  const wasAsked = passSignalsOn(child);
  const code = await exitCodeOf(child);
  return code ?? (wasAsked() ? 0 : 1);
}

/** Waits for its end: who starts us through npm counts on nothing being left, and a process that is left dies hard. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

const hasDisplay =
  process.platform !== 'linux' ||
  [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((display) => (display ?? '') !== '');
const electron = hasDisplay ? findElectron() : null;
const node = electron === null ? null : nodeIn(electron);

if (node === null) {
  say(
    hasDisplay
      ? 'Electron cannot be obtained here; opening the page in the browser instead'
      : 'there is no display; open this address in a browser on this machine',
  );
  process.exit(await follow(serve(['--open'], { stdio: 'inherit' })));
} else {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) say('started as root, where Chromium has no sandbox; better start it as yourself');
  // The engines need 22; an older one only shows what another process does.
  const owner = node >= 22 ? null : serve([], { stdio: ['ignore', 'ignore', 'inherit'] });
  const desktop = spawn(electron, [...(isRoot ? ['--no-sandbox'] : []), '.', ...words], { stdio: 'inherit' });
  const code = await follow(desktop);
  if (owner !== null) await stop(owner);
  process.exit(code);
}
