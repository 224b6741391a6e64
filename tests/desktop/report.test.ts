import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src-main/contract/errors.ts';
import type { Language } from '../../src-main/contract/text.ts';
import { renderReport } from '../../src-main/report/index.ts';
import { createReportDocument } from '../support/report-document.ts';
import { launch, runtime, type Launched } from './runtime.ts';
import { createScriptedOwner, type ScriptedOwner } from './scripted-owner.ts';

const document = createReportDocument();

describe.skipIf(runtime === null)('the report in the window', () => {
  let home: string;
  let owner: ScriptedOwner;
  let desktop: Launched;
  const asked: [string, Language][] = [];

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'sitewright-'));
    owner = await createScriptedOwner(home, {
      async make({ run, language }) {
        asked.push([run, language]);
        if (run === '0404') {
          throw new AppError('RUN_NOT_FOUND', { zh: '没有执行任务 0404。', en: 'there is no run 0404' });
        }
        return renderReport(document, language);
      },
      document: async () => ({ 'zh-CN': document, en: document }),
    });
    owner.setRun('0147', { title: 'North cluster', state: 'succeeded', endedAt: 1_795_000_000_000 });
    desktop = await launch({ home });
    await desktop.page.getByText('North cluster').waitFor();
  });

  afterAll(async () => {
    await desktop.close();
    await owner.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  });

  const go = (path: string) =>
    desktop.page.evaluate((to) => {
      location.hash = to;
    }, path);

  const answer = (path: string, method = 'GET') =>
    desktop.page.evaluate(
      async ([at, how]) => {
        const given = await fetch(at, { method: how });
        return {
          status: given.status,
          type: given.headers.get('content-type'),
          policy: given.headers.get('content-security-policy') ?? '',
          framing: given.headers.get('x-frame-options'),
          text: await given.text(),
        };
      },
      [path, method] as const,
    );

  it('is a document of its own in the frame of its page, in the language that is chosen', async () => {
    await go('/runs/0147/report');
    const frame = desktop.page.frameLocator('iframe.report-frame');
    await frame.getByText(document.number).first().waitFor();
    expect(await frame.locator('html').getAttribute('lang')).toBe('en');
    await desktop.page.getByText('中文', { exact: true }).click();
    await expect.poll(() => frame.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(asked.map(([run, language]) => [run, language])).toEqual([
      ['0147', 'en'],
      ['0147', 'zh-CN'],
    ]);
  });

  it('has the headers of every framed document, and may run and load nothing', async () => {
    const { status, type, policy, framing, text } = await answer('/api/report/0147?language=zh-CN');
    expect([status, type, framing]).toEqual([200, 'text/html; charset=utf-8', 'SAMEORIGIN']);
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline';.*frame-ancestors 'self'; sandbox /,
    );
    expect(text).toContain(document.number);
  });

  it('is refused in words, and a refusal is in no frame', async () => {
    const { status, type, policy, framing, text } = await answer('/api/report/0404?language=en');
    expect([status, type, framing, text]).toEqual([
      404,
      'text/plain; charset=utf-8',
      'DENY',
      'there is no run 0404',
    ]);
    expect(policy).not.toContain('unsafe');
    expect((await answer('/api/report/0404?language=zh-CN')).text).toBe('没有执行任务 0404。');
  });

  it.each([
    '/api/report/',
    '/api/report/147',
    '/api/report/0147/more',
    '/api/report/0147%2fmore',
    '/api/report/..%2f..%2fpackage.json',
    '/api/report/0147%20',
    '/api/reports/0147',
    '/api/rpc/runs/list',
    '/api/',
  ])('is all that the address gives: %s is nothing', async (path) => {
    asked.length = 0;
    const { status, framing, text } = await answer(path);
    expect([status, framing, text.includes('package'), asked]).toEqual([404, 'DENY', false, []]);
  });

  it.each(['POST', 'PUT', 'DELETE'])('%s is no way to read it', async (method) => {
    asked.length = 0;
    expect([(await answer('/api/report/0147', method)).status, asked]).toEqual([405, []]);
  });

  it('never takes the place of the page, and its frame leads nowhere else', async () => {
    await go('/runs/0147/report');
    const framed = desktop.page.frameLocator('iframe.report-frame');
    await framed.getByText(document.number).first().waitFor();
    const navigations: string[] = [];
    desktop.page.on('framenavigated', (frame) => {
      if (frame.parentFrame() === null) {
        navigations.push(frame.url());
      }
    });
    // As a link in it would: the sandbox of the frame leaves the window alone.
    await desktop.page.evaluate(() => {
      const inner = window.document.querySelector<HTMLIFrameElement>('iframe.report-frame')!.contentDocument!;
      for (const [target, href] of [
        ['_top', 'app://sitewright/index.html?left'],
        ['_blank', 'app://sitewright/index.html?opened'],
        ['_self', 'http://127.0.0.1:9/elsewhere'],
      ] as const) {
        const link = inner.createElement('a');
        link.target = target;
        link.href = href;
        inner.body.append(link);
        link.click();
      }
      location.assign('/api/report/0147?language=en');
    });
    expect((await answer('/icon.svg')).status).toBe(200);
    const windows = await desktop.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((each) => each.getURL()),
    );
    expect(windows).toEqual(['app://sitewright/index.html#/runs/0147/report']);
    expect(navigations).toEqual([]);
    const shown = desktop.page.frames().map((each) => each.url());
    expect(shown.filter((url) => url.startsWith('http'))).toEqual([]);
  });

  it('runs no script, also where it fills a window', async () => {
    const shown = await desktop.app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false });
      await window.loadURL('app://sitewright/api/report/0147?language=en');
      const ran = await window.webContents.executeJavaScript('true').then(
        () => true,
        () => false,
      );
      const named = window.webContents.getTitle();
      window.destroy();
      return { ran, named };
    });
    expect(shown.ran).toBe(false);
    expect(shown.named).toContain(document.number);
  });
});
