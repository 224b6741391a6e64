import { AppError } from '../../../contract/errors.ts';
import type { PlanCheck } from '../../../contract/configure.ts';
import { textIn } from '../../../contract/text.ts';
import { openForReading, openForWork, withAccess } from '../access.ts';
import { type CommandLine, requireNoMore, requireWord } from '../command-line.ts';
import type { Output } from '../output.ts';
import { textsOf } from '../texts.ts';
import type { Deciding } from './plan-decisions.ts';

const exitForErrors = 2;

function findingsLines({ findings, counts }: PlanCheck, { language }: CommandLine): readonly string[] {
  const texts = textsOf(language);
  if (findings.length === 0) {
    return [texts.noFindings];
  }
  const lines = findings.map(({ severity, code, sheet, cell, message, fix }) => {
    const what = fix === undefined ? [message] : [message, fix];
    const said = what.map((text) => textIn(text, language)).join(' → ');
    return `${texts.severity[severity]}  ${sheet}!${cell}  ${said}  (${code})`;
  });
  return [...lines, texts.counts(counts.error, counts.warning, counts.info)];
}

type Look = (looking: Deciding) => Promise<number>;

async function check({ access, command, output, request }: Deciding): Promise<number> {
  const found = await access.client.plan.check(request);
  output.answer(found, () => findingsLines(found, command));
  return found.counts.error > 0 ? exitForErrors : 0;
}

async function show({ access, output, request }: Deciding): Promise<number> {
  const { plan } = await access.client.plan.read(request);
  output.answer(plan, () => JSON.stringify(plan, null, 2).split('\n'));
  return 0;
}

async function exportFindings({ access, command, output, request }: Deciding): Promise<number> {
  const { out, overwrite = false } = command.values;
  if (out === undefined) {
    throw new AppError('USAGE', {
      zh: 'plan findings 需要 --out FILE.xlsx。',
      en: 'plan findings needs --out FILE.xlsx.',
    });
  }
  const target = command.path(out);
  const { grant } = await access.client.files.grantOut({ path: target });
  await access.client.plan.exportFindings({ ...request, language: command.language, out: grant, overwrite });
  output.answer({ path: target }, () => [textsOf(command.language).written(target)]);
  return 0;
}

/** What only looks at the workbook, and what also keeps something in the home. */
const looks: Readonly<Record<string, Look>> = { check, show, findings: exportFindings };
const decisions = ['history', 'diff', 'override', 'ignore', 'mapping'] as const;

async function decisionOf(action: string): Promise<Look | null> {
  if (!(decisions as readonly string[]).includes(action)) {
    return null;
  }
  const made = await import('./plan-decisions.ts');
  const { history, difference: diff, override, ignore, mapping } = made;
  return { history, diff, override, ignore, mapping }[action] ?? null;
}

/** `plan ACTION <workbook>`: looks at a workbook and decides about it; sends nothing to a site. */
export async function planCommand(command: CommandLine, output: Output): Promise<number> {
  const action = requireWord(command, 1, { zh: '要对规划表做的操作', en: 'workbook action' });
  requireNoMore(command, action === 'ignore' ? 5 : action === 'override' ? 4 : 3);
  const look = looks[action];
  const decide = look ?? (await decisionOf(action));
  if (decide === null) {
    throw unknownAction(action);
  }
  const path = command.path(requireWord(command, 2, { zh: '规划表', en: 'workbook' }));
  const onlyLooks = look !== undefined || (action === 'mapping' && command.values.confirm === undefined);
  // What is decided about a sheet is the same when it is said twice.
  return withAccess(
    () => (onlyLooks ? openForReading(command) : openForWork(command)),
    async (access) => {
      const { grant } = await access.client.files.grant({ path });
      const { profile } = command.values;
      return decide({
        access,
        command,
        output,
        request: { file: grant, ...(profile === undefined ? {} : { profile }) },
      });
    },
  );
}

function unknownAction(action: string): AppError {
  const known = [...Object.keys(looks), ...decisions];
  return new AppError('USAGE', {
    zh: `plan 支持 ${known.join('、')}，不支持 ${action}。`,
    en: `plan supports ${known.join(', ')}, not ${action}.`,
  });
}
