import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../src-renderer/i18n/en/index.ts';
import { zhCN } from '../../src-renderer/i18n/zh-CN/index.ts';

interface Words {
  readonly words: Readonly<Record<'zh-CN' | 'en', Readonly<Record<string, Node>>>>;
}

/** The catalogues of the engines, each in its engine's folder. */
const ofEngines = Object.values(
  import.meta.glob<Words>('../../src-renderer/pages/*/words/index.ts', { eager: true }),
).map(({ words }) => words);
const all = [{ 'zh-CN': zhCN, en } as unknown as Words['words'], ...ofEngines];
const catalogues = all.flatMap((words) =>
  Object.entries(words['zh-CN']).map(
    ([namespace, chinese]) => [namespace, chinese, words.en[namespace]!] as const,
  ),
);

type Node = { readonly [key: string]: string | Node };

function leaves(node: Node, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : leaves(value, `${prefix}${key}.`),
  );
}

const plural = /_(?:zero|one|two|few|many|other)$/;
const keysOf = (node: Node): Set<string> => new Set(leaves(node).map(([key]) => key.replace(plural, '')));
const placesIn = (words: string): string[] =>
  [...words.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).toSorted();

const sources = readdirSync(resolve('src-renderer'), { recursive: true, withFileTypes: true })
  .filter(
    (entry) =>
      entry.isFile() &&
      /\.tsx?$/.test(entry.name) &&
      !/[\\/](?:i18n|words[\\/](?:en|zh-CN))(?:[\\/]|$)/.test(entry.parentPath),
  )
  .map((entry) => ({ name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));

/** Every text in quotes of the pages, and the fixed beginnings of those that are put together. */
const whole = new Set<string>();
const beginnings = new Set<string>();
for (const { text } of sources) {
  for (const [, quoted] of text.matchAll(/['"]([\w:.-]+)['"]/g)) {
    whole.add(quoted!);
  }
  for (const [, begun] of text.matchAll(/`([\w:.-]+)\$\{/g)) {
    beginnings.add(begun!);
  }
}

function isUsed(namespace: string, key: string): boolean {
  return [key, `${namespace}:${key}`].some(
    (name) =>
      whole.has(name) || [...beginnings].some((begun) => begun.includes('.') && name.startsWith(begun)),
  );
}

it('no two catalogues have the same name', () => {
  expect(ofEngines.length).toBeGreaterThan(0);
  const names = catalogues.map(([namespace]) => namespace);
  expect(names).toEqual([...new Set(names)]);
});

describe.each(catalogues)('the catalogue "%s"', (namespace, chinese, english) => {
  it('says the same in both languages', () => {
    expect([...keysOf(english)].toSorted()).toEqual([...keysOf(chinese)].toSorted());
  });

  it('has no text that is empty, and fills in the same values in both', () => {
    const said = new Map(leaves(english).map(([key, words]) => [key.replace(plural, ''), words]));
    for (const [key, words] of [...leaves(chinese), ...leaves(english)]) {
      expect([key, words.trim()]).not.toEqual([key, '']);
    }
    for (const [key, words] of leaves(chinese)) {
      expect([key, placesIn(words)]).toEqual([key, placesIn(said.get(key.replace(plural, '')) ?? '')]);
    }
  });

  it('counts as each language does', () => {
    const counted = (node: Node): string[] =>
      leaves(node).flatMap(([key]) => (plural.test(key) ? [key] : []));
    expect(counted(chinese).filter((key) => !key.endsWith('_other'))).toEqual([]);
    for (const key of counted(english).filter((one) => one.endsWith('_other'))) {
      expect(counted(english)).toContain(key.replace('_other', '_one'));
    }
  });

  it('has no key that no page uses', () => {
    expect([...keysOf(chinese)].filter((key) => !isUsed(namespace, key))).toEqual([]);
  });
});

it('no page holds words of its own', () => {
  const han = /[\u4e00-\u9fff]/;
  const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  // What the connection says of itself is a pair of both languages, as the owner's sentences are.
  // The page of parts shows samples of what the owner says.
  const allowed = new Set(['client.ts', 'connection.ts', 'States.tsx', 'Values.tsx']);
  const speaking = sources.filter(({ name, text }) => !allowed.has(name) && han.test(code(text)));
  expect(speaking.map(({ name }) => name)).toEqual([]);
  const markup = sources.flatMap(({ name, text }) =>
    [...code(text).matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+)\s*</g)].map(([, words]) => `${name}: ${words!}`),
  );
  expect(markup).toEqual([]);
});
