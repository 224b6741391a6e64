import { shortSum } from './content-sum.ts';
import { cssString } from './markup.ts';
import type { Page } from './page.ts';

/** Room for the site's names in the running header, in half-width characters; the cover has them in full. */
const headerWidth = { alone: 84, besidePracticeMark: 44 };

function shortened(text: string, width: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += (character.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2;
    if (used > width) {
      return `${kept}…`;
    }
    kept += character;
  }
  return kept;
}

/** The site's names as far as the header has room for them. */
export const siteInHeader = (names: readonly string[], practice: boolean): string =>
  shortened(names.join('　'), practice ? headerWidth.besidePracticeMark : headerWidth.alone);

/** What stands above and below every page, on paper and on screen. */
export interface RunningTexts {
  readonly site: string;
  readonly number: string;
  readonly product: string;
  readonly madeAt: string;
}

export function runningTexts({ document, texts, times, sum }: Page): RunningTexts {
  const { customer, project, dataCenter } = document.cover;
  const known = [customer, project, dataCenter].flatMap((name) =>
    name === null || name.trim() === '' ? [] : [name],
  );
  return {
    site: siteInHeader(known, document.practice),
    number: `${texts.cover.reportNumber} ${document.number}`,
    product: `Sitewright ${document.productVersion} · ${texts.footer.sum} ${shortSum(sum)}`,
    madeAt: times.withZone(document.madeAt),
  };
}

/** What the style of a page is made from; {@link Page} is one. */
export interface Styled {
  readonly document: { readonly practice: boolean };
  readonly texts: Pick<Page['texts'], 'practice' | 'footer'>;
}

/** Margin boxes are what browsers fill on every printed page, whatever its number. */
function pageRules({ document, texts }: Styled, running: RunningTexts): string {
  const { pageBefore, pageBetween, pageAfter } = texts.footer;
  const count = `${cssString(`${running.madeAt}　　${pageBefore}`)} counter(page) ${cssString(pageBetween)} counter(pages) ${cssString(pageAfter)}`;
  const head =
    'vertical-align: bottom; border-bottom: .6pt solid #000; padding-bottom: 3px; margin-bottom: 4mm; white-space: nowrap;';
  const foot =
    'vertical-align: top; border-top: .6pt solid #000; padding-top: 3px; margin-top: 4mm; white-space: nowrap;';
  const practice = document.practice
    ? `@top-center { content: ${cssString(texts.practice)}; ${head} font-weight: 700; text-align: center; }`
    : '';
  return `
@page {
  size: A4; margin: 24mm 18mm 20mm 20mm; font: 10.5px/14px var(--sans); color: #000;
  @top-left { content: ${cssString(running.site)}; ${head} text-align: left; padding-right: 12px; }
  ${practice}
  @top-right { content: ${cssString(running.number)}; ${head} text-align: right; }
  @bottom-left { content: ${cssString(running.product)}; ${foot} text-align: left; }
  @bottom-right { content: ${count}; ${foot} text-align: right; }
}`;
}

const sheetRules = `
:root {
  --sans: "Segoe UI", "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  --serif: "Source Han Serif SC", SimSun, "Songti SC", "Noto Serif CJK SC", "Noto Serif SC", serif;
  --mono: "Cascadia Mono", Consolas, Menlo, "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; color: #000; font: 13px/21px var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1 { font: 700 25px/34px var(--serif); text-align: center; margin: 8px 0 2px; }
:lang(zh) h1 { letter-spacing: 6px; padding-left: 6px; }
.subtitle { font: 13px/20px var(--serif); text-align: center; margin: 0 0 8px; }
h2 { font: 700 15px/22px var(--serif); margin: 18px 0 6px; break-after: avoid; }
h3 { font: 700 13.5px/20px var(--serif); margin: 12px 0 5px; break-after: avoid; }
p { margin: 0 0 6px; orphans: 2; widows: 2; text-wrap: pretty; }
.gap { display: inline-block; width: 1em; }
ol, ul { margin: 2px 0 0; padding-left: 20px; }
li { break-inside: avoid; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 12px; line-height: 18px; margin: 0 0 6px; }
td, th { border: .6pt solid #444; padding: 4px 6px; text-align: left; font-weight: 400; vertical-align: middle; }
td { white-space: pre-line; }
th { background: #f0f0f0; font-weight: 600; word-break: keep-all; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.facts, .sums { break-inside: avoid; }
.facts col.label { width: 84px; }
:lang(en) .facts col.label { width: 116px; }
.scope td { vertical-align: top; }
.dense { font-size: 11px; line-height: 16px; }
.dense td, .dense th { padding: 2.4px 6px; }
.dense .center { padding-left: 2px; padding-right: 2px; }
.center { text-align: center; }
.group { break-after: avoid; }
.group th { background: #f7f7f7; }
.exact { font-family: var(--mono); font-size: .9em; }
.dense .exact { font-size: 9.5px; }
.note { font-size: 10.5px; line-height: 16px; margin-top: 6px; }
.intro { break-after: avoid; }
.verdicts { display: flex; gap: 26px; border: 1.2pt solid #000; padding: 8px 14px; margin-bottom: 8px; break-inside: avoid; }
.choice { display: flex; align-items: center; gap: 6px; }
.box { width: 13px; height: 13px; border: 1pt solid #000; display: grid; place-items: center; font: 700 12px/11px var(--sans); }
.signature { break-inside: avoid; }
.parties { display: grid; grid-template-columns: 1fr 1fr; border: .6pt solid #444; }
.party { padding: 0 16px 14px; }
.party + .party { border-left: .6pt solid #444; }
.blank { display: flex; align-items: flex-end; gap: 10px; height: 30px; margin: 0; }
.blank span { flex: 0 0 auto; min-width: 64px; }
.blank i { flex: 1; border-bottom: .6pt solid #000; min-height: 21px; padding: 0 4px; font-style: normal; }
.remark { margin-top: 8px; }
.watermark { display: none; }`;

const screenRules = `
@media screen {
  html { background: #8d9499; }
  body { padding: 16px 0; }
  .sheet { width: 210mm; max-width: 100%; margin: 0 auto; background: #fff; padding: 16mm 18mm 12mm 20mm; }
  .running { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; font-size: 10.5px; line-height: 15px; }
  .head { border-bottom: .6pt solid #000; padding-bottom: 3px; margin-bottom: 20px; }
  .foot { border-top: .6pt solid #000; padding-top: 3px; margin-top: 28px; }
  .practice { position: sticky; top: 0; z-index: 1; margin: -16px 0 16px; padding: 6px 16px; background: #8a2f7d; color: #fff; font-weight: 600; text-align: center; }
}
@media print {
  .running, .practice { display: none; }
  .sheet { padding: 0 1px; }
  .watermark { display: flex; align-items: center; justify-content: center; position: fixed; inset: 0; pointer-events: none; }
  .watermark span { flex: none; transform: rotate(-32deg); font: 700 54px/1.2 var(--serif); letter-spacing: 4px; color: #000; opacity: .1; white-space: nowrap; }
  .watermark span:lang(en) { font-size: 31px; letter-spacing: 1px; }
}`;

/** The whole style sheet: a sheet of paper on screen, A4 pages with running header and footer in print. */
export function styleSheet(page: Styled, running: RunningTexts): string {
  return `${sheetRules}${screenRules}${pageRules(page, running)}\n`;
}
