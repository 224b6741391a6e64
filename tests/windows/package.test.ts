import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrongFuses } from '../support/fuses.ts';
import { leftovers, openWindowsDesk } from './windows-desk.ts';
import { closeWindow, openWindow, versionOf, windowsElectron } from './windows-electron.ts';

describe.skipIf(windowsElectron === null)(
  'the program packaged for Windows (needs SITEWRIGHT_WINDOWS_ELECTRON)',
  () => {
    let output: string;
    let version: string;
    let unpacked: string;
    let binary: string;

    beforeAll(() => {
      output = mkdtempSync(join(tmpdir(), 'sitewright-package-'));
      version = versionOf(join(windowsElectron ?? '', 'electron.exe'));
      const { status, stderr, stdout } = spawnSync(
        process.execPath,
        ['node_modules/electron-builder/cli.js', '--win', 'dir', '--config', 'electron-builder.config.cjs'],
        {
          encoding: 'utf8',
          env: {
            ...process.env,
            SITEWRIGHT_ELECTRON_DIST: windowsElectron ?? '',
            SITEWRIGHT_ELECTRON_VERSION: version,
            SITEWRIGHT_PACKAGE_OUTPUT: output,
          },
        },
      );
      expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
      unpacked = join(output, 'win-unpacked');
      binary = join(unpacked, 'Sitewright.exe');
    }, 300_000);

    afterAll(() => rmSync(output, { recursive: true, force: true, maxRetries: 3 }));

    it('has every fuse that can be off switched off in its binary', async () => {
      expect(await wrongFuses(binary, version)).toEqual([]);
    });

    it('carries the native code of its system, outside of the archive, and the build that was tested', () => {
      const outside = join(unpacked, 'resources', 'app.asar.unpacked');
      const native = readdirSync(join(outside, 'node_modules', 'better-sqlite3', 'prebuilds'));
      expect(native).toContain('win32-x64.node');
      const archive = readFileSync(join(unpacked, 'resources', 'app.asar'));
      expect(archive.includes(readFileSync(resolve('out/main/desktop.cjs')))).toBe(true);
    });

    it('starts, shows the start page of the home it is attached to, and ends in order when its window is closed', async () => {
      const desk = openWindowsDesk();
      const owner = desk.start(['serve', '--json']);
      await owner.until('stdout', '}');
      const opened = await openWindow(desk, binary, []);
      await opened.page.getByRole('button', { name: 'Start practice site' }).waitFor();
      await opened.page.getByText('No runs yet').waitFor();
      expect(await closeWindow(opened)).toBe(0);
      expect(owner.child.exitCode).toBe(null);
      owner.child.kill('SIGINT');
      expect((await owner.ended).code).toBe(0);
      expect(leftovers(desk).filter((name) => !name.startsWith('desktop'))).toEqual([]);
      expect(readdirSync(desk.home).sort()).toEqual(['desktop', 'owner.lock', 'sitewright.db']);
    });
  },
);
