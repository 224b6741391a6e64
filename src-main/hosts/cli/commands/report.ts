import { extname } from 'node:path';
import { AppError } from '../../../contract/errors.ts';
import {
  isOurPage,
  isOurPdf,
  markedPdf,
  requireOutputPath,
  writeNamedOutput,
} from '../../../runtime-files.ts';
import { homeOf, openForReading, withAccess } from '../access.ts';
import { type CommandLine, requireNoMore, requireWord } from '../command-line.ts';
import type { Output } from '../output.ts';
import { textsOf } from '../texts.ts';

/** `report ID --out FILE.html`, or `FILE.pdf`: the acceptance report, whole or not at all. */
export async function reportCommand(command: CommandLine, output: Output): Promise<number> {
  const run = requireWord(command, 1, { zh: '执行任务编号', en: 'run ID' });
  requireNoMore(command, 2);
  const { out, overwrite = false } = command.values;
  if (out === undefined) {
    throw new AppError('USAGE', {
      zh: 'report 需要 --out FILE.html 或 --out FILE.pdf。',
      en: 'report needs --out FILE.html or --out FILE.pdf.',
    });
  }
  const path = command.path(out);
  const isPdf = extname(path).toLowerCase() === '.pdf';
  const rules = {
    endings: ['.html', '.pdf'],
    inputs: [],
    home: homeOf(command),
    overwrite,
    isOurs: isPdf ? isOurPdf : isOurPage,
  };
  // Before a report is made and printed for nothing.
  await requireOutputPath(path, rules);
  const html = await withAccess(
    () => openForReading(command),
    ({ client }) => client.reports.make({ run, language: command.language }),
  );
  await writeNamedOutput(path, isPdf ? await printed(html) : html, rules);
  output.answer({ path }, () => [textsOf(command.language).written(path)]);
  return 0;
}

async function printed(html: string): Promise<Uint8Array> {
  const { printPdf } = await import('../print/print-pdf.ts');
  return markedPdf(await printPdf(html));
}
