import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from 'react';
import { useLatest } from '../../hooks/use-latest.ts';
import { Loading } from '../State.tsx';
import { classOf, neededPx, widthOf, WideRow, type Column, type HeadOver } from './columns.ts';
import { keysOf, PickAll, PickBar, toggled, usePickCells, type Picks } from './picks.tsx';
import { found, nextSorting, sorted, type Rows, type Sorting } from './sorting.ts';
import { useRowWindow, WindowBody, type RowWindow } from './TableBody.tsx';
import { TableHead } from './TableHead.tsx';
import { TableRow, WideTableRow } from './TableRow.tsx';
import { useTableKeys, type TableKeys } from './use-table-keys.ts';
import './table.css';

export { groupRow, WideRow, type Column, type HeadOver } from './columns.ts';

interface Selection<Row> {
  /** The key of the row. */
  readonly selected: string | null;
  readonly onSelect: (row: Row) => void;
}

export interface TableProps<Row> {
  /** Names the table for those who do not see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: Rows<Row>;
  readonly keyOf: (row: Row) => string;
  readonly isDense?: boolean;
  readonly className?: string;
  /**
   * `fill`: it takes the height that is left and scrolls its rows; pixels: up to that height. `sideways`: it is as high
   * as its rows and scrolls its columns; without, the page scrolls both. Of one that scrolls its rows only those in
   * sight are drawn once there are many.
   */
  readonly scrolls?: 'fill' | 'sideways' | number;
  /** Its cells are read whole, so its rows differ in height. */
  readonly wraps?: boolean;
  readonly rowClass?: (row: Row) => string | undefined;
  /** Only the label and what stands in the rows tell what they are. */
  readonly hidesHeads?: boolean;
  /** A first row of heads. */
  readonly over?: readonly HeadOver[];
  /** Only rows that hold these words in a column that is searched. */
  readonly filter?: string;
  readonly onOpen?: (row: Row) => void;
  readonly selection?: Selection<Row>;
  readonly picks?: Picks<Row>;
  /** J and K go from row to row; one table of a page has them. */
  readonly hasRowKeys?: boolean;
  /** Its cells are fields to fill in: each of them is a stop of the Tab key, and keeps its own keys. */
  readonly isForm?: boolean;
  /** Called when the last rows come into sight: there may be more to be read. */
  readonly onEnd?: () => void;
  /** Its rows are being read. */
  readonly isBusy?: boolean;
  /** What stands in the place of rows where there are none. */
  readonly empty?: ReactNode;
}

/** From here on only rows in sight are drawn. */
const manyRows = 100;
/** So many rows before the last one the next ones are asked for. */
const rowsBefore = 30;
const rowHeightPx = { normal: 28, dense: 24 } as const;

/** The rows as they are shown: narrowed by the filter, in the order that a person chose. */
function useShown<Row>({ rows, columns, filter = '' }: TableProps<Row>, sorting: Sorting | null): Rows<Row> {
  return useMemo(
    () => sorted(found(rows, columns, filter), columns, sorting),
    [rows, columns, filter, sorting],
  );
}

interface Acts<Row> {
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly onSelect: ((row: Row) => void) | undefined;
  readonly onPick: ((row: Row) => void) | undefined;
}

/** What a row can be asked for; the same functions on every drawing, so that rows that stay are not drawn again. */
function useActs<Row>({ onOpen, selection, picks, keyOf }: TableProps<Row>): Acts<Row> {
  const open = useLatest((row: Row) => onOpen?.(row));
  const select = useLatest((row: Row) => selection?.onSelect(row));
  const pick = useLatest((row: Row) => picks?.onPick(toggled(picks.picked, keyOf(row))));
  return {
    onOpen: onOpen === undefined ? undefined : open,
    onSelect: selection === undefined ? undefined : select,
    onPick: picks === undefined ? undefined : pick,
  };
}

interface Drawn<Row> {
  readonly shown: Rows<Row>;
  readonly columns: readonly Column<Row>[];
  /** Only rows in sight are drawn; null where all are. */
  readonly window: RowWindow | null;
}

/** Draws one of the rows that are shown. */
function useDrawRow<Row>(
  props: TableProps<Row>,
  { shown, columns, window }: Drawn<Row>,
): (index: number) => ReactElement | null {
  const { keyOf, selection, picks, rowClass } = props;
  const acts = useActs(props);
  const measure = props.wraps === true ? window?.measureElement : undefined;
  return (index) => {
    const row = shown[index];
    if (row === undefined) {
      return null;
    }
    const ariaIndex = window === null ? undefined : index + 1 + headRows(props);
    if (row instanceof WideRow) {
      return <WideTableRow key={row.key} row={row} index={index} ariaIndex={ariaIndex} measure={measure} />;
    }
    const key = keyOf(row);
    return (
      <TableRow
        key={key}
        row={row}
        index={index}
        columns={columns}
        ariaIndex={ariaIndex}
        className={rowClass?.(row)}
        dataKey={key}
        isSelected={selection === undefined ? undefined : key === selection.selected}
        isPicked={picks?.picked.includes(key)}
        measure={measure}
        {...acts}
      />
    );
  };
}

const headRows = <Row,>({ over }: TableProps<Row>): number => (over === undefined ? 1 : 2);

/** Where the selected row stands; -1 for none. */
function selectedIndex<Row>({ keyOf, selection }: TableProps<Row>, shown: Rows<Row>): number {
  const selected = selection?.selected ?? null;
  return selected === null
    ? -1
    : shown.findIndex((row) => !(row instanceof WideRow) && keyOf(row) === selected);
}

/** Tells that the last of so many rows come into sight, once for each number of them. */
function useEnd<Row>(props: TableProps<Row>, window: RowWindow, count: number): void {
  const last = window.getVirtualItems().at(-1)?.index ?? -1;
  const onEnd = useLatest(() => props.onEnd?.());
  const isAtEnd = count > 0 && last >= count - rowsBefore;
  useEffect(() => {
    if (isAtEnd) {
      onEnd();
    }
  }, [isAtEnd, count, onEnd]);
}

/** Which of many rows are drawn, and the keys that go about all of them. */
function useMoving<Row>(
  props: TableProps<Row>,
  shown: Rows<Row>,
): { readonly scroll: RefObject<HTMLDivElement | null>; readonly window: RowWindow | null } & TableKeys {
  const { scrolls, isDense = false } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const isWindowed = scrolls !== undefined && scrolls !== 'sideways' && shown.length > manyRows;
  const heightPx = rowHeightPx[isDense ? 'dense' : 'normal'];
  const window = useRowWindow({
    count: isWindowed ? shown.length : 0,
    rowHeightPx: heightPx,
    scroll,
    shownIndex: selectedIndex(props, shown),
  });
  const keys = useTableKeys({
    count: shown.length,
    page: () => Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / heightPx) - 2),
    reach: (index) => window.scrollToIndex(index, { align: 'auto' }),
    isForm: props.isForm ?? false,
    hasRowKeys: props.hasRowKeys ?? false,
  });
  useEnd(props, window, isWindowed ? shown.length : 0);
  return { scroll, window: isWindowed ? window : null, table: keys.table, onKeyDown: keys.onKeyDown };
}

const isGrid = <Row,>({ selection, picks, onOpen }: TableProps<Row>): boolean =>
  selection !== undefined || picks !== undefined || onOpen !== undefined;

/** Rows of data with everything that a table is expected to do; see its properties. */
export function Table<Row>(props: TableProps<Row>): ReactElement {
  const { keyOf, picks, isDense, wraps } = props;
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const shown = useShown(props, sorting);
  const pickCells = usePickCells(picks, keyOf);
  const columns = useMemo(
    () => (pickCells === null ? props.columns : [pickCells, ...props.columns]),
    [props.columns, pickCells],
  );
  const [first, ...others] = columns;
  const heads =
    picks === undefined || first === undefined
      ? columns
      : [{ ...first, head: <PickAll picks={picks} keys={keysOf(shown, keyOf)} /> }, ...others];
  const { scroll, window, table, onKeyDown } = useMoving(props, shown);
  const drawRow = useDrawRow(props, { shown, columns, window });
  return (
    <TablePlace props={props} scroll={scroll} shown={shown}>
      <table
        ref={table}
        role={isGrid(props) ? 'grid' : undefined}
        className={classOf(
          'rows',
          isDense && 'dense',
          wraps && 'wraps',
          props.onOpen !== undefined && 'opens',
        )}
        style={{ minWidth: neededPx(columns, widths) }}
        aria-label={props.label}
        aria-busy={props.isBusy}
        aria-rowcount={window === null ? undefined : shown.length + headRows(props)}
        aria-multiselectable={picks === undefined ? undefined : true}
        onKeyDown={onKeyDown}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={{ width: widthOf(column, widths) }} />
          ))}
        </colgroup>
        <TableHead
          columns={heads}
          over={props.over}
          isHidden={props.hidesHeads ?? false}
          widths={widths}
          onWidth={(key, widthPx) => setWidths((before) => ({ ...before, [key]: widthPx }))}
          sorting={sorting}
          onSort={(key) => setSorting((before) => nextSorting(before, key))}
          isNumbered={window !== null}
        />
        {window === null ? (
          <tbody>{shown.map((_, index) => drawRow(index))}</tbody>
        ) : (
          <WindowBody window={window} columns={columns.length} drawRow={drawRow} />
        )}
      </table>
    </TablePlace>
  );
}

interface PlaceProps<Row> {
  readonly props: TableProps<Row>;
  readonly scroll: RefObject<HTMLDivElement | null>;
  readonly shown: Rows<Row>;
  readonly children: ReactElement;
}

/** Where the table stands: what scrolls, what is done with picked rows, and what is said where there are no rows. */
function TablePlace<Row>({ props, scroll, shown, children }: PlaceProps<Row>): ReactElement {
  const { scrolls, className, picks, keyOf, isBusy = false, empty = null } = props;
  const isEmpty = shown.length === 0;
  return (
    <div className={classOf('table', scrolls === 'fill' && 'fills', className)}>
      {picks === undefined ? null : <PickBar picks={picks} keys={keysOf(shown, keyOf)} />}
      <div
        ref={scroll}
        className={classOf('table-scroll', scrolls !== undefined && 'rolls')}
        style={typeof scrolls === 'number' ? { maxHeight: scrolls } : undefined}
      >
        {isEmpty && isBusy ? <Loading /> : isEmpty && empty !== null ? empty : children}
      </div>
    </div>
  );
}
