import { basename } from 'node:path';
import { BrowserWindow, dialog } from 'electron';
import type { AppClient } from '../../api/wire/client.ts';
import { pageOrigin, type SavedFile } from '../../contract/desktop.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import { textIn, type Language } from '../../contract/text.ts';
import { isOurPdf, markedPdf, writeNamedOutput } from '../../runtime-files.ts';
import { reportPath } from './report-frame.ts';
import { texts } from './texts.ts';

export interface ReportPdfParts {
  readonly window: () => BrowserWindow | null;
  readonly client: () => AppClient;
  readonly language: () => Language;
  readonly home: string;
}

const patienceMs = 60_000;

/**
 * Saves the report of a run as a PDF where a person says in the system's dialog; null when they say nowhere. What the
 * owner refuses to make is refused before anybody is asked. The page learns the name and the size, never the path.
 */
export async function saveReport(
  run: string,
  language: Language,
  parts: ReportPdfParts,
): Promise<SavedFile | null> {
  const reports = await parts.client().reports.document({ run });
  const path = await askWhere(`${reports[language].number}.pdf`, parts);
  if (path === null) {
    return null;
  }
  const pdf = markedPdf(await printReport(run, language));
  // The dialog has asked whether an existing file may be replaced.
  const rules = { endings: ['.pdf'], inputs: [], home: parts.home, overwrite: true, isOurs: isOurPdf };
  try {
    await writeNamedOutput(path, pdf, rules);
  } catch (thrown) {
    throw isAppError(thrown) ? unwritable(path, thrown) : thrown;
  }
  return { name: basename(path), sizeBytes: pdf.byteLength };
}

async function askWhere(name: string, { window, language }: ReportPdfParts): Promise<string | null> {
  const options = {
    title: textIn(texts.saveReport, language()),
    // What stands in it could be anything that a plan says.
    defaultPath: name.replace(/[^\p{L}\p{N}._-]+/gu, '-'),
    filters: [{ name: textIn(texts.pdf, language()), extensions: ['pdf'] }],
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  };
  const shown = window();
  const { canceled, filePath } =
    shown === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(shown, options);
  return canceled || filePath === '' ? null : filePath;
}

/** Prints the address that the page shows in a frame, in a window that nobody sees and that runs no script. */
async function printReport(run: string, language: Language): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(notPrinted(null)), patienceMs);
    window.webContents.on('render-process-gone', () => reject(notPrinted(null)));
  });
  try {
    return await Promise.race([printed(window, `${pageOrigin}${reportPath(run, language)}`), tooLong]);
  } finally {
    clearTimeout(timer);
    window.destroy();
  }
}

async function printed({ webContents }: BrowserWindow, address: string): Promise<Uint8Array> {
  let status = 0;
  webContents.on('did-navigate', (_event, _address, answered) => {
    status = answered;
  });
  try {
    await webContents.loadURL(address);
    // A refusal is a document too.
    if (status === 200) {
      return await webContents.printToPDF({ printBackground: true, preferCSSPageSize: true });
    }
  } catch (thrown) {
    throw notPrinted(thrown);
  }
  throw notPrinted(null);
}

const notPrinted = (cause: unknown): AppError =>
  new AppError(
    'PRINT_FAILED',
    {
      zh: 'PDF 打印失败；请重试，或下载 HTML，用浏览器打开后打印为 PDF。',
      en: 'Printing the PDF failed. Retry, or download the HTML, open it in a browser and print it to PDF.',
    },
    cause === null ? {} : { cause },
  );

/** As the page may hear of it: the file by its name only. */
function unwritable(path: string, cause: AppError): AppError {
  const name = basename(path);
  const text =
    cause.code === 'INPUT_INVALID'
      ? {
          zh: `${name} 不能保存在该位置；请换一个文件夹，文件名以 .pdf 结尾。`,
          en: `${name} cannot be saved there. Choose another folder and a file name that ends with .pdf.`,
        }
      : {
          zh: `无法写入 ${name}；请关闭正在使用它的程序，或换一个位置，然后重试。`,
          en: `${name} cannot be written. Close the program that has it open or choose another location, then retry.`,
        };
  return new AppError(cause.code, text, { data: { name }, cause });
}
