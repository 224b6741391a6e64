import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGlossary, ruledOut, untranslated } from '../support/glossary.ts';
import { pairsOf, pairsOfCatalogues, sourceOf, sourcesIn } from '../support/spoken-texts.ts';

const glossary = readGlossary();

/** What each engine's pages say. */
const wordsOfEngines = readdirSync('src-renderer/pages')
  .map((name) => `src-renderer/pages/${name}/words`)
  .filter((words) => existsSync(words));

/** Every place where the product keeps what people read, and how many texts there are at least. */
const places = [
  ['the sentences of src-main', sourcesIn('src-main').flatMap(pairsOf), 700],
  [
    'the findings',
    pairsOfCatalogues('src-main/workbook/findings/texts-zh.ts', 'src-main/workbook/findings/texts-en.ts'),
    130,
  ],
  [
    'the acceptance report',
    pairsOfCatalogues('src-main/report/texts-chinese.ts', 'src-main/report/texts-english.ts'),
    100,
  ],
  ['the shared pages', pairsOfCatalogues('src-renderer/i18n/zh-CN', 'src-renderer/i18n/en'), 500],
  ...wordsOfEngines.map(
    (words) => [words, pairsOfCatalogues(join(words, 'zh-CN'), join(words, 'en')), 1] as const,
  ),
  ['the sentences of src-renderer', sourcesIn('src-renderer').flatMap(pairsOf), 3],
] as const;

it('holds the words of an engine’s pages too', () => {
  expect(wordsOfEngines).not.toEqual([]);
});

describe.each(places)('%s', (_, pairs, atLeast) => {
  it('are all found, in both languages', () => {
    expect(pairs.length).toBeGreaterThan(atLeast);
    expect(pairs.filter(({ zh, en }) => zh === '' && en !== '')).toEqual([]);
  });

  it('have no word that the glossary rules out', () => {
    expect(pairs.flatMap((pair) => ruledOut(pair, glossary))).toEqual([]);
  });

  it('have the English word for each Chinese term', () => {
    expect(pairs.flatMap((pair) => untranslated(pair, glossary))).toEqual([]);
  });
});

describe('a text that is not held to the glossary', () => {
  const said = (zh: string, en: string) =>
    pairsOf(sourceOf('page.ts', `const a = 1;\nsay({ zh: '${zh}', en: \`${en}\` });`));

  it.each([
    [
      '登记 IPMI 账号',
      'register the ${name} BMC account',
      'page.ts:2: "登记 IPMI 账号" says "IPMI 账号", not "带外账号"',
    ],
    ['修正后刷新', 'Mend that, then refresh', 'page.ts:2: "Mend that, then refresh" says "mend", not "fix"'],
    ['网络 VLAN ID', 'network VLAN id ${id}', 'page.ts:2: "network VLAN id …" says "VLAN id", not "VLAN ID"'],
  ])('is told with its place: %s', (zh, en, told) => {
    expect(said(zh, en).flatMap((pair) => ruledOut(pair, glossary))).toEqual([told]);
  });

  it('is told where the English half has another word', () => {
    expect(said('出具验收报告', 'the paper is made').flatMap((pair) => untranslated(pair, glossary))).toEqual(
      ['page.ts:2: "the paper is made" has none of "acceptance report", "report" for 验收报告'],
    );
  });

  it('may have a word as part of an option', () => {
    expect(said('加 --preflight', 'add --preflight').flatMap((pair) => ruledOut(pair, glossary))).toEqual([]);
  });
});
