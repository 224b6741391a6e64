import { counted } from '../../../../contract/counted.ts';
import type { PlanCheck } from '../../../../contract/configure.ts';
import { textIn, type Language } from '../../../../contract/text.ts';
import { openForReading, withAccess } from '../../access.ts';
import { defineCommand } from '../../define-command.ts';
import { profile, requestFor, workbook } from './of-workbook.ts';

const texts = {
  'zh-CN': {
    none: '没有发现问题',
    counts: (error: number, warning: number, info: number) => `错误 ${error}，警告 ${warning}，提示 ${info}`,
    severity: { error: '错误', warning: '警告', info: '提示' },
  },
  en: {
    none: 'No findings',
    counts: (error: number, warning: number, info: number) =>
      [counted(error, 'error'), counted(warning, 'warning'), counted(info, 'note')].join(', '),
    severity: { error: 'error', warning: 'warning', info: 'note' },
  },
};

function findingsLines({ findings, counts }: PlanCheck, language: Language): readonly string[] {
  const words = texts[language];
  if (findings.length === 0) {
    return [words.none];
  }
  const lines = findings.map(({ severity, code, sheet, cell, message, fix }) => {
    const what = fix === undefined ? [message] : [message, fix];
    const said = what.map((text) => textIn(text, language)).join(' → ');
    return `${words.severity[severity]}  ${sheet}!${cell}  ${said}  (${code})`;
  });
  return [...lines, words.counts(counts.error, counts.warning, counts.info)];
}

export const command = defineCommand({
  does: { zh: '检查规划表，列出问题', en: 'lists the findings of the workbook' },
  exits: { 2: { zh: '有错误级问题', en: 'findings of severity error' } },
  documents: {
    '': '{profile, workbook: {path, sha256}, findings: [{code, severity, sheet, cell, message, fix?, blocks?}], counts: {error, warning, info}}',
  },
  declare: (bare) => bare.addArgument(workbook).addOption(profile),
  run: ({ args: [path], options, command: line, output }) =>
    withAccess(
      () => openForReading(line),
      async (access) => {
        const request = await requestFor(access, line, { path, profile: options.profile });
        const found = await access.client.plan.check(request);
        output.answer(found, () => findingsLines(found, line.language));
        return found.counts.error > 0 ? 2 : 0;
      },
    ),
});
