import type { Finding } from '../../contract/finding.ts';
import { textIn, type Language, type Text } from '../../contract/text.ts';
import { withUnseenShown } from '../grid/characters.ts';
import { severityOf, type FindingText, type Problem } from './catalog.ts';
import { chineseTexts } from './texts-zh.ts';
import { englishTexts } from './texts-en.ts';

/** Puts a problem into words. */
export function describeProblem(problem: Problem): Finding {
  const said = (part: keyof FindingText): Text => ({
    zh: filled(chineseTexts[problem.code][part], problem.details, 'zh-CN'),
    en: filled(englishTexts[problem.code][part], problem.details, 'en'),
  });
  return {
    code: problem.code,
    severity: severityOf[problem.code],
    sheet: problem.at.sheet,
    cell: problem.at.cell,
    message: said('message'),
    fix: said('fix'),
    ...(problem.blocks === undefined || problem.blocks.length === 0 ? {} : { blocks: [...problem.blocks] }),
  };
}

function filled(template: string, details: Problem['details'], language: Language): string {
  return template.replace(/\{([a-z]+)\}/gi, (whole, name: string) => {
    const detail = details?.[name] ?? whole;
    const said = typeof detail === 'string' ? detail : textIn(detail, language);
    // A message is one line, whatever the cell holds.
    return withUnseenShown(said).replace(/[\t\r\n]+/g, ' ');
  });
}
