import { extname } from 'node:path';
import {
  isOurPage,
  isOurPdf,
  markedPdf,
  requireOutputPath,
  writeNamedOutput,
} from '../../../runtime-files.ts';
import { homeOf, openForReading, withAccess } from '../access.ts';
import { option } from '../declare.ts';
import { defineCommand } from '../define-command.ts';
import { overwrite } from '../output-file.ts';
import { textsOf } from '../texts.ts';
import { runId } from './runs/one-run.ts';

async function printed(html: string): Promise<Uint8Array> {
  const { printPdf } = await import('../print/print-pdf.ts');
  return markedPdf(await printPdf(html));
}

export const command = defineCommand({
  does: {
    zh: '把执行任务的验收报告写入文件，要么完整写入，要么不写',
    en: 'writes the acceptance report of a run to a file, completely or not at all',
  },
  documents: { '': '{path}' },
  declare: (bare) =>
    bare
      .addArgument(runId)
      .addOption(
        option('--out <FILE>', {
          zh: '要写入的文件，FILE.html 或 FILE.pdf；PDF 由本机的 Electron、Chromium、Chrome 或 Edge 打印，没有时拒绝（PRINTER_MISSING）',
          en: 'the file to write, FILE.html or FILE.pdf; a PDF is printed by the Electron, Chromium, Chrome or Edge of this computer, and refused (PRINTER_MISSING) where there is none',
        }).makeOptionMandatory(),
      )
      .addOption(overwrite),
  async run({ args: [run], options, command: line, output }) {
    const path = line.path(options.out);
    const isPdf = extname(path).toLowerCase() === '.pdf';
    const rules = {
      endings: ['.html', '.pdf'],
      inputs: [],
      home: homeOf(line),
      overwrite: options.overwrite ?? false,
      isOurs: isPdf ? isOurPdf : isOurPage,
    };
    // Before a report is made and printed for nothing.
    await requireOutputPath(path, rules);
    const html = await withAccess(
      () => openForReading(line),
      ({ client }) => client.reports.make({ run, language: line.language }),
    );
    await writeNamedOutput(path, isPdf ? await printed(html) : html, rules);
    output.answer({ path }, () => [textsOf(line.language).written(path)]);
    return 0;
  },
});
