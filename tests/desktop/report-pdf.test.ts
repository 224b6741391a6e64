import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/contract/errors.ts';
import { renderReport } from '../../src-main/report/index.ts';
import { createReportDocument } from '../support/report-document.ts';
import { launch, runtime, type Launched } from './runtime.ts';
import { createScriptedOwner, type ScriptedOwner } from './scripted-owner.ts';

const document = createReportDocument();

/** What the system's dialog was asked, and what it answers. */
interface Recorded {
  asked: { title: string; defaultPath: string; filters: unknown }[];
  filePath: string;
  /** Of every window that was made meanwhile. */
  made: { shown: boolean; script: boolean; sandbox: boolean; node: boolean; preload: boolean }[];
}

describe.skipIf(runtime === null)('the report as a PDF of the window', () => {
  let home: string;
  /** Where the person keeps what is handed over. */
  let folder: string;
  let owner: ScriptedOwner;
  let desktop: Launched;
  let isLost = false;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'sitewright-'));
    folder = mkdtempSync(join(tmpdir(), 'sitewright-reports-'));
    owner = await createScriptedOwner(home, {
      async make({ language }) {
        if (isLost) {
          throw new AppError('RUN_NOT_FOUND', { zh: '没有任务。', en: 'there is no run' });
        }
        return renderReport(document, language);
      },
      async document({ run }) {
        if (run === '0404') {
          throw new AppError('RUN_NOT_FOUND', { zh: '没有任务。', en: 'there is no run' });
        }
        return { 'zh-CN': document, en: document };
      },
    });
    owner.setRun('0147', { title: 'North cluster', state: 'succeeded', endedAt: 1_795_000_000_000 });
    desktop = await launch({ home });
    await desktop.page.getByText('North cluster').waitFor();
    await desktop.app.evaluate(({ app, dialog }) => {
      const recorded: Recorded = { asked: [], filePath: '', made: [] };
      (globalThis as { recorded?: Recorded }).recorded = recorded;
      dialog.showSaveDialog = (async (_window: unknown, options: Recorded['asked'][number]) => {
        const { title, defaultPath, filters } = options;
        recorded.asked.push({ title, defaultPath, filters });
        return { canceled: recorded.filePath === '', filePath: recorded.filePath };
      }) as unknown as typeof dialog.showSaveDialog;
      app.on('browser-window-created', (_event, window) => {
        const { javascript, sandbox, nodeIntegration, preload } = (
          window.webContents as unknown as {
            getLastWebPreferences(): Record<
              'javascript' | 'sandbox' | 'nodeIntegration' | 'preload',
              unknown
            >;
          }
        ).getLastWebPreferences();
        recorded.made.push({
          shown: window.isVisible(),
          script: javascript !== false,
          sandbox: sandbox === true,
          node: nodeIntegration === true,
          preload: preload !== undefined,
        });
      });
    });
  });

  beforeEach(() => {
    isLost = false;
    return answerWith('');
  });

  afterAll(async () => {
    await desktop.close();
    await owner.close();
    for (const each of [home, folder]) {
      rmSync(each, { recursive: true, force: true, maxRetries: 3 });
    }
  });

  const answerWith = (path: string) =>
    desktop.app.evaluate((_electron, filePath) => {
      const { recorded } = globalThis as unknown as { recorded: Recorded };
      Object.assign(recorded, { asked: [], made: [], filePath });
    }, path);

  const recorded = () =>
    desktop.app.evaluate(() => (globalThis as unknown as { recorded: Recorded }).recorded);

  const save = (run: unknown, language: unknown = 'zh-CN') =>
    desktop.page.evaluate(
      ([of, spoken]) =>
        (
          globalThis as unknown as {
            sitewright: { saveReport(run: unknown, language: unknown): Promise<unknown> };
          }
        ).sitewright.saveReport(of, spoken),
      [run, language],
    );

  const windows = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

  it('is what the button of its page saves, where the person says, and the page says so', async () => {
    const path = join(folder, '验收.pdf');
    await answerWith(path);
    await desktop.page.evaluate(() => {
      location.hash = '/runs/0147/report';
    });
    await desktop.page.getByRole('button', { name: 'Save as PDF' }).click();
    await desktop.page.getByText('Saved as 验收.pdf').waitFor();
    const pdf = readFileSync(path);
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(20_000);
    const { asked, made } = await recorded();
    expect(asked).toEqual([
      {
        title: 'Save acceptance report',
        defaultPath: `${document.number}.pdf`,
        filters: [{ name: 'PDF files', extensions: ['pdf'] }],
      },
    ]);
    // Nobody sees it, and it runs nothing.
    expect(made).toEqual([{ shown: false, script: false, sandbox: true, node: false, preload: false }]);
    expect(await windows()).toBe(1);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('tells the page a name and a size, never a path', async () => {
    const path = join(folder, 'handover.pdf');
    await answerWith(path);
    const answer = await save('0147');
    expect(answer).toEqual({
      ok: true,
      value: { name: 'handover.pdf', sizeBytes: readFileSync(path).length },
    });
  });

  it('is not made when the person says nowhere', async () => {
    expect(await save('0147')).toEqual({ ok: true, value: null });
    expect((await recorded()).made).toEqual([]);
  });

  it('is refused by the owner before anybody is asked where', async () => {
    await answerWith(join(folder, 'never.pdf'));
    expect(await save('0404')).toMatchObject({ ok: false, error: { code: 'RUN_NOT_FOUND' } });
    expect((await recorded()).asked).toEqual([]);
  });

  it('is never the refusal itself, printed', async () => {
    const path = join(folder, 'refusal.pdf');
    await answerWith(path);
    isLost = true;
    expect(await save('0147')).toMatchObject({ ok: false, error: { code: 'PRINT_FAILED' } });
    expect(existsSync(path)).toBe(false);
    expect(await windows()).toBe(1);
  });

  it('that cannot be written is told by its name', async () => {
    const path = join(folder, 'taken.pdf');
    mkdirSync(path);
    await answerWith(path);
    const answer = await save('0147');
    expect(answer).toMatchObject({ ok: false, error: { code: 'FILE_UNWRITABLE' } });
    expect(JSON.stringify(answer)).toContain('taken.pdf');
    expect(JSON.stringify(answer)).not.toContain(folder);
  });

  it.each(['sitewright.db', 'report.pdf'])('is never written into the data folder, as %s', async (name) => {
    await answerWith(join(home, name));
    const answer = await save('0147');
    expect(answer).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(answer)).not.toContain(home);
    expect(existsSync(join(home, name))).toBe(false);
  });

  it('is not written under a name that is no PDF', async () => {
    await answerWith(join(folder, 'plan.xlsx'));
    expect(await save('0147')).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    expect(existsSync(join(folder, 'plan.xlsx'))).toBe(false);
  });

  it.each([
    ['0147/../..', 'en'],
    ['0147', 'fr'],
    [{ run: '0147' }, 'en'],
    ['', 'en'],
  ])('is not made of %j in %j', async (run, language) => {
    await answerWith(join(folder, 'never.pdf'));
    expect(await save(run, language)).toMatchObject({ ok: false });
    expect((await recorded()).asked).toEqual([]);
  });
});
