import { AppError } from '../../../contract/errors.ts';
import type { PlanCheck } from '../../../contract/configure.ts';
import { openForReading } from '../access.ts';
import type { CommandLine } from '../command-line.ts';
import { requireWord } from '../command-line.ts';
import type { Output } from '../output.ts';
import { textsOf } from '../texts.ts';

const exitForErrors = 2;

function findingsText({ findings, counts }: PlanCheck, command: CommandLine): string {
  const texts = textsOf(command.language);
  if (findings.length === 0) return `${texts.noFindings}\n`;
  const lines = findings.map(({ severity, code, sheet, cell, message, fix }) => {
    return `${texts.severity[severity]}  ${sheet}!${cell}  ${message}${fix === undefined ? '' : ` → ${fix}`}  (${code})`;
  });
  return `${lines.join('\n')}\n${texts.counts(counts.error, counts.warning, counts.info)}\n`;
}

/** `plan check | show | findings <workbook>`: looks at a workbook, sends nothing. */
export async function planCommand(command: CommandLine, output: Output): Promise<number> {
  const action = requireWord(command, 1, 'what to do with the plan');
  const path = command.path(requireWord(command, 2, 'the workbook'));
  const access = await openForReading(command);
  try {
    const { client } = access;
    const { grant } = await client.files.grant({ path });
    const { profile } = command.values;
    const request = {
      file: grant,
      language: command.language,
      ...(profile === undefined ? {} : { profile }),
    };
    if (action === 'check') {
      const check = await client.plan.check(request);
      output.answer(check, () => findingsText(check, command));
      return check.counts.error > 0 ? exitForErrors : 0;
    }
    if (action === 'show') {
      const { plan } = await client.plan.read(request);
      output.answer(plan, () => `${JSON.stringify(plan, null, 2)}\n`);
      return 0;
    }
    if (action !== 'findings')
      throw new AppError('USAGE', `plan knows check, show and findings, not ${action}`);
    const { out } = command.values;
    if (out === undefined) throw new AppError('USAGE', 'plan findings needs --out FILE.xlsx');
    const target = command.path(out);
    await client.plan.exportFindings({
      ...request,
      out: (await client.files.grantOut({ path: target })).grant,
    });
    output.answer({ path: target }, () => `${textsOf(command.language).written(target)}\n`);
    return 0;
  } finally {
    await access.close();
  }
}
