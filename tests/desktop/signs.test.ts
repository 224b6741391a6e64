import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunDocument } from '../support/fake-application.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { launch, runtime, type Launched } from './runtime.ts';
import { createScriptedOwner, type ScriptedOwner } from './scripted-owner.ts';

/** What the window did to the system, as the test recorded it in the running program. */
interface Recorded {
  progress: [number, string][];
  notices: { title: string; body: string }[];
  kept: (string | number)[];
  asked: { message: string; detail: string }[];
  answer: number;
}

const question = {
  id: 'q1',
  reason: 'ask' as const,
  step: 'vlan:storage',
  code: 'VLAN_NAME_EXISTS',
  text: { zh: '名称已被使用', en: 'the name is taken' },
  choices: [],
};

describe.skipIf(runtime === null)('around the window', () => {
  let home: string;
  let owner: ScriptedOwner;
  let desktop: Launched;

  beforeEach(async () => {
    home = temporaryDirectory();
    owner = await createScriptedOwner(home);
    owner.setRun('0146', { state: 'succeeded', title: 'Old cluster', counts: { succeeded: 4 } });
    desktop = await launch({ home });
    await desktop.page.getByText('Old cluster').waitFor();
    await expect.poll(() => owner.followers()).toBe(2);
    await desktop.app.evaluate(({ BrowserWindow, Notification, powerSaveBlocker, dialog }) => {
      const recorded: Recorded = { progress: [], notices: [], kept: [], asked: [], answer: 1 };
      (globalThis as { recorded?: Recorded }).recorded = recorded;
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined) {
        throw new Error('there is no window');
      }
      window.isFocused = () => false;
      window.setProgressBar = (part, options) => void recorded.progress.push([part, options?.mode ?? '']);
      // Each notification has a `show` of its own; all of them share the way to listen for a click.
      const listened = Notification.prototype as unknown as { on: unknown };
      listened.on = function record(this: { title: string; body: string }, event: string, listener: unknown) {
        if (event !== 'click') {
          return;
        }
        recorded.notices.push({ title: this.title, body: this.body });
        (globalThis as { click?: unknown }).click = listener;
      };
      powerSaveBlocker.start = (type) => recorded.kept.push(type);
      powerSaveBlocker.stop = (id) => recorded.kept.push(id) > 0;
      dialog.showMessageBox = (async (_window: unknown, options: { message: string; detail: string }) => {
        recorded.asked.push({ message: options.message, detail: options.detail });
        return { response: recorded.answer, checkboxChecked: false };
      }) as unknown as typeof dialog.showMessageBox;
    });
  });

  afterEach(async () => {
    await desktop.close();
    await owner.close();
  });

  const recorded = () =>
    desktop.app.evaluate(() => (globalThis as unknown as { recorded: Recorded }).recorded);

  it('shows in the taskbar how far the run is, and that it waits', async () => {
    owner.setRun('0147', { state: 'running', counts: { succeeded: 3, running: 1, pending: 4 } });
    await expect.poll(async () => (await recorded()).progress.at(-1)).toEqual([0.375, 'normal']);
    owner.setRun('0147', { state: 'waiting', waiting: question });
    await expect.poll(async () => (await recorded()).progress.at(-1)).toEqual([0.375, 'paused']);
    owner.setRun('0147', { state: 'succeeded', waiting: null, counts: { succeeded: 8 } });
    await expect.poll(async () => (await recorded()).progress.at(-1)).toEqual([-1, 'none']);
  });

  it('keeps the machine awake while a run is live, and only then', async () => {
    owner.setRun('0147', { state: 'running' });
    await desktop.page.getByText('sleep prevented').waitFor();
    owner.setRun('0147', { state: 'waiting', waiting: question });
    await expect.poll(async () => (await recorded()).kept).toEqual(['prevent-app-suspension', 1]);
  });

  it('tells the owner and the page of a sleep, and the page of the battery', async () => {
    await desktop.app.evaluate(({ powerMonitor }) => {
      powerMonitor.emit('suspend');
      powerMonitor.emit('resume');
    });
    await expect.poll(() => owner.application.calls.map(({ name }) => name)).toEqual(['system.slept']);
    await desktop.page.locator('footer').getByText('slept').waitFor();
    await desktop.app.evaluate(({ powerMonitor }) => {
      Object.defineProperty(powerMonitor, 'onBatteryPower', { get: () => true });
      powerMonitor.emit('on-battery');
    });
    await desktop.page.locator('footer').getByText('on battery').waitFor();
  });

  it('a resume without a suspend is no sleep', async () => {
    await desktop.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
    owner.setRun('0147', { state: 'running' });
    await desktop.page.getByText('1 run in progress').waitFor();
    expect(owner.application.calls).toEqual([]);
  });

  it('notifies of a question with its words, and opens the run', async () => {
    owner.setRun('0147', { state: 'running' });
    owner.setRun('0147', { state: 'waiting', waiting: question, practice: true });
    await expect
      .poll(async () => (await recorded()).notices)
      .toEqual([{ title: '[PRACTICE] Run 0147 needs attention', body: 'the name is taken' }]);
    await desktop.app.evaluate(() => (globalThis as { click?: () => void }).click?.());
    await desktop.page.waitForURL('app://sitewright/index.html#/runs/0147');
  });

  it('notifies of a failure with its cause', async () => {
    owner.setRun('0147', { state: 'running' });
    owner.setDocument({
      ...createRunDocument('0147', { state: 'failed' }),
      steps: [
        {
          key: 'license',
          title: { zh: '许可', en: 'License' },
          state: 'failed',
          attempts: 1,
          changed: null,
          message: { zh: '序列号不符', en: 'the serial number differs' },
        },
      ],
    });
    await desktop.page.getByText('1 run in progress').waitFor();
    owner.setRun('0147', { state: 'failed' });
    await expect
      .poll(async () => (await recorded()).notices)
      .toEqual([{ title: 'Run 0147 failed', body: 'License: the serial number differs' }]);
  });

  it('asks before it leaves a live run, and stays when the person says so', async () => {
    owner.setRun('0147', { state: 'running' });
    await desktop.page.getByText('1 run in progress').waitFor();
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(async () => (await recorded()).asked).toHaveLength(1);
    const [asked] = (await recorded()).asked;
    expect(asked?.message).toBe('Run 0147 is in progress');
    expect(asked?.detail).toContain('it continues after this window closes');
    expect(await desktop.page.getByText('1 run in progress').count()).toBe(1);
    expect(owner.application.calls).toEqual([]);
  });

  it('leaves a live run when the person insists, and the run goes on', async () => {
    owner.setRun('0147', { state: 'running' });
    await desktop.page.getByText('1 run in progress').waitFor();
    await desktop.app.evaluate(({ app }) => {
      (globalThis as unknown as { recorded: Recorded }).recorded.answer = 0;
      app.quit();
    });
    await desktop.app.waitForEvent('close');
    expect(owner.application.calls).toEqual([]);
  });

  it('leaves without a question when nothing is live', async () => {
    owner.setRun('0147', { state: 'waiting', waiting: question });
    const closed = desktop.app.waitForEvent('close');
    await desktop.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await closed;
  });

  const pick = () =>
    desktop.page.evaluate(() =>
      (
        globalThis as unknown as { sitewright: { pickFile(kind: string): Promise<unknown> } }
      ).sitewright.pickFile('workbook'),
    );

  const choose = (paths: readonly string[]) =>
    desktop.app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = (async () => ({
        canceled: false,
        filePaths,
      })) as unknown as typeof dialog.showOpenDialog;
    }, paths);

  it("gives the page a grant for what was chosen in the system's dialog, never its path", async () => {
    const path = join(home, 'plan.xlsx');
    writeFileSync(path, 'content');
    await choose([path]);
    const answer = await pick();
    expect(answer).toEqual({
      ok: true,
      value: {
        kind: 'workbook',
        name: 'plan.xlsx',
        sizeBytes: 7,
        grant: expect.stringMatching(/^grant_/) as string,
      },
    });
    expect(JSON.stringify(answer)).not.toContain(home);
  });

  it('gives nothing when nothing was chosen, and no other kind of file', async () => {
    await choose([]);
    expect(await pick()).toEqual({ ok: true, value: null });
    const path = join(home, 'plan.txt');
    writeFileSync(path, 'content');
    await choose([path]);
    expect(await pick()).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
  });

  it('imports a file that is dropped on it', async () => {
    const path = join(home, 'dropped.xlsx');
    writeFileSync(path, 'content');
    const session = await desktop.page.context().newCDPSession(desktop.page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
    }
    await desktop.page.waitForURL(/#\/configure\/sheets\/1$/);
  });
});
