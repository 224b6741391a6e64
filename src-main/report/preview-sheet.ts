/** The preview of a run as one self-contained HTML file that is signed before anything is changed. */
import type { ReportBlock, Worded } from '../contract/report-blocks.ts';
import { isChange, type PreviewStep, type TotalLine } from '../contract/preview-scope.ts';
import type { ReportDraft } from '../contract/report.ts';
import type { PreviewDocument } from '../contract/run.ts';
import { type Language, type Localized, localized, type Text } from '../contract/text.ts';
import { blocksHtml } from './blocks.ts';
import { type Html, fragment, nothing } from './markup.ts';
import {
  type Wording,
  cell,
  centered,
  chapter,
  emptyLine,
  exact,
  factTable,
  grouped,
  lines,
  orDash,
  row,
  table,
} from './page.ts';
import { pageShell } from './page-shell.ts';
import { previewTexts } from './preview-texts.ts';
import { handlingTable } from './record.ts';
import { signatureBlock } from './signature.ts';
import { siteInHeader, styleSheet } from './style.ts';
import { chinese } from './texts-chinese.ts';
import { english } from './texts-english.ts';
import { createTimes } from './times.ts';

/** Where a step or what was left out has its values from, a line each. */
interface Sources {
  readonly sources: readonly string[];
}

/** What is signed. Holds no secrets; times are ISO 8601. The basis is the engine's to describe. */
export interface PreviewSheet {
  readonly practice: boolean;
  readonly productVersion: string;
  readonly timeZone: string;
  readonly madeAt: string;
  readonly subtitle: Text;
  /** Who signs for the work; null leaves the line empty. */
  readonly engineer: string | null;
  /** Of the customer and the site, as they are known. */
  readonly names: readonly string[];
  /** Of the file the run will be made from, 64 hex digits. */
  readonly sha256: string;
  readonly basis: readonly Worded<ReportBlock>[];
  /** What it comes to, as the page lists it. */
  readonly totals: readonly TotalLine[];
  /** What stands in the way of the whole run, in a sentence; null for nothing. */
  readonly obstacle: Text | null;
  /** The steps that are to be executed, in groups, each with what its steps come to. */
  readonly groups: readonly { readonly heading: Text; readonly steps: readonly SignedStep[] }[];
  readonly leftOut: readonly (Omit<PreviewDocument['leftOut'][number], 'cells'> & Sources)[];
  /** What makes the plan another one than the file says. */
  readonly decided: ReportDraft['interventions'];
}

/** A step with what only the run will know of it. */
type SignedStep = Omit<PreviewStep, 'cells'> & Sources & { readonly later: readonly Text[] };

type Shown = Localized<PreviewSheet>;
type Step = Localized<SignedStep>;

interface Page extends Wording {
  readonly sheet: Shown;
  readonly words: (typeof previewTexts)[Language];
}

function basisChapter(page: Page): Html {
  return chapter({ number: 1, title: page.words.chapters.basis }, blocksHtml(page, page.sheet.basis));
}

function scopeChapter({ sheet: { totals, obstacle }, words }: Page): Html {
  const facts = factTable(
    totals.map(({ title, count }) => ({ label: title, value: words.scope.count(grouped(count)) })),
  );
  const blocked = obstacle === null ? nothing : fragment`<p class="intro"><b>${obstacle}</b></p>`;
  return chapter({ number: 2, title: words.chapters.scope }, fragment`${blocked}${facts}`);
}

function nowOf({ verdict, found = '' }: Step, { words }: Page): string {
  const mark = verdict === 'unreadable' || verdict === 'blocked' ? words.verdicts[verdict] : '';
  return orDash([mark, found].filter((part) => part !== '').join('\n'));
}

function thenOf({ verdict, looksOnly, change = '', later }: Step, { words }: Page): string {
  if (verdict === 'done') {
    return looksOnly ? words.verdicts.looksOnly : words.verdicts.same;
  }
  const planned = verdict === 'blocked' ? words.verdicts.later : change;
  return orDash([planned, ...later].filter((part) => part !== '').join('\n'));
}

const sourceLines = ({ sources }: Localized<Sources>): Html =>
  lines(sources.map((source) => fragment`${source}`));

function stepRow(step: Step, position: number, page: Page): Html {
  const { words } = page;
  const what = lines([fragment`${step.title}`, ...step.calls.map((call) => exact(call))]);
  return row([
    centered(position),
    cell(what),
    cell(nowOf(step, page)),
    cell(thenOf(step, page)),
    cell(isChange(step) ? words.undo[step.undo] : '—'),
    cell(sourceLines(step)),
  ]);
}

function stepsChapter(page: Page): Html {
  const { sheet, words, texts } = page;
  let position = 0;
  const groups = sheet.groups.map(({ heading, steps }) => ({
    heading: fragment`${heading}`,
    rows: steps.map((step) => stepRow(step, (position += 1), page)),
  }));
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: words.steps.what, widthPx: 180 },
    { title: words.steps.now },
    { title: words.steps.then },
    { title: words.steps.undo, widthPx: 80 },
    { title: words.steps.sources, widthPx: 96 },
  ];
  return chapter({ number: 3, title: words.chapters.steps }, table(columns, groups, 'dense scope'));
}

function leftOutChapter(page: Page): Html {
  const { sheet, words, texts } = page;
  const heading = { number: 4, title: words.chapters.leftOut };
  if (sheet.leftOut.length === 0) {
    return chapter(heading, emptyLine(page));
  }
  const rows = sheet.leftOut.map((left, index) => {
    const what = left.title === undefined ? exact(left.key) : fragment`${left.title}`;
    return row([centered(index + 1), cell(what), cell(left.because), cell(sourceLines(left))]);
  });
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: words.leftOut.what, widthPx: 186 },
    { title: words.leftOut.because },
    { title: words.steps.sources, widthPx: 96 },
  ];
  return chapter(heading, table(columns, [{ heading: null, rows }], 'dense'));
}

function decidedChapter(page: Page): Html {
  const { sheet, words } = page;
  return chapter(
    { number: 5, title: words.chapters.decided },
    sheet.decided.length === 0 ? emptyLine(page) : handlingTable(page, sheet.decided),
  );
}

/**
 * Renders what is to be signed. The page holds no script and asks for nothing from outside; everything in it is
 * escaped. Throws INPUT_INVALID when the time zone is not an IANA name.
 */
export function renderPreview(signed: PreviewSheet, language: Language): string {
  const texts = language === 'en' ? english : chinese;
  const words = previewTexts[language];
  const sheet = localized(signed, language);
  const times = createTimes(sheet.timeZone, sheet.madeAt);
  const page: Page = { sheet, texts, words, times, sum: null };
  const site = sheet.names.join('　');
  const running = {
    site: siteInHeader(sheet.names, sheet.practice),
    number: words.title,
    madeAt: times.withZone(sheet.madeAt),
    product: `Sitewright ${sheet.productVersion} · SHA-256 ${sheet.sha256.slice(0, 12)}`,
  };
  const style = styleSheet(
    { document: sheet, texts: { practice: words.practice, footer: texts.footer } },
    running,
  );
  return pageShell(
    {
      language: texts.language,
      title: words.title,
      subtitle: sheet.subtitle,
      running,
      style,
      windowTitle: `${words.title} ${site}`,
      practice: sheet.practice ? words.practice : null,
    },
    [
      basisChapter(page),
      scopeChapter(page),
      stepsChapter(page),
      leftOutChapter(page),
      decidedChapter(page),
      chapter(
        { number: 6, title: words.chapters.sign },
        signatureBlock(texts.signature, words.statement, sheet.engineer),
      ),
    ],
  );
}
