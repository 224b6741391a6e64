import { memo, type KeyboardEvent, type MouseEvent, type ReactElement, type Ref } from 'react';
import { classOf, type Column, type WideRow } from './columns.ts';

export interface RowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  /** Its number for those who hear the table, where not all rows are drawn. */
  readonly ariaIndex: number | undefined;
  readonly className: string | undefined;
  readonly dataKey: string;
  /** Undefined where rows are not selected. */
  readonly isSelected: boolean | undefined;
  readonly isPicked: boolean | undefined;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly onSelect: ((row: Row) => void) | undefined;
  readonly onPick: ((row: Row) => void) | undefined;
  /** Takes the drawn row, where rows differ in height. */
  readonly measure: Ref<HTMLTableRowElement> | undefined;
}

const controls = 'a, button, input, select, label, [role="button"], [role="combobox"]';

function Cells<Row>({
  row,
  columns,
}: {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
}): ReactElement {
  const cells: ReactElement[] = [];
  for (let at = 0; at < columns.length; at += 1) {
    const column = columns[at];
    if (column === undefined) {
      break;
    }
    const { key, align, className, render, hover, isRowHead = false } = column;
    const span = column.span?.(row) ?? 1;
    const given = typeof className === 'function' ? className(row) : className;
    const of = {
      colSpan: span === 1 ? undefined : span,
      className: classOf(align === 'end' && 'number', given),
      title: hover?.(row),
    };
    cells.push(
      isRowHead ? (
        <th key={key} scope="row" {...of}>
          {render(row)}
        </th>
      ) : (
        <td key={key} {...of}>
          {render(row)}
        </td>
      ),
    );
    at += span - 1;
  }
  return <>{cells}</>;
}

type WideRowProps = Pick<RowProps<unknown>, 'index' | 'ariaIndex' | 'measure'> & { readonly row: WideRow };

/** A row that does not follow the columns. */
export function WideTableRow({ row, index, ariaIndex, measure }: WideRowProps): ReactElement {
  return (
    <tr ref={measure} className={row.className} data-index={index} aria-rowindex={ariaIndex}>
      {row.cells.map(({ key, columns, content, className, isGroupHead = false }) =>
        isGroupHead ? (
          <th key={key} scope="rowgroup" colSpan={columns} className={className}>
            {content}
          </th>
        ) : (
          <td key={key} colSpan={columns} className={className}>
            {content}
          </td>
        ),
      )}
    </tr>
  );
}

function OneRow<Row>(props: RowProps<Row>): ReactElement {
  const { row, columns, index, dataKey, ariaIndex, className, measure } = props;
  const { isSelected, isPicked, onOpen, onSelect, onPick } = props;
  const isStop = onOpen !== undefined || onSelect !== undefined || onPick !== undefined;
  const onClick = ({ target }: MouseEvent): void => {
    if (!(target instanceof Element) || target.closest(controls) === null) {
      onSelect?.(row);
      onOpen?.(row);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>): void => {
    if (event.target !== event.currentTarget) {
      return;
    }
    const acts: Readonly<Record<string, typeof onOpen>> = {
      Enter: onOpen ?? onSelect,
      ' ': onPick ?? onSelect,
    };
    const act = acts[event.key];
    if (act !== undefined) {
      event.preventDefault();
      act(row);
    }
  };
  return (
    <tr
      ref={measure}
      className={className}
      data-index={index}
      data-key={dataKey}
      data-stop={isStop ? '' : undefined}
      aria-rowindex={ariaIndex}
      aria-selected={isPicked ?? isSelected}
      onClick={isStop ? onClick : undefined}
      onKeyDown={isStop ? onKeyDown : undefined}
      onFocus={
        onSelect === undefined ? undefined : (event) => event.target === event.currentTarget && onSelect(row)
      }
    >
      <Cells row={row} columns={columns} />
    </tr>
  );
}

/** Drawn again only when something of it changed: most rows stay as they are while one scrolls. */
export const TableRow = memo(OneRow) as typeof OneRow;
