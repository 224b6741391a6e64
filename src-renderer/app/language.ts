import { useCallback } from 'react';
import { textIn } from '../../src-main/contract/text.ts';
import type { Language, Text } from '../../src-main/contract/text.ts';
import { visibleLines } from '../../src-main/contract/visible.ts';
import { usePreferences } from './preferences.ts';

export const useLanguage = (): Language => usePreferences(({ language }) => language);

/** Chooses the words of what the owner said. */
export function useWords(): (text: Text) => string {
  const language = useLanguage();
  return useCallback((text) => visibleLines(textIn(text, language)), [language]);
}
