import { expect, it } from 'vitest';
import { acceptedLanguage } from '../../src-main/hosts/gateway/accept-language.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['fr-FR,fr;q=0.9', 'en'],
  ['zh', 'zh-CN'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['ZH-hant-TW', 'zh-CN'],
  ['fr, zh;q=0.5', 'zh-CN'],
  ['en-US,en;q=0.9,zh;q=0.8', 'en'],
  ['en;q=0.2,zh;q=0.7', 'zh-CN'],
  ['en;q=0.5,zh;q=0.5', 'en'],
  ['zh;q=0', 'en'],
  ['zh;q=0.5;q=1, en', 'en'],
  ['zh ; Q=0.9 , en ; q=0.8', 'zh-CN'],
  ['zhx', 'en'],
  [';;,,=;q=zh', 'en'],
])('a request that accepts %j is answered in %s', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});
