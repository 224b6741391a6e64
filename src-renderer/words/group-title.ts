import { useCallback } from 'react';
import type { Text } from '../../src-main/contract/text.ts';
import { engineOf } from '../engine-pages.ts';
import { useWords } from './language.ts';

interface TitledGroup {
  readonly key: string;
  /** As its steps name it, where the key says more. */
  readonly name?: string;
  readonly steps: readonly { readonly title: Text }[];
}

/** What a group of steps of a run of that kind is called; one that its engine does not name is called as its first step. */
export function useGroupTitle(kind: string): (group: TitledGroup) => string {
  const words = useWords();
  return useCallback(
    ({ key, name = key, steps }) => {
      const named = engineOf(kind)?.groups[name] ?? steps[0]?.title;
      return named === undefined ? key : words(named);
    },
    [kind, words],
  );
}
