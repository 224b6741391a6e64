import type { KeyboardEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnGrip } from '../ColumnGrip.tsx';
import { classOf, leastPx, mostPx, type Column, type HeadOver } from './columns.ts';
import type { Sorting } from './sorting.ts';

interface HeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly over: readonly HeadOver[] | undefined;
  readonly isHidden: boolean;
  readonly widths: Readonly<Record<string, number>>;
  readonly onWidth: (key: string, widthPx: number) => void;
  readonly sorting: Sorting | null;
  readonly onSort: (key: string) => void;
  /** Rows are numbered because not all of them are drawn. */
  readonly isNumbered: boolean;
}

const sizeStepPx = 16;

interface CellProps<Row> extends Omit<HeadProps<Row>, 'over' | 'isHidden' | 'isNumbered' | 'columns'> {
  readonly column: Column<Row>;
  /** It stands right of the column that takes the rest: its left edge is the one to drag. */
  readonly isAfterRest: boolean;
  readonly rows: number;
}

interface Sized {
  readonly widthPx: number;
  readonly minPx: number;
  readonly maxPx: number;
}

/** The width that a person may change; null for one that is fixed or follows from the others. */
function sizedOf<Row>(column: Column<Row>, widths: Readonly<Record<string, number>>): Sized | null {
  const { key, isFixed = false, minPx = leastPx, maxPx = mostPx } = column;
  const widthPx = widths[key] ?? column.widthPx;
  return widthPx === undefined || isFixed ? null : { widthPx, minPx, maxPx };
}

/** How much a key makes the column wider, pixels; null for other keys. */
function widening({ key, shiftKey }: KeyboardEvent): number | null {
  const byPx = { ArrowLeft: -sizeStepPx, ArrowRight: sizeStepPx }[key];
  return shiftKey ? (byPx ?? null) : null;
}

const isOfGrip = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('[role="separator"]') !== null;

const arrows = { ascending: '↑', descending: '↓' } as const;

/** The head of one column. With the focus on it Enter sorts, and Shift with an arrow sizes it. */
function HeadCell<Row>(props: CellProps<Row>): ReactElement {
  const { column, isAfterRest, rows, widths, onWidth, sorting, onSort } = props;
  const { key, title, head, align, sortBy } = column;
  const { t } = useTranslation();
  const sized = sizedOf(column, widths);
  const size = (px: number): void =>
    onWidth(key, Math.min(sized?.maxPx ?? px, Math.max(sized?.minPx ?? px, px)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const byPx = sized === null ? null : widening(event);
    if (event.target !== event.currentTarget) {
      return;
    }
    if (sized !== null && byPx !== null) {
      event.preventDefault();
      size(sized.widthPx + byPx);
    } else if (sortBy !== undefined && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      onSort(key);
    }
  };
  const order = orderOf(sorting, key);
  return (
    <th
      scope="col"
      rowSpan={rows}
      data-stop={sortBy === undefined && sized === null ? undefined : ''}
      aria-sort={order}
      aria-keyshortcuts={sized === null ? undefined : 'Shift+ArrowLeft Shift+ArrowRight'}
      title={sortBy === undefined ? undefined : t('table.sort', { title })}
      className={classOf(align === 'end' && 'number', sortBy !== undefined && 'sortable', column.headClass)}
      onClick={sortBy === undefined ? undefined : ({ target }) => !isOfGrip(target) && onSort(key)}
      onKeyDown={onKeyDown}
    >
      {head ?? title}
      {order === undefined ? null : (
        <span className="table-order" aria-hidden="true">
          {arrows[order]}
        </span>
      )}
      {sized === null ? null : <ColumnGrip {...sized} onChange={size} isLeft={isAfterRest} />}
    </th>
  );
}

const orderOf = (sorting: Sorting | null, key: string): keyof typeof arrows | undefined =>
  sorting?.key !== key ? undefined : sorting.isDown ? 'descending' : 'ascending';

/** The columns under each head of several. */
function under<Item>(over: readonly HeadOver[], heads: readonly Item[]): readonly (readonly Item[])[] {
  const ends = over.map((_, at) => over.slice(0, at + 1).reduce((sum, { columns }) => sum + columns, 0));
  return over.map(({ columns }, at) => heads.slice((ends[at] ?? 0) - columns, ends[at]));
}

export function TableHead<Row>(props: HeadProps<Row>): ReactElement {
  const { columns, over, isHidden, isNumbered, ...each } = props;
  const lastRest = columns.findLastIndex(({ key, widthPx }) => (each.widths[key] ?? widthPx) === undefined);
  const cellAt = (column: Column<Row>, at: number, rows: number): ReactElement => (
    <HeadCell
      key={column.key}
      column={column}
      isAfterRest={lastRest !== -1 && at > lastRest}
      rows={rows}
      {...each}
    />
  );
  const heads = columns.map((column, at) => ({ column, at }));
  if (over === undefined) {
    return (
      <thead className={isHidden ? 'hidden' : undefined}>
        <tr aria-rowindex={isNumbered ? 1 : undefined}>
          {heads.map(({ column, at }) => cellAt(column, at, 1))}
        </tr>
      </thead>
    );
  }
  const groups = under(over, heads);
  return (
    <thead>
      <tr aria-rowindex={isNumbered ? 1 : undefined}>
        {over.map(({ key, columns: width, content, className }, group) =>
          content === null ? (
            groups[group]?.map(({ column, at }) => cellAt(column, at, 2))
          ) : (
            <th key={key} scope="colgroup" colSpan={width} className={className}>
              {content}
            </th>
          ),
        )}
      </tr>
      <tr aria-rowindex={isNumbered ? 2 : undefined}>
        {over.map(({ content }, group) =>
          content === null ? null : groups[group]?.map(({ column, at }) => cellAt(column, at, 1)),
        )}
      </tr>
    </thead>
  );
}
