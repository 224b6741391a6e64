/** What a path of the plan stands for, in the language of the window. */
import { planWords, valueName, type ValueAt } from '../../../../src-main/contract/plan-words.ts';
import { useWords } from '../../../words/language.ts';

interface ShownPlanWords {
  /** Null for what belongs to the whole cluster. */
  readonly of: string | null;
  readonly word: string;
}

/** Null for a path that no plan has. */
export function usePlanWords(): (path: string, valueAt: ValueAt) => ShownPlanWords | null {
  const words = useWords();
  return (path, valueAt) => {
    const found = planWords(path, valueAt);
    return found === null
      ? null
      : { of: found.of === null ? null : words(found.of), word: words(found.word) };
  };
}

/** What there is of them, from the whole to the part. */
export const inOneLine = (...words: readonly (string | null)[]): string =>
  words.filter((word) => word !== null).join(' · ');

/** The same in one line, for whoever lists values by their paths. */
export function useValueName(): (path: string, valueAt: ValueAt) => string | null {
  const words = useWords();
  return (path, valueAt) => {
    const name = valueName(path, valueAt);
    return name === null ? null : words(name);
  };
}
