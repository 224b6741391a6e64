import { useEffect, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { showStages } from '../hooks/stages-in-hand.ts';
import { Glyph, type GlyphName } from './Glyph.tsx';

/** One of the pages that belong together: of a run, or of what a run is made from. */
export interface StageLink {
  readonly key: string;
  readonly title: string;
  /** Null while it cannot be opened. */
  readonly to: string | null;
  /** How it stands, drawn after its name. */
  readonly glyph?: GlyphName | undefined;
}

interface PageHeadProps {
  readonly title: string;
  /** Said after the title: a file's name, how many steps, how the run stands. */
  readonly note?: ReactNode;
  readonly stages?: readonly StageLink[];
  /** The key of the stage that is shown. */
  readonly current?: string;
  /** Buttons at the right. */
  readonly children?: ReactNode;
}

/** The head of a page, 44 high where all fits into a row: what is shown, the stages that it is one of, and what can be done. */
export function PageHead({ title, note, stages = [], current, children }: PageHeadProps): ReactElement {
  const { t } = useTranslation();
  const shown = JSON.stringify(stages.filter(({ key, to }) => key !== current && to !== null));
  useEffect(() => showStages(JSON.parse(shown) as readonly StageLink[]), [shown]);
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {note === undefined ? null : <span className="quiet cut">{note}</span>}
      {stages.length === 0 ? null : (
        <nav className="stages" aria-label={t('stages.label')}>
          {stages.map(({ key, title: name, to, glyph }) => {
            const words = (
              <>
                {name}
                {glyph === undefined ? null : <Glyph name={glyph} />}
              </>
            );
            return to === null || key === current ? (
              <span key={key} className="stage" aria-current={key === current ? 'step' : undefined}>
                {words}
              </span>
            ) : (
              <Link key={key} href={to}>
                {words}
              </Link>
            );
          })}
        </nav>
      )}
      {children === undefined ? null : <span className="page-head-acts">{children}</span>}
    </header>
  );
}
