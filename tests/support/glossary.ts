import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SpokenPair } from './spoken-texts.ts';

/** One row of docs/glossary.md. */
export interface Term {
  readonly term: string;
  /** Null for a word that people never meet. */
  readonly zh: string | null;
  /** One of these is in the English half of a text whose Chinese half has the term. */
  readonly read: readonly string[];
  readonly not: readonly string[];
}

const listed = (cell: string): readonly string[] =>
  cell
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** The table of the glossary. */
export function readGlossary(): readonly Term[] {
  const rows = readFileSync(resolve('docs/glossary.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| term'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.map(([, term = '', zh = '', read = '', , not = '']) => ({
    term,
    zh: zh === '–' ? null : zh.replace(/ ?[（(/].*$/, ''),
    read: listed(read),
    not: listed(not),
  }));
}

const isChinese = (word: string): boolean => /\p{Script=Han}/u.test(word);

/** Whole words, not parts of an option such as `--preflight`; capitals count only where they are all that differs. */
function englishWord(word: string, term = ''): RegExp {
  const flags = word !== term && word.toLowerCase() === term.toLowerCase() ? 'u' : 'iu';
  return new RegExp(`(?<![\\w-])${RegExp.escape(word)}(?![\\w-])`, flags);
}

/** Every word of the pair that the glossary rules out, with the word to use. */
export function ruledOut({ at, zh, en }: SpokenPair, glossary: readonly Term[]): readonly string[] {
  return glossary.flatMap(({ term, zh: chinese, not }) =>
    not.flatMap((word) => {
      const [text, use] = isChinese(word) ? [zh, chinese ?? term] : [en, term];
      const isThere = isChinese(word) ? zh.includes(word) : englishWord(word, term).test(en);
      return isThere ? [`${at}: "${text}" says "${word}", not "${use}"`] : [];
    }),
  );
}

/** Every Chinese term of the pair that its English half has another word for. */
export function untranslated({ at, zh, en }: SpokenPair, glossary: readonly Term[]): readonly string[] {
  return glossary.flatMap(({ zh: chinese, read }) => {
    if (chinese === null || read.length === 0 || en === '' || !zh.includes(chinese)) {
      return [];
    }
    const isSaid = read.some((word) => en.toLowerCase().includes(word.toLowerCase()));
    return isSaid ? [] : [`${at}: "${en}" has none of "${read.join('", "')}" for ${chinese}`];
  });
}
