import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { AllOf } from '../../src-main/contract/all-of.ts';
import type { Language } from '../../src-main/contract/text.ts';
import type { EnginePagesParts } from '../engine-pages.ts';
import * as engines from '../pages/all.ts';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

type Engine = (typeof engines)[keyof typeof engines];
/** Catalogues of engines are named differently: `tests/renderer/catalogues.test.ts`. */
type EngineWords = AllOf<Extract<Engine, { readonly words: unknown }>['words']['zh-CN']>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof zhCN & EngineWords;
    enableSelector: false;
  }
}

const withEngines = (
  shared: Readonly<Record<string, object>>,
  language: Language,
): Readonly<Record<string, object>> =>
  Object.fromEntries(
    [shared, ...Object.values<EnginePagesParts>(engines).map(({ words }) => words?.[language] ?? {})].flatMap(
      (words) => Object.entries(words),
    ),
  );

/** The words of every page, one catalogue a language; both are shipped, so that switching needs nothing. */
export const catalogues: Readonly<Record<Language, Readonly<Record<string, object>>>> = {
  'zh-CN': withEngines(zhCN, 'zh-CN'),
  en: withEngines(en, 'en'),
};

export async function startWords(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: catalogues,
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    ns: Object.keys(catalogues['zh-CN']),
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

export async function speak(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
