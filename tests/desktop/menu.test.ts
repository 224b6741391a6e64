import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MenuItem } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { launch, runtime, type Launched } from './runtime.ts';
import { createScriptedOwner, type ScriptedOwner } from './scripted-owner.ts';

/** What the menu asked of the system, as the test recorded it in the running program. */
interface Recorded {
  opened: string[];
  shown: { message: string; detail: string }[];
  dialogs: { title: string; extensions: string[][] }[];
  /** What the person chooses in the next open dialogs. */
  chosen: string[][];
}

/** What is used of the bridge in the page, and what the page was given. */
interface Page {
  sitewright: { onFileGiven(listener: (answer: unknown) => void): void };
  given: unknown[];
}

const patience = { timeout: 10_000 };
const separator = '-';
const english = {
  '&File': ['Import planning workbook…', separator, 'Quit'],
  '&Edit': ['Undo', 'Redo', separator, 'Cut', 'Copy', 'Paste', 'Select all'],
  '&View': ['Start', 'Runs', 'Sites', separator, 'Zoom in', 'Zoom out', 'Actual size', 'Full screen'],
  '&Help': ['Open data folder', 'About Sitewright'],
};
const chinese = {
  '文件(&F)': ['导入规划表…', separator, '退出'],
  '编辑(&E)': ['撤销', '重做', separator, '剪切', '复制', '粘贴', '全选'],
  '查看(&V)': ['开始', '任务', '站点', separator, '放大', '缩小', '实际大小', '全屏'],
  '帮助(&H)': ['打开数据目录', '关于 Sitewright'],
};

describe.skipIf(runtime === null)('the menu', () => {
  let home: string;
  let owner: ScriptedOwner;
  let desktop: Launched;

  beforeEach(async () => {
    home = temporaryDirectory();
    owner = await createScriptedOwner(home);
    desktop = await launch({ home });
    await desktop.page.getByText('Idle', { exact: true }).waitFor();
    await expect.poll(() => owner.followers(), patience).toBe(2);
    await desktop.app.evaluate(({ dialog, shell }) => {
      const recorded: Recorded = { opened: [], shown: [], dialogs: [], chosen: [] };
      (globalThis as { recorded?: Recorded }).recorded = recorded;
      shell.openPath = async (path) => {
        recorded.opened.push(path);
        return '';
      };
      dialog.showMessageBox = (async (_window: unknown, { message, detail }: Recorded['shown'][number]) => {
        recorded.shown.push({ message, detail });
        return { response: 0, checkboxChecked: false };
      }) as unknown as typeof dialog.showMessageBox;
      dialog.showOpenDialog = (async (
        _window: unknown,
        { title, filters }: { title: string; filters: { extensions: string[] }[] },
      ) => {
        recorded.dialogs.push({ title, extensions: filters.map(({ extensions }) => extensions) });
        const filePaths = recorded.chosen.shift() ?? [];
        return { canceled: filePaths.length === 0, filePaths };
      }) as unknown as typeof dialog.showOpenDialog;
    });
  });

  afterEach(async () => {
    await desktop.close();
    await owner.close();
  });

  const recorded = () =>
    desktop.app.evaluate(() => (globalThis as unknown as { recorded: Recorded }).recorded);

  /** Every menu with the words of its items. */
  const words = () =>
    desktop.app.evaluate(({ Menu }) =>
      Object.fromEntries(
        (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => [
          label,
          (submenu?.items ?? []).map((item) => (item.type === 'separator' ? '-' : item.label)),
        ]),
      ),
    );

  /** As the system does it when a person chooses the item. */
  const choose = (word: string) =>
    desktop.app.evaluate(({ BrowserWindow, Menu }, label) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      const found = items.find((item) => item.label === label);
      if (found === undefined) {
        throw new Error(`the menu has no ${label}`);
      }
      const [window] = BrowserWindow.getAllWindows();
      const click = found.click as unknown as (...given: readonly unknown[]) => void;
      click({}, window, window?.webContents);
    }, word);

  const visit = (address: string) =>
    desktop.page.evaluate((wanted) => {
      location.hash = wanted;
    }, address);

  it('has words for everything in it, and speaks the language of the page', async () => {
    expect(await words()).toEqual(english);
    await visit('/settings');
    await desktop.page.getByRole('button', { name: '中文' }).click();
    await expect.poll(words, patience).toEqual(chinese);
    await desktop.page.getByRole('button', { name: 'English' }).click();
    await expect.poll(words, patience).toEqual(english);
  });

  it('can be used as a whole, and leaves the keys of the page to the page', async () => {
    const items = await desktop.app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? [])
        .flatMap(({ submenu }) => submenu?.items ?? [])
        .map(({ label, enabled, visible, accelerator, registerAccelerator }: MenuItem) => ({
          label,
          isUsable: enabled && visible,
          key: registerAccelerator ? accelerator : null,
        })),
    );
    expect(items.filter(({ isUsable }) => !isUsable)).toEqual([]);
    const keyOf = (wanted: string) => items.find(({ label }) => label === wanted)?.key;
    expect([keyOf('Import planning workbook…'), keyOf('Quit')]).toEqual([null, 'CommandOrControl+Q']);
  });

  it('leads to the runs and back to the start', async () => {
    await visit('/settings');
    await choose('Runs');
    await desktop.page.waitForURL('app://sitewright/index.html#/runs');
    await choose('Start');
    await desktop.page.waitForURL('app://sitewright/index.html#/');
    await desktop.page.getByText('Idle', { exact: true }).waitFor();
  });

  it('leads there also while the page is loaded anew', async () => {
    await desktop.app.evaluate(async ({ BrowserWindow, Menu }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const started = new Promise((settle) => webContents.once('did-start-loading', () => settle(null)));
      webContents.reload();
      await started;
      const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&View');
      view?.submenu?.items.find(({ label }) => label === 'Runs')?.click();
    });
    await desktop.page.waitForURL('app://sitewright/index.html#/runs');
  });

  /** What the person chooses in the system's dialogs, one after the other. */
  const willChoose = (chosen: string[][]) =>
    desktop.app.evaluate((_electron, paths) => {
      (globalThis as unknown as { recorded: Recorded }).recorded.chosen = paths;
    }, chosen);

  const givenToPage = () => desktop.page.evaluate(() => (globalThis as unknown as Page).given);

  /** Takes the files that the window gives in place of the page. */
  const listen = () =>
    desktop.page.evaluate(() => {
      const page = globalThis as unknown as Page;
      page.given = [];
      page.sitewright.onFileGiven((answer) => page.given.push(answer));
    });

  const sheet = (name: string): string => {
    const path = join(home, name);
    writeFileSync(path, 'content');
    return path;
  };

  it("imports the sheet that is chosen in the system's dialog", async () => {
    await visit('/settings');
    await willChoose([[sheet('plan.xlsx')]]);
    await choose('Import planning workbook…');
    await desktop.page.waitForURL(/#\/configure\/sheets\/1$/);
    expect((await recorded()).dialogs).toEqual([
      { title: 'Choose a planning workbook', extensions: [['xlsx', 'xlsm']] },
    ]);
  });

  it('gives the page a grant for the sheet, never its path', async () => {
    await listen();
    await willChoose([[sheet('plan.xlsx')]]);
    await choose('Import planning workbook…');
    await expect.poll(givenToPage, patience).toEqual([
      {
        ok: true,
        value: {
          kind: 'workbook',
          name: 'plan.xlsx',
          sizeBytes: 7,
          grant: expect.stringMatching(/^grant_/) as string,
        },
      },
    ]);
    expect(JSON.stringify(await givenToPage())).not.toContain(home);
  });

  it('gives the page nothing when nothing was chosen', async () => {
    await listen();
    await willChoose([[], [sheet('second.xlsx')]]);
    await choose('Import planning workbook…');
    await expect.poll(async () => (await recorded()).dialogs, patience).toHaveLength(1);
    // That the next one arrives alone shows that this way was open all the time.
    await choose('Import planning workbook…');
    await expect.poll(givenToPage, patience).toMatchObject([{ ok: true, value: { name: 'second.xlsx' } }]);
  });

  it('tells the page why a file is refused, by its name only', async () => {
    await listen();
    await willChoose([[sheet('plan.txt')], [join(home, 'gone.xlsx')]]);
    await choose('Import planning workbook…');
    await expect.poll(givenToPage, patience).toMatchObject([{ ok: false, error: { code: 'INPUT_INVALID' } }]);
    await choose('Import planning workbook…');
    await expect
      .poll(givenToPage, patience)
      .toMatchObject([{}, { ok: false, error: { code: 'FILE_NOT_FOUND' } }]);
    const given = JSON.stringify(await givenToPage());
    expect(given).toContain('gone.xlsx');
    expect(given).not.toContain(home);
  });

  it('shows the data directory', async () => {
    await choose('Open data folder');
    expect((await recorded()).opened).toEqual([home]);
  });

  it('says which version this is and where its data lies, in the language of the page', async () => {
    const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as { version: string };
    await choose('About Sitewright');
    await visit('/settings');
    await desktop.page.getByRole('button', { name: '中文' }).click();
    await expect.poll(words, patience).toEqual(chinese);
    await choose('关于 Sitewright');
    expect((await recorded()).shown).toEqual([
      { message: 'Sitewright', detail: `Version ${version}\nData folder ${home}` },
      { message: 'Sitewright', detail: `版本 ${version}\n数据目录 ${home}` },
    ]);
  });

  it('makes the page larger and smaller, and brings it back to its size', async () => {
    const zoomed = () =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.zoomLevel);
    const width = () => desktop.page.evaluate(() => innerWidth);
    const actual = await width();
    await choose('Zoom in');
    expect(await zoomed()).toBeGreaterThan(0);
    await expect.poll(width, patience).toBeLessThan(actual);
    await choose('Actual size');
    expect(await zoomed()).toBe(0);
    await choose('Zoom out');
    expect(await zoomed()).toBeLessThan(0);
    await expect.poll(width, patience).toBeGreaterThan(actual);
    await choose('Actual size');
    await expect.poll(width, patience).toBe(actual);
  });

  it('edits the field that is being written in', async () => {
    const field = desktop.page.locator('#tried');
    await desktop.page.evaluate(() => {
      const made = document.createElement('textarea');
      made.id = 'tried';
      document.body.append(made);
    });
    const clipboard = () => desktop.app.evaluate((electron) => electron.clipboard.readText());
    await field.fill('written');
    await field.focus();
    await choose('Select all');
    await choose('Copy');
    await expect.poll(clipboard, patience).toBe('written');
    await choose('Cut');
    await expect.poll(() => field.inputValue(), patience).toBe('');
    await desktop.app.evaluate((electron) => electron.clipboard.writeText('from elsewhere'));
    await choose('Paste');
    await expect.poll(() => field.inputValue(), patience).toBe('from elsewhere');
    await choose('Undo');
    await expect.poll(() => field.inputValue(), patience).toBe('');
    await choose('Redo');
    await expect.poll(() => field.inputValue(), patience).toBe('from elsewhere');
  });

  /**
   * Waits for the end, and answers whether the window was closed in order before it: not by the exit code, for the old
   * runtime now and then crashes at its very end when the tool that drives it is attached.
   */
  const endsInOrder = async (act: () => unknown): Promise<boolean> => {
    await Promise.all([once(desktop.app.process(), 'exit'), act()]);
    return existsSync(join(home, 'desktop', 'window.json'));
  };

  // The program may be gone before it can answer.
  const quit = () => choose('Quit').catch(() => undefined);

  it('quits without a question when nothing is live', async () => {
    owner.setRun('0147', { state: 'succeeded', title: 'North cluster' });
    await desktop.page.getByText('North cluster').waitFor();
    expect(await endsInOrder(quit)).toBe(true);
  });

  it('quits also when the process that does the work goes in the same moment', async () => {
    Object.assign(owner.application.runs, {
      list: () => {
        void owner.close();
        return [];
      },
    });
    expect(await endsInOrder(quit)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'quits in order when it is asked to stop twice (not on Windows, where nobody can be asked)',
    async () => {
      const ask = () => desktop.app.process().kill('SIGINT');
      // The second one comes while it finds out whether it may leave.
      Object.assign(owner.application.runs, {
        list: () => {
          ask();
          return [];
        },
      });
      expect(await endsInOrder(ask)).toBe(true);
    },
  );
});
