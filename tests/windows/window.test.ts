import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knockAt, leftovers, openWindowsDesk, ownerAddress } from './windows-desk.ts';
import { closeWindow, openWindow, windowsElectron } from './windows-electron.ts';

describe.skipIf(windowsElectron === null)(
  'the window in the Electron for Windows (needs SITEWRIGHT_WINDOWS_ELECTRON)',
  () => {
    it('shows the run of the process that owns the home, and leaves that process at work when it is closed', async () => {
      const desk = openWindowsDesk();
      const done = await desk.run(['configure', 'plan.xlsx', '--practice', '--yes', '--only', 'dns']);
      expect(done.code, done.stderr).toBe(0);
      const owner = desk.start(['serve', '--json']);
      await owner.until('stdout', '}');
      const { address } = ownerAddress(desk);
      const opened = await openWindow(desk, join(windowsElectron ?? '', 'electron.exe'), [resolve('.')]);
      const row = opened.page.getByRole('row').filter({ hasText: '0001' });
      await row.getByText('DEMO-NET-SMTX-Lab-Cls01').waitFor();
      await row.getByText('Succeeded').waitFor();
      expect(await closeWindow(opened)).toBe(0);
      expect(existsSync(join(desk.home, 'desktop', 'window.json'))).toBe(true);
      expect([owner.child.exitCode, await knockAt(address)]).toEqual([null, 'open']);
      owner.child.kill('SIGINT');
      expect((await owner.ended).code).toBe(0);
      expect(leftovers(desk).filter((name) => !name.startsWith('desktop'))).toEqual([]);
    });
  },
);
