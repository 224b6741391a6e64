/** The acceptance report as one self-contained HTML file: for the screen, and for print by the same Chromium. */
import type { ReportDocument, ReportDraft, SharedChapter } from '../contract/report.ts';
import { type Language, localized } from '../contract/text.ts';
import { blocksHtml } from './blocks.ts';
import { checksChapter } from './checks.ts';
import { conclusionChapter } from './conclusion.ts';
import { contentSum } from './content-sum.ts';
import { coverChapter } from './cover.ts';
import type { Html } from './markup.ts';
import { type Page, type StateWords, chapter, emptyLine } from './page.ts';
import { pageShell } from './page-shell.ts';
import { executionChapter, interventionsChapter, remainingChapter } from './record.ts';
import { runStateWords, stepStateWords, stepWord } from '../contract/state-words.ts';
import { signatureChapter } from './signature.ts';
import { runningTexts, styleSheet } from './style.ts';
import { chinese } from './texts-chinese.ts';
import { english } from './texts-english.ts';
import { createTimes } from './times.ts';

const shared: Readonly<Record<SharedChapter, (page: Page, number: number) => Html>> = {
  cover: coverChapter,
  conclusion: conclusionChapter,
  checks: checksChapter,
  execution: executionChapter,
  interventions: interventionsChapter,
  remaining: remainingChapter,
  signature: signatureChapter,
};

const stateWordsIn = (language: Language): StateWords => ({
  runs: localized(runStateWords, language),
  steps: localized(stepStateWords, language),
  adopted: localized(stepWord({ state: 'succeeded', adopted: true }), language),
});

function chapterHtml(page: Page, described: ReportDocument['chapters'][number], index: number): Html {
  const number = index + 1;
  if (typeof described === 'string') {
    return shared[described](page, number);
  }
  const { title, blocks } = described;
  return chapter({ number, title }, blocks.length === 0 ? emptyLine(page) : blocksHtml(page, blocks));
}

/**
 * Renders the report. The page holds no script and asks for nothing from outside; everything in the document is
 * escaped. Same document, same bytes, and the same content sum in every language. A practice run says on every page that
 * it is not for acceptance. Throws INPUT_INVALID when the document's time zone is not an IANA name.
 */
export function renderReport(draft: ReportDraft, language: Language): string {
  const document: ReportDocument = localized(draft, language);
  const texts = language === 'en' ? english : chinese;
  const times = createTimes(document.timeZone, document.madeAt);
  const page: Page = { document, texts, times, sum: contentSum(draft), words: stateWordsIn(language) };
  const running = runningTexts(page);
  const practiceTitle = document.practice ? `${texts.practice} · ` : '';
  return pageShell(
    {
      language: texts.language,
      title: document.title,
      subtitle: document.subtitle,
      running,
      windowTitle: `${practiceTitle}${document.title} ${document.number}`,
      practice: document.practice ? texts.practice : null,
      style: styleSheet(page, running),
    },
    document.chapters.map((described, index) => chapterHtml(page, described, index)),
  );
}
