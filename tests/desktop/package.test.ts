import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { wrongFuses } from '../support/fuses.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { debuggerOf, pageAddresses } from './debugger.ts';
import { ensureDisplay, rootWords, runtime, runtimeDirectory } from './runtime.ts';
import { createScriptedOwner } from './scripted-owner.ts';

const builtIn = process.platform === 'linux' && runtime !== null;

/** What an archive says is in it. */
interface Listing {
  readonly files: Readonly<Record<string, Partial<Listing>>>;
}

/** The version of the runtime that is there, which may be older than the one the product names. */
function runtimeVersion(): string {
  const file = join(runtimeDirectory, 'version');
  if (existsSync(file)) {
    return readFileSync(file, 'utf8').trim().replace(/^v/, '');
  }
  const { stdout } = spawnSync(runtime ?? '', [...rootWords, '--version'], { encoding: 'utf8' });
  return stdout.trim().replace(/^v/, '');
}

describe.skipIf(!builtIn)('the packaged program', () => {
  let output: string;
  let binary: string;

  beforeAll(() => {
    output = mkdtempSync(join(tmpdir(), 'sitewright-package-'));
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ['node_modules/electron-builder/cli.js', '--linux', 'dir', '--config', 'electron-builder.config.cjs'],
      {
        encoding: 'utf8',
        env: {
          ...process.env,
          SITEWRIGHT_ELECTRON_DIST: runtimeDirectory,
          SITEWRIGHT_ELECTRON_VERSION: runtimeVersion(),
          SITEWRIGHT_PACKAGE_OUTPUT: output,
        },
      },
    );
    expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    binary = join(output, 'linux-unpacked', 'sitewright');
  }, 180_000);

  afterAll(() => rmSync(output, { recursive: true, force: true, maxRetries: 3 }));

  it('19: has every fuse that can be off switched off in its binary', async () => {
    expect(await wrongFuses(binary, runtimeVersion())).toEqual([]);
  });

  it('19: is no Node for anybody, and opens no debugger for it', () => {
    const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const words = ['-e', 'process.stdout.write("I am Node")'];
    const { stdout } = spawnSync(binary, [...words, ...rootWords, '--version'], {
      encoding: 'utf8',
      env: environment,
      timeout: 20_000,
    });
    expect(stdout).not.toContain('I am Node');
  });

  it('opens its window on the runs of the owner', async () => {
    const home = temporaryDirectory();
    const owner = await createScriptedOwner(home);
    onTestFinished(() => owner.close());
    owner.setRun('0147', { title: 'North cluster', state: 'succeeded' });
    await ensureDisplay();
    const program = spawn(binary, [...rootWords, '--home', home, '--remote-debugging-port=0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => void program.kill('SIGKILL'));
    const address = await debuggerOf(program);
    await expect
      .poll(() => pageAddresses(address), { timeout: 20_000 })
      .toEqual(['app://sitewright/index.html']);
    // Only what was there when the tool came is shown to it here.
    const browser = await chromium.connectOverCDP(address, { noDefaults: true });
    onTestFinished(() => browser.close());
    const [page] = browser.contexts().flatMap((context) => context.pages());
    await page?.getByText('North cluster').waitFor();
    expect(page?.url()).toBe('app://sitewright/index.html');
  });

  it('is made of the build that was tested, and of nothing that only a developer needs', () => {
    const archive = readFileSync(join(output, 'linux-unpacked', 'resources', 'app.asar'));
    const built = readFileSync(resolve('out/main/desktop.cjs'));
    expect(archive.includes(built)).toBe(true);
    const size = archive.readUInt32LE(12);
    const { files } = JSON.parse(archive.subarray(16, 16 + size).toString('utf8')) as Listing;
    expect(Object.keys(files).sort()).toEqual(['node_modules', 'out', 'package.json', 'resources']);
    const packages = Object.keys(files['node_modules']?.files ?? {});
    expect(packages).toEqual(expect.arrayContaining(['better-sqlite3', 'exceljs', 'ssh2', 'undici']));
    expect(packages.filter((name) => /^(electron|vitest|antd|react-dom|typescript)$/.test(name))).toEqual([]);
  });
});
