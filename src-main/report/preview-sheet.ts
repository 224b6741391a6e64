/** The preview of a run as one self-contained HTML file that is signed before anything is changed. */
import type { PreviewDocument } from '../contract/run.ts';
import { textIn, type Language, type Text } from '../contract/text.ts';
import { signatureBlock } from './hand-over.ts';
import { type Html, fragment } from './markup.ts';
import {
  cell,
  centered,
  chapter,
  exact,
  factTable,
  grouped,
  lines,
  orDash,
  row,
  table,
  wordOf,
} from './page.ts';
import { pageShell } from './page-shell.ts';
import { previewTexts } from './preview-texts.ts';
import { styleSheet } from './style.ts';
import { type Texts, chinese } from './texts-chinese.ts';
import { english } from './texts-english.ts';
import { createTimes, type Times } from './times.ts';

/** What is signed. Holds no secrets; times are ISO 8601. */
export interface PreviewSheet {
  readonly practice: boolean;
  readonly productVersion: string;
  readonly timeZone: string;
  readonly madeAt: string;
  readonly readAt: string;
  readonly customer: string | null;
  readonly project: string | null;
  readonly dataCenter: string | null;
  readonly clusterName: string | null;
  /** Base URL of a real site; null for the practice site of this machine. */
  readonly address: string | null;
  readonly workbook: { readonly fileName: string; readonly profile: string; readonly sha256: string };
  readonly iso: { readonly fileName: string; readonly sizeBytes: number } | null;
  readonly steps: PreviewDocument['steps'];
  readonly leftOut: PreviewDocument['leftOut'];
  readonly identity: PreviewDocument['identity'];
}

type Step = PreviewSheet['steps'][number];

interface Sheet {
  readonly sheet: PreviewSheet;
  readonly language: Language;
  readonly texts: Texts;
  readonly words: (typeof previewTexts)[Language];
  readonly times: Times;
  readonly say: (text: Text) => string;
}

const changes = ({ looksOnly, verdict }: Step): boolean => !looksOnly && verdict !== 'done';

function basisChapter({ sheet, words, times, texts }: Sheet): Html {
  const { basis } = words;
  const workbook = lines([
    fragment`${sheet.workbook.fileName}${texts.inBrackets(texts.cover.profile(sheet.workbook.profile))}`,
    exact(`SHA-256 ${sheet.workbook.sha256}`),
  ]);
  const iso =
    sheet.iso === null
      ? basis.noIso
      : `${sheet.iso.fileName}${texts.inBrackets(texts.bytes(grouped(sheet.iso.sizeBytes)))}`;
  const facts = factTable([
    { label: basis.customer, value: orDash(sheet.customer) },
    { label: basis.project, value: orDash(sheet.project) },
    { label: basis.dataCenter, value: orDash(sheet.dataCenter) },
    { label: basis.cluster, value: orDash(sheet.clusterName) },
    {
      label: basis.site,
      value: sheet.address === null ? basis.practiceSite : exact(sheet.address),
      wide: true,
    },
    { label: basis.identity, value: exact(orDash(sheet.identity?.join(' ') ?? null)), wide: true },
    { label: basis.readAt, value: times.withZone(sheet.readAt) },
    { label: basis.madeAt, value: times.withZone(sheet.madeAt) },
    { label: basis.workbook, value: workbook, wide: true },
    { label: basis.iso, value: iso, wide: true },
  ]);
  return chapter(
    { number: 1, title: words.chapters.basis },
    fragment`${facts}<p class="note">${basis.note}</p>`,
  );
}

function scopeChapter({ sheet: { steps }, words }: Sheet): Html {
  const { scope, chapters } = words;
  const changing = steps.filter(changes);
  const count = (of: readonly Step[]): string => scope.count(grouped(of.length));
  const facts = factTable([
    { label: scope.steps, value: count(steps) },
    { label: scope.same, value: count(steps.filter((step) => !changes(step))) },
    { label: scope.changes, value: count(changing) },
    { label: scope.final, value: count(changing.filter(({ undo }) => undo === 'none')) },
    { label: scope.unreadable, value: count(changing.filter(({ verdict }) => verdict === 'unreadable')) },
    { label: scope.blocked, value: count(changing.filter(({ verdict }) => verdict === 'blocked')) },
  ]);
  return chapter({ number: 2, title: chapters.scope }, facts);
}

function nowOf({ verdict, found }: Step, { words, say }: Sheet): string {
  const seen = found === undefined ? '' : say(found);
  const mark = verdict === 'unreadable' || verdict === 'blocked' ? words.verdicts[verdict] : '';
  return orDash([mark, seen].filter((part) => part !== '').join('\n'));
}

/** A line for each sheet: `主机规划!E3, F3, G3`. */
function cellList(cells: Step['cells']): Html {
  const sheets = [...new Set(cells.map(({ sheet }) => sheet))];
  return lines(
    sheets.map((sheet) => {
      const names = cells.filter((one) => one.sheet === sheet).map(({ cell: name }) => name);
      return fragment`${sheet}!${names.join(', ')}`;
    }),
  );
}

function stepRow(step: Step, position: number, of: Sheet): Html {
  const { words, say } = of;
  const what = lines([fragment`${say(step.title)}`, ...step.calls.map((call) => exact(say(call)))]);
  const then = step.change === undefined ? '' : say(step.change);
  return row([
    centered(position),
    cell(what),
    cell(nowOf(step, of)),
    cell(step.verdict === 'done' ? words.verdicts.same : orDash(then)),
    cell(changes(step) ? words.undo[step.undo] : '—'),
    cell(cellList(step.cells)),
  ]);
}

function stepsChapter(of: Sheet): Html {
  const { sheet, words } = of;
  const groups = [...new Set(sheet.steps.map(({ group }) => group))].map((group) => ({
    heading: fragment`${wordOf(words.groups, group)}`,
    rows: sheet.steps.flatMap((step, index) => (step.group === group ? [stepRow(step, index + 1, of)] : [])),
  }));
  const columns = [
    { title: of.texts.number, widthPx: 34, centered: true },
    { title: words.steps.what, widthPx: 186 },
    { title: words.steps.now },
    { title: words.steps.then },
    { title: words.steps.undo, widthPx: 62 },
    { title: words.steps.cells, widthPx: 96 },
  ];
  return chapter({ number: 3, title: words.chapters.steps }, table(columns, groups, 'dense scope'));
}

function leftOutChapter({ sheet, words, texts, say }: Sheet): Html {
  const heading = { number: 4, title: words.chapters.leftOut };
  if (sheet.leftOut.length === 0) {
    return chapter(heading, fragment`<p class="empty">${texts.none}</p>`);
  }
  const rows = sheet.leftOut.map(({ key, because, title, cells = [] }, index) => {
    const what = title === undefined ? exact(key) : fragment`${say(title)}`;
    return row([centered(index + 1), cell(what), cell(say(because)), cell(cellList(cells))]);
  });
  const columns = [
    { title: texts.number, widthPx: 34, centered: true },
    { title: words.leftOut.what, widthPx: 186 },
    { title: words.leftOut.because },
    { title: words.steps.cells, widthPx: 96 },
  ];
  return chapter(heading, table(columns, [{ heading: null, rows }], 'dense'));
}

/**
 * Renders what is to be signed. The page holds no script and asks for nothing from outside; everything in it is
 * escaped. Throws INPUT_INVALID when the time zone is not an IANA name.
 */
export function renderPreview(sheet: PreviewSheet, language: Language): string {
  const texts = language === 'en' ? english : chinese;
  const words = previewTexts[language];
  const times = createTimes(sheet.timeZone, sheet.madeAt);
  const of: Sheet = { sheet, language, texts, words, times, say: (text) => textIn(text, language) };
  const site = [sheet.customer, sheet.project, sheet.clusterName].filter((part) => part !== null).join('　');
  const running = {
    site,
    number: words.title,
    madeAt: times.withZone(sheet.madeAt),
    product: `Sitewright ${sheet.productVersion} · SHA-256 ${sheet.workbook.sha256.slice(0, 12)}`,
  };
  const style = styleSheet({ document: sheet, texts: { ...texts, practice: words.practice } }, running);
  return pageShell(
    {
      language: texts.language,
      title: words.title,
      subtitle: words.subtitle,
      running,
      style,
      windowTitle: `${words.title} ${site}`,
      practice: sheet.practice ? words.practice : null,
    },
    [
      ...[basisChapter, scopeChapter, stepsChapter, leftOutChapter].map((write) => write(of)),
      chapter({ number: 5, title: words.chapters.sign }, signatureBlock(texts.signature, words.statement)),
    ],
  );
}
