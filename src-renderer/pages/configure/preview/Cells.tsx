import type { ReactElement } from 'react';
import type { CellReference } from '../../../../src-main/contract/site-plan.ts';
import { CellRef } from '../job/CellRef.tsx';

/** Where a cell is shown: the sheet page opens at it. */
export function sheetAddress(importId: number, { sheet, cell }: CellReference): string {
  return `/configure/sheets/${importId}?sheet=${encodeURIComponent(sheet)}&cell=${encodeURIComponent(cell)}`;
}

interface CellsProps {
  readonly importId: number;
  readonly cells: readonly CellReference[];
}

/** The cell to look at; how many more there are stands behind it. */
export function Cells({ importId, cells }: CellsProps): ReactElement {
  const [first, ...rest] = cells;
  if (first === undefined) {
    return <span className="faint">—</span>;
  }
  const others = rest.map(({ sheet, cell }) => `${sheet}!${cell}`).join('\n');
  return (
    <span className="preview-cells">
      <CellRef {...first} to={sheetAddress(importId, first)} />
      {rest.length === 0 ? null : (
        <span className="faint" title={others}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
