import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPrinters, type Machine } from '../../src-main/hosts/cli/print/find-printers.ts';
import { printPdf } from '../../src-main/hosts/cli/print/print-pdf.ts';
import { renderReport } from '../../src-main/report/index.ts';
import { createReportDocument } from '../support/report-document.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { openDesk } from './command.ts';

const chromium = '/usr/bin/chromium';

function machine(changes: Partial<Machine>, paths: readonly string[]): Machine {
  const there = new Set(paths.map((path) => path.replaceAll('/', '\\')));
  return {
    platform: 'linux',
    environment: {},
    userDirectory: '/home/engineer',
    // Compared in one way of writing, whichever this machine has.
    exists: (path) => there.has(path.replaceAll('/', '\\')),
    ...changes,
  };
}

const namesOf = (of: Machine): string[] =>
  findPrinters(of).map(({ kind, path }) => `${kind} ${path.replaceAll('\\', '/')}`);

describe('what can print', () => {
  it.skipIf(process.platform === 'win32')('is found on the search path of Linux', () => {
    const environment = { PATH: '/usr/local/bin:/usr/bin' };
    expect(namesOf(machine({ environment }, ['/usr/bin/chromium', '/usr/local/bin/google-chrome']))).toEqual([
      'chromium /usr/bin/chromium',
      'chromium /usr/local/bin/google-chrome',
    ]);
  });

  it('is Edge, then Chrome, where Windows keeps its programs', () => {
    const environment = { ProgramFiles: 'C:/Program Files', 'ProgramFiles(x86)': 'C:/Program Files (x86)' };
    const edge = 'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe';
    const chrome = 'C:/Program Files/Google/Chrome/Application/chrome.exe';
    expect(namesOf(machine({ platform: 'win32', environment }, [edge, chrome]))).toEqual([
      `chromium ${chrome}`,
      `chromium ${edge}`,
    ]);
  });

  it('is an application of macOS, also one of the person', () => {
    const own = '/home/engineer/Applications/Chromium.app/Contents/MacOS/Chromium';
    expect(namesOf(machine({ platform: 'darwin' }, [own]))).toEqual([`chromium ${own}`]);
  });

  it('is Electron first, but on Linux only where a window can be opened', () => {
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: '/opt/electron', PATH: '' };
    const paths = ['/opt/electron/electron', '/opt/electron/electron.exe'];
    expect(namesOf(machine({ environment }, paths))).toEqual([]);
    expect(namesOf(machine({ environment: { ...environment, DISPLAY: ':1' } }, paths))).toEqual([
      'electron /opt/electron/electron',
    ]);
    expect(namesOf(machine({ platform: 'win32', environment }, paths))).toEqual([
      'electron /opt/electron/electron.exe',
    ]);
  });

  it('is nothing on a bare machine', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      expect(namesOf(machine({ platform }, []))).toEqual([]);
    }
  });
});

describe('printing', () => {
  const leftBehind = (): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('sitewright-print-'));

  it('says what is missing and what to do instead', async () => {
    await expect(printPdf('<p>x</p>', [])).rejects.toMatchObject({
      code: 'PRINTER_MISSING',
      category: 'unavailable',
      text: {
        zh: expect.stringMatching(/Chromium.*--out FILE\.html/) as string,
        en: expect.stringMatching(/Chromium.*--out FILE\.html.*print/) as string,
      },
    });
  });

  it('says what each program said that did not print, and leaves no file behind', async () => {
    const before = leftBehind();
    const nowhere = join(temporaryDirectory(), 'chromium');
    const printers = [
      { kind: 'chromium' as const, path: nowhere },
      // Ends well and prints nothing.
      { kind: 'electron' as const, path: process.execPath },
    ];
    const thrown: unknown = await printPdf('<p>x</p>', printers).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'PRINT_FAILED', data: { programs: [nowhere, process.execPath] } });
    expect(String(thrown)).toMatch(/ENOENT/);
    expect(leftBehind()).toEqual(before);
  });

  it.skipIf(!existsSync(chromium))(
    'makes a PDF of the report with the Chromium of this machine',
    async () => {
      const html = renderReport(createReportDocument(), 'zh-CN');
      const pdf = Buffer.from(await printPdf(html, [{ kind: 'chromium', path: chromium }])).toString(
        'latin1',
      );
      expect(pdf.slice(0, 5)).toBe('%PDF-');
      expect(pdf.match(/\/Type \/Page\b(?!s)/g)?.length).toBeGreaterThan(3);
    },
  );
});

describe('report --out FILE.pdf', () => {
  const configure = ['configure', 'plan.xlsx', '--practice', '--only', 'dns', '--yes'];

  it('writes nothing where nothing can print', async () => {
    const desk = openDesk();
    expect((await desk.run(configure)).code).toBe(0);
    const empty = join(desk.directory, 'bin');
    mkdirSync(empty);
    const environment = {
      PATH: empty,
      ProgramFiles: '',
      'ProgramFiles(x86)': '',
      LOCALAPPDATA: '',
      DISPLAY: '',
    };
    const refused = await desk.run(['report', '0001', '--out', 'report.pdf'], environment);
    expect([refused.code, existsSync(join(desk.directory, 'report.pdf'))]).toEqual([6, false]);
    expect(refused.stderr).toContain('FILE.html');
  });

  it.skipIf(process.platform === 'win32')('writes what the program printed', async () => {
    const desk = openDesk();
    expect((await desk.run(configure)).code).toBe(0);
    const programs = join(desk.directory, 'bin');
    mkdirSync(programs);
    const fake = join(programs, 'chromium');
    writeFileSync(
      fake,
      `#!${process.execPath}\nconst pdf = process.argv.find((word) => word.startsWith('--print-to-pdf='));\nrequire('node:fs').writeFileSync(pdf.slice('--print-to-pdf='.length), '%PDF-1.7 printed\\nstartxref\\n9\\n%%EOF');\n`,
    );
    chmodSync(fake, 0o755);
    const environment = { PATH: programs, DISPLAY: '', WAYLAND_DISPLAY: '' };
    const { code, document } = await desk.json(['report', '0001', '--out', 'report.pdf'], environment);
    const path = join(desk.directory, 'report.pdf');
    expect([code, document, readFileSync(path, 'utf8')]).toEqual([
      0,
      { path },
      '%PDF-1.7 printed\nstartxref\n9\n%%EOF\n% Sitewright\nstartxref\n9\n%%EOF\n',
    ]);
    // Its own earlier one is replaced; one that was signed since is not.
    expect((await desk.run(['report', '0001', '--out', 'report.pdf'], environment)).code).toBe(0);
    appendFileSync(path, 'signature');
    const signed = await desk.json(['report', '0001', '--out', 'report.pdf'], environment);
    expect([signed.code, signed.document]).toMatchObject([
      4,
      { error: { code: 'FILE_EXISTS', data: { path } } },
    ]);
    expect(readFileSync(path, 'utf8')).toMatch(/signature$/);
    expect((await desk.run(['report', '0001', '--out', 'report.pdf', '--overwrite'], environment)).code).toBe(
      0,
    );
    expect(readFileSync(path, 'utf8')).toMatch(/%%EOF\n$/);
  });
});
