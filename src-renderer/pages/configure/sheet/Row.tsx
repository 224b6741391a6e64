import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Severity } from '../../../../src-main/contract/finding.ts';
import { visibleLines } from '../../../../src-main/contract/visible.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { lettersHeightPx, rectOf, rowHeightPx, type Box, type Layout } from './layout.ts';

export const glyphOfSeverity = { error: 'error', warning: 'caution', info: 'info' } as const;

/** The element of a box, for the grid to name the one that is selected. */
export const idOfCell = (address: string): string => `cell-${address}`;

interface ContentProps {
  readonly box: Box;
  readonly mark: Severity | undefined;
  /** Entered and not saved. */
  readonly draft: string | undefined;
}

function Text({ box: { cell, isSecret }, draft }: Omit<ContentProps, 'mark'>): ReactElement {
  const { t } = useTranslation('sheet');
  const isCorrected = cell?.original !== undefined;
  if (isSecret) {
    return <SecretText isFilled={cell?.kind === 'secret'} isCorrected={isCorrected} />;
  }
  if (draft !== undefined) {
    return <i>{draft === '' ? t('blank') : visibleLines(draft)}</i>;
  }
  const text = visibleLines(cell?.text ?? '');
  if (!isCorrected) {
    return <>{text}</>;
  }
  return (
    <>
      <del>{visibleLines(cell.original ?? t('blank'))}</del> <ins>{text === '' ? t('blank') : text}</ins>
    </>
  );
}

function Content({ box, mark, draft }: ContentProps): ReactElement {
  const { t } = useTranslation('sheet');
  return (
    <>
      <span className="sheet-text">
        <Text box={box} draft={draft} />
      </span>
      {draft !== undefined ? (
        <Glyph name="edit" label={t('unsaved')} />
      ) : mark !== undefined ? (
        <Glyph name={glyphOfSeverity[mark]} label={t(`severity.${mark}`)} />
      ) : box.cell?.original !== undefined ? (
        <Glyph name="edit" label={t('corrected')} />
      ) : null}
    </>
  );
}

const Dots = ({ isCorrected }: { readonly isCorrected: boolean }): ReactElement =>
  isCorrected ? <ins className="sheet-dots">••••</ins> : <span className="sheet-dots">••••</span>;

function SecretText({
  isFilled,
  isCorrected,
}: {
  readonly isFilled: boolean;
  readonly isCorrected: boolean;
}): ReactElement {
  const { t } = useTranslation('sheet');
  return (
    <>
      <Glyph name="lock" label={t('password')} /> {isFilled ? <Dots isCorrected={isCorrected} /> : null}
    </>
  );
}

function classOf(layout: Layout, { cell, area, input }: Box, mark: Severity | undefined): string {
  return [
    'sheet-cell',
    ...(layout.headRows.has(area.top) ? ['head'] : []),
    ...(area.right > area.left ? ['wide'] : []),
    ...(area.bottom > area.top ? ['tall'] : []),
    ...(cell?.kind === 'number' ? ['numeric'] : []),
    ...(input === null ? [] : ['input']),
    ...(mark === undefined ? [] : [mark]),
    ...(cell?.original === undefined ? [] : ['corrected']),
  ].join(' ');
}

interface RowProps {
  readonly layout: Layout;
  readonly row: number;
  readonly boxes: readonly Box[];
  readonly marks: ReadonlyMap<string, Severity>;
  readonly drafts: ReadonlyMap<string, string>;
  /** The selected box where this row draws it. */
  readonly selected: string | null;
  /** Whether the selection is in this row. */
  readonly isCurrent: boolean;
  /** A row that stands still is placed by what holds it. */
  readonly isFrozen: boolean;
}

/** Scrolling makes the lists of boxes anew; a row whose boxes stayed is not drawn again. */
function isSame({ boxes, ...before }: RowProps, { boxes: now, ...after }: RowProps): boolean {
  return (
    boxes.length === now.length &&
    boxes.every((box, index) => box === now[index]) &&
    (Object.keys(after) as (keyof typeof after)[]).every((key) => before[key] === after[key])
  );
}

/** One row: its number, and what begins in it. */
export const Row = memo(function Row(props: RowProps): ReactElement {
  const { layout, row, boxes, marks, drafts, selected, isCurrent, isFrozen } = props;
  const top = isFrozen ? (row - 1) * rowHeightPx : lettersHeightPx + (row - 1) * rowHeightPx;
  const isHead = layout.headRows.has(row);
  return (
    <div
      role="row"
      aria-rowindex={row + 1}
      className={isHead ? 'sheet-row head' : 'sheet-row'}
      style={{ top, height: rowHeightPx }}
    >
      <span role="rowheader" className={isCurrent ? 'sheet-number current' : 'sheet-number'}>
        {row}
      </span>
      {boxes.map((box) => {
        const { left, width, height } = rectOf(layout, box.area);
        const { rows, columns } = {
          rows: box.area.bottom - box.area.top + 1,
          columns: box.area.right - box.area.left + 1,
        };
        const draft = drafts.get(box.address);
        // What was found is about the saved value, not about the one that is entered instead.
        const mark = draft === undefined ? marks.get(box.address) : undefined;
        const isSelected = box.address === selected;
        return (
          <div
            key={box.address}
            id={idOfCell(box.address)}
            role="gridcell"
            aria-colindex={box.area.left + 1}
            aria-rowspan={rows === 1 ? undefined : rows}
            aria-colspan={columns === 1 ? undefined : columns}
            aria-selected={isSelected}
            data-address={box.address}
            className={isSelected ? `${classOf(layout, box, mark)} current` : classOf(layout, box, mark)}
            title={box.isSecret ? undefined : visibleLines(box.cell?.text ?? '')}
            style={{ left, width, height, top: (box.area.top - row) * rowHeightPx }}
          >
            <Content box={box} mark={mark} draft={draft} />
          </div>
        );
      })}
    </div>
  );
}, isSame);
