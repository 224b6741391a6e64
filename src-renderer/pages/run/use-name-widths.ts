import { useMemo } from 'react';
import { useWords } from '../../words/language.ts';
import { useGroupTitle } from '../../words/group-title.ts';
import type { NameWidths } from './graph-layout.ts';

/** As `graph.css` has it. */
const sizePx = 12;

/** How wide the names of groups and steps are in the page's own face. */
export function useNameWidths(kind: string): NameWidths {
  const title = useGroupTitle(kind);
  const words = useWords();
  return useMemo(() => {
    const context = document.createElement('canvas').getContext('2d');
    const widthOf = (text: string): number => {
      if (context === null) {
        return 0;
      }
      context.font = `${sizePx}px ${getComputedStyle(document.body).fontFamily}`;
      return Math.ceil(context.measureText(text).width);
    };
    return { group: (group) => widthOf(title(group)), step: (step) => widthOf(words(step.title)) };
  }, [title, words]);
}
