import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { desktopWords, launch, runtime, type Launched, type LaunchOptions } from './runtime.ts';
import { createScriptedOwner, type ScriptedOwner } from './scripted-owner.ts';

describe.skipIf(runtime === null)('the desktop window', () => {
  let home: string;
  let owner: ScriptedOwner;
  const launched: Launched[] = [];

  const open = async (options: Omit<LaunchOptions, 'home'> = {}): Promise<Launched> => {
    const one = await launch({ home, ...options });
    launched.push(one);
    return one;
  };

  beforeEach(async () => {
    home = temporaryDirectory();
    owner = await createScriptedOwner(home);
    owner.setRun('0147', { title: 'North cluster', state: 'succeeded', counts: { succeeded: 3 } });
  });

  afterEach(async () => {
    for (const one of launched.splice(0)) {
      await one.close();
    }
    await owner.close();
  });

  it('opens on the start page, with the runs of the owner', async () => {
    const { page } = await open();
    await page.getByText('North cluster').waitFor();
    expect(page.url()).toBe('app://sitewright/index.html');
  });

  it('loads few modules before it opens, and none of the engines', async () => {
    const { app } = await open();
    const loaded = await app.evaluate(() => {
      const main = Reflect.get(process, 'mainModule') as unknown as {
        constructor: { _cache: Record<string, unknown> };
      };
      return Object.keys(main.constructor._cache);
    });
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.length).toBeLessThanOrEqual(60);
    expect(loaded.filter((path) => /exceljs|undici|ssh2|better-sqlite3|own-home/.test(path))).toEqual([]);
  });

  it('opens before there is an owner, and shows its runs when it comes', async () => {
    await owner.close();
    const { page } = await open();
    await page.getByRole('alert').filter({ hasText: 'No Sitewright service is running' }).waitFor();
    owner = await createScriptedOwner(home);
    owner.setRun('0201', { title: 'South cluster', state: 'succeeded' });
    await page.getByText('South cluster').waitFor();
  });

  it('keeps what it shows while the owner is gone, and goes on with the next one', async () => {
    const { page } = await open();
    await page.getByText('North cluster').waitFor();
    await owner.close();
    await page.getByRole('alert').filter({ hasText: 'Connection lost' }).waitFor();
    expect(await page.getByText('North cluster').count()).toBe(1);
    owner = await createScriptedOwner(home);
    owner.setRun('0148', { title: 'East cluster', state: 'succeeded' });
    await page.getByText('East cluster').waitFor();
    await page.getByText('Idle', { exact: true }).waitFor();
  });

  it('comes back where it was after the page crashed', async () => {
    const opened = await open({ words: ['sitewright://run/0147'] });
    const { app, page } = opened;
    await page.getByRole('heading', { name: '0147' }).waitFor();
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await expect.poll(() => opened.written()).toContain('the page is loaded again');
    const shown = () =>
      app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]!.webContents;
        const text = (await contents.executeJavaScript('document.body.innerText')) as string;
        return { url: contents.getURL(), isThere: text.includes('North cluster') || text.includes('0147') };
      });
    await expect.poll(shown, { timeout: 15_000 }).toEqual({
      url: 'app://sitewright/index.html#/runs/0147',
      isThere: true,
    });
  });

  it('goes on drawing after the process that draws was killed', async () => {
    const opened = await open();
    const { app, page } = opened;
    await page.getByText('North cluster').waitFor();
    const killed = await app.evaluate(({ app: running }) => {
      const gpu = running.getAppMetrics().find(({ type }) => type === 'GPU');
      if (gpu !== undefined) {
        process.kill(gpu.pid, 'SIGKILL');
      }
      return gpu !== undefined;
    });
    expect(killed).toBe(true);
    await expect.poll(() => opened.written()).toContain('the GPU process has gone');
    owner.setRun('0149', { title: 'West cluster', state: 'succeeded' });
    await page.getByText('West cluster').waitFor();
    const drawn = await app.evaluate(async ({ BrowserWindow }) => {
      const image = await BrowserWindow.getAllWindows()[0]!.webContents.capturePage();
      return image.isEmpty();
    });
    expect(drawn).toBe(false);
  });

  it('is there once for a home: a second start shows the first one, at the run of its link', async () => {
    const { app, page } = await open();
    await page.getByText('North cluster').waitFor();
    const second = spawn(runtime ?? '', desktopWords(home, ['sitewright://run/0147']), { stdio: 'ignore' });
    const [code] = (await once(second, 'exit')) as [number];
    expect(code).toBe(0);
    await page.waitForURL('app://sitewright/index.html#/runs/0147');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('opens nothing for a link that is not exactly one to a run', async () => {
    const { page } = await open({ words: ['sitewright://run/0147/../../settings', 'sitewright://run/<b>'] });
    await page.getByText('North cluster').waitFor();
    expect(page.url()).toBe('app://sitewright/index.html');
  });

  it('opens again with the size it was left with', async () => {
    const first = await open();
    await first.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setSize(900, 600);
    });
    await expect
      .poll(() => first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize()))
      .toEqual([900, 600]);
    await first.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await first.app.waitForEvent('close');
    const kept = JSON.parse(readFileSync(join(home, 'desktop', 'window.json'), 'utf8')) as {
      bounds: { width: number; height: number };
    };
    expect(kept.bounds).toMatchObject({ width: 900, height: 600 });
    const second = await open();
    expect(
      await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize()),
    ).toEqual([900, 600]);
  });
});
