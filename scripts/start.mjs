// Opens the desktop. Where no Electron can be had it says so in one line and starts the gateway, in the default browser
// or, without a display, by printing its address.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

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

/** The Node inside the runtime: the engines need 22, an older one only shows what another process does. */
function canOwn(binary) {
  const { stdout } = spawnSync(binary, ['-p', 'process.versions.node'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return Number(stdout.split('.')[0]) >= 22;
}

function run(program, given, options = {}) {
  const child = spawn(program, given, { stdio: 'inherit', ...options });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return child;
}

const serve = (given, options) =>
  run(process.execPath, [join('bin', 'sitewright.js'), 'serve', ...given, ...words], options);
const endWith = (child) => child.on('exit', (code) => process.exit(code ?? 0));

const hasDisplay =
  process.platform !== 'linux' ||
  process.env.DISPLAY !== undefined ||
  process.env.WAYLAND_DISPLAY !== undefined;
const electron = hasDisplay ? findElectron() : null;

if (electron === null) {
  say(
    hasDisplay
      ? 'Electron cannot be obtained here; opening the page in the browser instead'
      : 'there is no display; open this address in a browser on this machine',
  );
  endWith(serve(['--open']));
} else {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) say('started as root, where Chromium has no sandbox; better start it as yourself');
  const owner = canOwn(electron) ? null : serve([], { stdio: ['ignore', 'ignore', 'inherit'] });
  const desktop = run(electron, [...(isRoot ? ['--no-sandbox'] : []), '.', ...words]);
  desktop.on('exit', () => owner?.kill());
  endWith(desktop);
}
