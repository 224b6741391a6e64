/** The acceptance report as one self-contained HTML file: for the screen, and for print by the same Chromium. */
import type { ReportDocument } from '../contract/report.ts';
import { checksChapter } from './checks.ts';
import { conclusionChapter } from './conclusion.ts';
import { contentSum } from './content-sum.ts';
import { coverChapter } from './cover.ts';
import { signatureChapter, vmtoolsChapter, writeBackChapter } from './hand-over.ts';
import type { Html } from './markup.ts';
import { fragment, nothing, styleElement } from './markup.ts';
import type { Page } from './page.ts';
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
  // The watermark comes last: a fixed box is repeated on every printed page and has to lie over the tables.
  const practiceBanner = document.practice ? fragment`<p class="practice">${texts.practice}</p>` : nothing;
  const watermark = document.practice
    ? fragment`<div class="watermark" aria-hidden="true"><span>${texts.practice}</span></div>`
    : nothing;
  return fragment`<!doctype html>
    <html lang="${texts.language}">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${practiceTitle}${texts.title} ${document.number}</title>
        ${styleElement(styleSheet(page, running))}
      </head>
      <body>
        ${practiceBanner}
        <main class="sheet">
          <div class="running head"><span>${running.site}</span><span>${running.number}</span></div>
          <h1>${texts.title}</h1>
          <p class="subtitle">${texts.subtitle}</p>
          ${chapters.map((write) => write(page))}
          <div class="running foot"><span>${running.product}</span><span>${running.madeAt}</span></div>
        </main>
        ${watermark}
      </body>
    </html>
  `.markup;
}
