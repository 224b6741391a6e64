import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { Glyph } from '../../../components/Glyph.tsx';

interface FoldProps {
  readonly title: string;
  readonly marks: ReactNode;
  readonly isFoldedFirst?: boolean;
  readonly children: ReactNode;
}

/** A part of a list under its head, which folds it. */
export function Fold({ title, marks, isFoldedFirst = false, children }: FoldProps): ReactElement {
  const [isOpen, setOpen] = useState(!isFoldedFirst);
  const list = useId();
  return (
    <section>
      <h3 className="findings-head">
        <button type="button" aria-expanded={isOpen} aria-controls={list} onClick={() => setOpen(!isOpen)}>
          <Glyph name={isOpen ? 'open' : 'shut'} />
          <span className="cut">{title}</span>
          <span className="findings-marks">{marks}</span>
        </button>
      </h3>
      <ul id={list} hidden={!isOpen}>
        {children}
      </ul>
    </section>
  );
}
