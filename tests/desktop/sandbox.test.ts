import { spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { debuggerOf, pageAddresses } from './debugger.ts';
import { ensureDisplay, runtime, runtimeDirectory } from './runtime.ts';

const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

/** Whether this machine lets a person without rights make the sandbox at all. */
function canSandbox(): boolean {
  if (process.platform !== 'linux' || runtime === null) {
    return false;
  }
  const words = ['--user', '--map-root-user', 'true'];
  const { status } = isRoot
    ? spawnSync('setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', 'unshare', ...words])
    : spawnSync('unshare', words);
  return status === 0;
}

/** Command line and status of every process whose command line names the directory. */
function processesOf(directory: string): { readonly command: string; readonly status: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(directory)
          ? [{ command, status: readFileSync(`/proc/${pid}/status`, 'utf8') }]
          : [];
      } catch {
        // It has ended since.
        return [];
      }
    });
}

describe.skipIf(!canSandbox())('the sandbox, as a person without rights', () => {
  it('4: holds every page of the program', async () => {
    // A person without rights may not read the folders of another one.
    const place = temporaryDirectory();
    spawnSync('chmod', ['755', place]);
    for (const part of ['package.json', 'out/main', 'out/preload', 'out/renderer']) {
      cpSync(resolve(part), join(place, 'program', part), { recursive: true });
    }
    cpSync(runtimeDirectory, join(place, 'runtime'), { recursive: true, verbatimSymlinks: true });
    const home = join(place, 'home');
    mkdirSync(home);
    if (isRoot) {
      chownSync(home, nobody, nobody);
    }
    await ensureDisplay();
    const words = [join(place, 'runtime', 'electron'), join(place, 'program'), '--home', home];
    const program = spawn(words[0] ?? '', [...words.slice(1), '--remote-debugging-port=0'], {
      ...(isRoot ? { uid: nobody, gid: nobody } : {}),
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
    });
    onTestFinished(() => void program.kill('SIGKILL'));
    const address = await debuggerOf(program);
    await expect
      .poll(() => pageAddresses(address), { timeout: 20_000 })
      .toEqual(['app://sitewright/index.html']);
    const pages = (): readonly { readonly command: string; readonly status: string }[] =>
      processesOf(place).filter(({ command }) => command.includes('--type=renderer'));
    expect(pages().length).toBeGreaterThan(0);
    // A process that has just started is not held yet, and has shown nothing either.
    const open = (): readonly string[] =>
      pages()
        // 2: every call to the system is filtered.
        .filter(({ status }) => !/^Seccomp:\s*2/m.test(status) || !/^NoNewPrivs:\s*1/m.test(status))
        .map(({ command }) => command);
    await expect.poll(open).toEqual([]);
    for (const { command } of pages()) {
      expect(command).not.toContain('--no-sandbox');
    }
  });
});
