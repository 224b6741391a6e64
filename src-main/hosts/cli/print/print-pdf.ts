import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AppError } from '../../../contract/errors.ts';
import { findPrinters, type Printer } from './find-printers.ts';

const electronScript = fileURLToPath(new URL('../../../../resources/print/print.cjs', import.meta.url));
const patienceMs = 60_000;
/** Of what a program said when it did not print; the end tells why. */
const keptCharacters = 400;

interface Job {
  readonly html: string;
  readonly pdf: string;
  /** A profile of its own: a browser that is open already would take the job over, and answer at once. */
  readonly profile: string;
}

/** Chromium refuses to be root's with its sandbox; nobody else goes without. */
const asRoot = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

function wordsFor({ kind }: Printer, { html, pdf, profile }: Job): string[] {
  if (kind === 'electron') {
    return [...asRoot(), `--user-data-dir=${profile}`, electronScript, html, pdf];
  }
  return [
    ...asRoot(),
    '--headless',
    '--disable-gpu',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-extensions',
    // It prints a file, and has nothing to look for elsewhere.
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${profile}`,
    // The second is what versions before 112 call the first.
    '--no-pdf-header-footer',
    '--print-to-pdf-no-header',
    `--print-to-pdf=${pdf}`,
    pathToFileURL(html).href,
  ];
}

/** Null when it has printed, else what it said. */
function runPrinter(printer: Printer, job: Job): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(printer.path, wordsFor(printer, job), {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: patienceMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      said = (said + piece).slice(-keptCharacters);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(null);
      } else {
        resolve(`${signal ?? `exit ${code ?? 'unknown'}`}: ${said.trim()}`);
      }
    });
  });
}

function isPdf(path: string): boolean {
  try {
    return readFileSync(path).subarray(0, 5).toString('latin1') === '%PDF-';
  } catch {
    return false;
  }
}

function printerMissing(): AppError {
  return new AppError('PRINTER_MISSING', {
    zh: '本机没有可用来打印 PDF 的程序（Electron、Chromium、Chrome 或 Edge）；请改用 --out FILE.html，用浏览器打开后打印为 PDF。',
    en: 'No program on this computer can print a PDF (Electron, Chromium, Chrome or Edge). Use --out FILE.html, then open the file in a browser and print it to PDF.',
  });
}

function printFailed(attempts: readonly { readonly program: string; readonly said: string }[]): AppError {
  const tried = attempts.map(({ program, said }) => `${program}: ${said}`).join('; ');
  const text = {
    zh: `PDF 打印失败（${tried}）；请改用 --out FILE.html，用浏览器打开后打印为 PDF。`,
    en: `Printing the PDF failed (${tried}). Use --out FILE.html, then open the file in a browser and print it to PDF.`,
  };
  return new AppError('PRINT_FAILED', text, { data: { programs: attempts.map(({ program }) => program) } });
}

/**
 * Prints a self-contained HTML page, with the first program that manages. Throws PRINTER_MISSING where there is none,
 * PRINT_FAILED with what each of them said.
 */
export async function printPdf(
  html: string,
  printers: readonly Printer[] = findPrinters(),
): Promise<Uint8Array> {
  if (printers.length === 0) {
    throw printerMissing();
  }
  const directory = mkdtempSync(join(tmpdir(), 'sitewright-print-'));
  try {
    const page = join(directory, 'report.html');
    writeFileSync(page, html, { mode: 0o600 });
    const attempts = [];
    for (const [index, printer] of printers.entries()) {
      const profile = join(directory, `profile-${index}`);
      mkdirSync(profile);
      const pdf = join(directory, `report-${index}.pdf`);
      const said = await runPrinter(printer, { html: page, pdf, profile });
      if (said === null && isPdf(pdf)) {
        return readFileSync(pdf);
      }
      attempts.push({ program: printer.path, said: said ?? 'no PDF' });
    }
    throw printFailed(attempts);
  } finally {
    // A browser may hold its profile open a moment longer.
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
