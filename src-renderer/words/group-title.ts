import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../src-main/contract/text.ts';
import { useWords } from './language.ts';

interface TitledGroup {
  readonly key: string;
  readonly steps: readonly { readonly title: Text }[];
}

/** What a group of steps is called; one that the catalogue does not know is called as its first step. */
export function useGroupTitle(): (group: TitledGroup) => string {
  const { t, i18n } = useTranslation();
  const words = useWords();
  return useCallback(
    ({ key, steps }) => {
      const [first] = steps;
      if (i18n.exists(`groups.${key}`)) {
        return t(`groups.${key as 'vlan'}`);
      }
      return first === undefined ? key : words(first.title);
    },
    [t, i18n, words],
  );
}
