import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../src-main/contract/text.ts';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof zhCN;
    enableSelector: false;
  }
}

/** The words of every page, one catalogue a language; both are shipped, so that switching needs nothing. */
export const catalogues = { 'zh-CN': zhCN, en } as const satisfies Record<Language, unknown>;

export async function startWords(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: catalogues,
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    ns: Object.keys(zhCN),
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
