import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleLines } from '../../../../src-main/contract/visible.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import type { Box, Layout } from './layout.ts';

function Value({ box: { cell, isSecret } }: { readonly box: Box }): ReactElement {
  const { t } = useTranslation('sheet');
  if (isSecret) {
    return (
      <span className="sheet-fx-value faint">
        <Glyph name="lock" /> {cell?.kind === 'secret' ? t('passwordSet') : t('passwordNone')}
      </span>
    );
  }
  const text = visibleLines(cell?.text ?? '');
  if (cell?.original === undefined) {
    return <span className="sheet-fx-value">{text}</span>;
  }
  return (
    <span className="sheet-fx-value">
      <span className="mono">{visibleLines(cell.original ?? t('blank'))}</span>{' '}
      <span className="faint">{t('correctedTo')}</span>{' '}
      <b className="mono tone-accent">{text === '' ? t('blank') : text}</b>
    </span>
  );
}

/** The selected cell in full, and what is to know about its sheet. */
export function FormulaBar({
  layout: { sheet },
  selected,
  said,
}: {
  readonly layout: Layout;
  readonly selected: Box;
  /** What was saved or undone last. */
  readonly said: string | null;
}): ReactElement {
  const { t } = useTranslation('sheet');
  const isCut = sheet.rowCount > sheet.shownRows || sheet.columnCount > sheet.shownColumns;
  return (
    <div className="sheet-fx">
      <b>{selected.address}</b>
      <i aria-hidden="true">fx</i>
      <Value box={selected} />
      <span className="sheet-fx-notes">
        <span role="status">{said}</span>
        {isCut ? (
          <span className="tone-warn">
            <Glyph name="warning" />{' '}
            {t('cut', { rows: sheet.shownRows, all: sheet.rowCount, columns: sheet.shownColumns })}
          </span>
        ) : null}
        {sheet.isHidden ? <span>{t('hidden')}</span> : null}
        {sheet.isProtected ? (
          <span title={t('protectedHint')}>
            <Glyph name="lock" /> {t('protected')}
          </span>
        ) : null}
      </span>
    </div>
  );
}
