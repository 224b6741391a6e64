import { useCallback } from 'react';
import { textIn, type Language, type Text } from '../../src-main/contract/text.ts';
import { visibleLines } from '../../src-main/contract/visible.ts';
import { usePreferences } from '../hooks/preferences.ts';

export const useLanguage = (): Language => usePreferences(({ language }) => language);

/** Chooses the words of what the owner said. */
export function useWords(): (text: Text) => string {
  const language = useLanguage();
  return useCallback((text) => visibleLines(textIn(text, language)), [language]);
}

/** A document that is shown and not sent back: in its texts, too, what would not be seen is written out. */
export const shownDocument = <Document>(document: Document): Document =>
  JSON.parse(JSON.stringify(document), (_name, value: unknown) =>
    typeof value === 'string' ? visibleLines(value) : value,
  ) as Document;
