import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../src-main/contract/finding.ts';
import { useWords } from '../../../words/language.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { glyphOfSeverity } from './Row.tsx';

interface FindingItemProps {
  readonly finding: Finding;
  readonly isHighlighted: boolean;
  readonly onChoose: () => void;
}

/** Scrolls the list alone: where everything stands below each other, the page stays where it is. */
function showInList(item: HTMLElement): void {
  const list = item.closest('.findings-list');
  if (list === null) {
    return;
  }
  const [own, frame] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
  const headPx = 24;
  if (own.top < frame.top + headPx) {
    list.scrollTop += own.top - frame.top - headPx;
  } else if (own.bottom > frame.bottom) {
    list.scrollTop += Math.min(own.bottom - frame.bottom, own.top - frame.top);
  }
}

/** Where, what, and what to do. It leads to its cell. */
export function FindingItem({ finding, isHighlighted, onChoose }: FindingItemProps): ReactElement {
  const { t } = useTranslation('sheet');
  const words = useWords();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isHighlighted && item.current !== null) {
      showInList(item.current);
    }
  }, [isHighlighted]);
  const { severity, cell, message, fix } = finding;
  return (
    <li ref={item} className={isHighlighted ? 'finding highlighted' : 'finding'}>
      <button type="button" aria-current={isHighlighted ? 'true' : undefined} onClick={onChoose}>
        <Glyph name={glyphOfSeverity[severity]} label={t(`severity.${severity}`)} />
        <span>
          <span className="mono tone-accent finding-cell">{cell}</span>
          {words(message)}
          {fix === undefined ? null : <span className="finding-fix">→ {words(fix)}</span>}
        </span>
      </button>
    </li>
  );
}
