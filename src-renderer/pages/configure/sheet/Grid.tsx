import { useEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Severity } from '../../../../src-main/contract/finding.ts';
import { columnLetters, type Place } from './cells.ts';
import {
  boxOf,
  drawnRows,
  lettersHeightPx,
  numbersWidthPx,
  rowHeightPx,
  stepFrom,
  type Box,
  type DrawnRow,
  type Layout,
} from './layout.ts';
import { idOfCell, Row } from './Row.tsx';
import { bringIntoView, useSeenArea } from './use-view.ts';
import './grid.css';

interface GridProps {
  readonly layout: Layout;
  readonly marks: ReadonlyMap<string, Severity>;
  readonly selected: Box;
  readonly onSelect: (place: Place) => void;
  /** Values that are entered and not saved, by address. */
  readonly drafts: ReadonlyMap<string, string>;
  /**
   * The person begins to change the selected cell: on from what is there (Enter, F2, a double click), with something else
   * (a character is typed, which comes next), or by emptying it (Delete).
   */
  readonly onEdit: (how: 'go-on' | 'replace' | 'clear') => void;
  readonly onUndo: () => void;
}

function Letters({ layout, selected }: Pick<GridProps, 'layout' | 'selected'>): ReactElement {
  const { t } = useTranslation('sheet');
  return (
    <div role="row" aria-rowindex={1} className="sheet-letters" style={{ height: lettersHeightPx }}>
      <span role="columnheader" className="sheet-corner" style={{ width: numbersWidthPx }}>
        <span className="visually-hidden">{t('grid.row')}</span>
      </span>
      {Array.from({ length: layout.columns }, (_, index) => {
        const column = index + 1;
        const isCurrent = column >= selected.area.left && column <= selected.area.right;
        const [from = 0, to = 0] = layout.edgesPx.slice(index, index + 2);
        return (
          <span
            key={column}
            role="columnheader"
            aria-colindex={column + 1}
            className={isCurrent ? 'sheet-letter current' : 'sheet-letter'}
            style={{ left: from, width: to - from }}
          >
            {columnLetters(column)}
          </span>
        );
      })}
    </div>
  );
}

const arrows: Readonly<Record<string, Place>> = {
  ArrowDown: { row: 1, column: 0 },
  ArrowUp: { row: -1, column: 0 },
  ArrowRight: { row: 0, column: 1 },
  ArrowLeft: { row: 0, column: -1 },
};

/** Where a key leads; null for keys that move nothing. */
function destination(event: KeyboardEvent, { layout, selected }: GridProps): Place | null {
  const { area } = selected;
  const arrow = arrows[event.key];
  if (arrow !== undefined) {
    return stepFrom(layout, selected, arrow);
  }
  const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeightPx) - 2);
  switch (event.key) {
    case 'PageDown':
      return stepFrom(layout, selected, { row: page, column: 0 });
    case 'PageUp':
      return stepFrom(layout, selected, { row: -page, column: 0 });
    case 'Home':
      return { row: event.ctrlKey ? 1 : area.top, column: 1 };
    case 'End':
      return { row: event.ctrlKey ? layout.sheet.shownRows : area.top, column: layout.sheet.shownColumns };
    default:
      return null;
  }
}

/** Whether a key makes text: a character, or what an input method makes one of. */
const isText = ({ key, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && (key.length === 1 || key === 'Process');

/** What a key does in the sheet, as in Excel; null for keys that do nothing here. */
function deedOf(event: KeyboardEvent, props: GridProps): (() => void) | null {
  const { onEdit, onUndo, onSelect } = props;
  const isControl = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case 'z':
      return isControl ? onUndo : null;
    case 'Enter':
    case 'F2':
      return isControl ? null : () => onEdit('go-on');
    case 'Delete':
    case 'Backspace':
      return () => onEdit('clear');
    default: {
      const to = destination(event, props);
      return to === null ? null : () => onSelect(to);
    }
  }
}

/** A selected cell is drawn even where nothing stands in it. */
function withSelected(rows: readonly DrawnRow[], selected: Box): readonly DrawnRow[] {
  return rows.map((drawn) =>
    drawn.row !== selected.area.top || drawn.boxes.some(({ address }) => address === selected.address)
      ? drawn
      : { ...drawn, boxes: [...drawn.boxes, selected] },
  );
}

/** The sheet as one knows it: letters, numbers, merged areas, heads that stand still. */
export function Grid(props: GridProps): ReactElement {
  const { layout, marks, drafts, selected, onSelect, onEdit } = props;
  const { t } = useTranslation('sheet');
  const scroller = useRef<HTMLDivElement>(null);
  const seen = useSeenArea(scroller, layout);
  useEffect(() => {
    if (scroller.current !== null) {
      bringIntoView(scroller.current, layout, selected.area);
    }
  }, [layout, selected.address, selected.area]);
  const frozen = useMemo(
    () => drawnRows(layout, { ...seen, top: 1, bottom: layout.frozenRows }),
    [layout, seen],
  );
  const moving = useMemo(() => drawnRows(layout, seen), [layout, seen]);
  const drawn = { frozen: withSelected(frozen, selected), moving: withSelected(moving, selected) };
  const isDrawn = [...drawn.frozen, ...drawn.moving].some(({ boxes }) =>
    boxes.some(({ address }) => address === selected.address),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey) {
      return;
    }
    if (isText(event)) {
      // The character, or what an input method makes of it, arrives in the field that has the focus by then.
      onEdit('replace');
      // Here it is text, whatever else it would mean to the page.
      event.stopPropagation();
      return;
    }
    const act = deedOf(event, props);
    if (act === null) {
      return;
    }
    act();
    event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const place = placeUnder(event, layout);
    if (place !== null) {
      onSelect(place);
    }
  };
  const row = ({ row: number, boxes }: DrawnRow, isFrozen: boolean): ReactElement => (
    <Row
      key={number}
      layout={layout}
      marks={marks}
      drafts={drafts}
      boxes={boxes}
      isFrozen={isFrozen}
      row={number}
      selected={boxes.some(({ address }) => address === selected.address) ? selected.address : null}
      isCurrent={number >= selected.area.top && number <= selected.area.bottom}
    />
  );
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      className="sheet-grid"
      aria-label={t('grid.label', { title: layout.sheet.title })}
      aria-rowcount={layout.rows + 1}
      aria-colcount={layout.columns + 1}
      aria-activedescendant={isDrawn ? idOfCell(selected.address) : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={() => onEdit('go-on')}
    >
      <div
        role="presentation"
        className="sheet-canvas"
        style={{ width: layout.edgesPx.at(-1), height: lettersHeightPx + layout.rows * rowHeightPx }}
      >
        <div className="sheet-lines" aria-hidden="true">
          {layout.edgesPx.slice(1).map((edge) => (
            <i key={edge} style={{ left: edge - 1 }} />
          ))}
        </div>
        <Letters layout={layout} selected={selected} />
        <div
          role="rowgroup"
          className={layout.frozenRows > 0 ? 'sheet-frozen' : undefined}
          style={{ height: layout.frozenRows * rowHeightPx, top: lettersHeightPx }}
        >
          {drawn.frozen.map((one) => row(one, true))}
        </div>
        <div role="rowgroup">{drawn.moving.map((one) => row(one, false))}</div>
      </div>
    </div>
  );
}

/** The cell under the mouse: of a merged area the one that holds its value; null on letters and numbers. */
function placeUnder(event: MouseEvent<HTMLDivElement>, layout: Layout): Place | null {
  const element = event.currentTarget;
  const frame = element.getBoundingClientRect();
  const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
  const fixed = lettersHeightPx + layout.frozenRows * rowHeightPx;
  if (x < numbersWidthPx || y < lettersHeightPx || x > element.clientWidth || y > element.clientHeight) {
    return null;
  }
  const yOnCanvas = y < fixed ? y : y + element.scrollTop;
  const column = layout.edgesPx.findIndex((edge) => edge > x + element.scrollLeft);
  const row = Math.floor((yOnCanvas - lettersHeightPx) / rowHeightPx) + 1;
  if (column < 1 || row > layout.rows) {
    return null;
  }
  const { area } = boxOf(layout, { row, column });
  return { row: area.top, column: area.left };
}
