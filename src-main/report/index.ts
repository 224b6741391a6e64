/** The acceptance report as one self-contained HTML file: for the screen, and for print by the same Chromium. */
import type { ReportDocument } from '../contract/report.ts';
import { checksChapter } from './checks.ts';
import { conclusionChapter } from './conclusion.ts';
import { contentSum } from './content-sum.ts';
import { coverChapter } from './cover.ts';
import { signatureChapter, vmtoolsChapter, writeBackChapter } from './hand-over.ts';
import type { Html } from './markup.ts';
import type { Page } from './page.ts';
import { pageShell } from './page-shell.ts';
import {
  accountsChapter,
  executionChapter,
  hostsChapter,
  interventionsChapter,
  remainingChapter,
} from './record.ts';
import { runningTexts, styleSheet } from './style.ts';
import { chinese } from './texts-chinese.ts';
import { english } from './texts-english.ts';
import { createTimes } from './times.ts';

const chapters: readonly ((page: Page) => Html)[] = [
  coverChapter,
  conclusionChapter,
  hostsChapter,
  checksChapter,
  executionChapter,
  interventionsChapter,
  remainingChapter,
  accountsChapter,
  vmtoolsChapter,
  writeBackChapter,
  signatureChapter,
];

/**
 * Renders the report. The page holds no script and asks for nothing from outside; everything in the document is
 * escaped. Same document, same bytes. A practice run says on every page that it is not for acceptance.
 * Throws INPUT_INVALID when the document's time zone is not an IANA name.
 */
export function renderReport(document: ReportDocument, language: 'zh-CN' | 'en'): string {
  const texts = language === 'en' ? english : chinese;
  const times = createTimes(document.timeZone, document.madeAt);
  const page: Page = { document, texts, times, sum: contentSum(document) };
  const running = runningTexts(page);
  const practiceTitle = document.practice ? `${texts.practice} · ` : '';
  return pageShell(
    {
      language: texts.language,
      title: texts.title,
      subtitle: texts.subtitle,
      running,
      windowTitle: `${practiceTitle}${texts.title} ${document.number}`,
      practice: document.practice ? texts.practice : null,
      style: styleSheet(page, running),
    },
    chapters.map((write) => write(page)),
  );
}
