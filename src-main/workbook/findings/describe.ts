import type { Finding } from '../../contract/finding.ts';
import { severityOf, type Language, type Problem } from './catalog.ts';
import { chineseTexts } from './texts-zh.ts';
import { englishTexts } from './texts-en.ts';

const textsOf = { 'zh-CN': chineseTexts, en: englishTexts } as const;

/** Puts a problem into words. */
export function describeProblem(problem: Problem, language: Language): Finding {
  const { message, fix } = textsOf[language][problem.code];
  const fill = (template: string): string =>
    template.replace(/\{([a-z]+)\}/gi, (whole, name: string) => {
      const detail = problem.details?.[name];
      return detail === undefined ? whole : typeof detail === 'string' ? detail : detail[language];
    });
  return {
    code: problem.code,
    severity: severityOf[problem.code],
    sheet: problem.at.sheet,
    cell: problem.at.cell,
    message: fill(message),
    fix: fill(fix),
    ...(problem.blocks === undefined || problem.blocks.length === 0 ? {} : { blocks: [...problem.blocks] }),
  };
}
