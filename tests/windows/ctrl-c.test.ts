import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testedNode } from '../support/tested-node.ts';
import {
  canSendCtrlC,
  knockAt,
  leftovers,
  openWindowsDesk,
  ownerAddress,
  type WindowsDesk,
} from './windows-desk.ts';

/** `npm start` where no Electron can be had, in a group of processes of its own as a console has one; its group's number. */
function startProduct(desk: WindowsDesk): { readonly group: number; readonly ended: Promise<unknown> } {
  const none = join(desk.directory, 'no-electron');
  mkdirSync(none);
  const child = spawn(testedNode, ['scripts/start.mjs'], {
    env: { ...desk.environment, ELECTRON_OVERRIDE_DIST_PATH: none },
    detached: true,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => code ?? signal);
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    }
    await ended;
  });
  return { group: child.pid ?? 0, ended };
}

describe.skipIf(!canSendCtrlC)('Ctrl-C on Windows (needs SITEWRIGHT_WINDOWS_NODE)', () => {
  it('ends npm start in order: the console sends it to the script and to what the script started', async () => {
    const desk = openWindowsDesk();
    const { group, ended } = startProduct(desk);
    await expect.poll(() => existsSync(join(desk.home, 'owner.json')), { timeout: 60_000 }).toBe(true);
    const { address } = ownerAddress(desk);
    expect(await knockAt(address)).toBe('open');
    process.kill(-group, 'SIGINT');
    expect(await ended).toBe(0);
    expect([await knockAt(address), leftovers(desk)]).toEqual(['ENOENT', []]);
  });

  it('that comes twice does not cut off the closing of a gateway', async () => {
    const desk = openWindowsDesk();
    const gateway = desk.start(['serve', '--json']);
    await gateway.until('stdout', '}');
    const { address } = ownerAddress(desk);
    gateway.child.kill('SIGINT');
    gateway.child.kill('SIGINT');
    expect((await gateway.ended).code).toBe(0);
    expect([await knockAt(address), leftovers(desk)]).toEqual(['ENOENT', []]);
  });
});
