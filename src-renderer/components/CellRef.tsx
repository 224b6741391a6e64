import type { ReactElement } from 'react';
import { Link } from 'wouter';

interface CellRefProps {
  readonly sheet: string;
  /** `D14`, `E24:E25`; left out for a whole sheet. */
  readonly cell?: string | null;
  /** Where the cell is shown; without it the reference is only text. */
  readonly to?: string | null;
  /** Before it is gone to. */
  readonly onGo?: () => void;
}

/** A place in the workbook, written as Excel writes it. */
export function CellRef({ sheet, cell = null, to = null, onGo }: CellRefProps): ReactElement {
  const place = cell === null || cell === '' ? sheet : `${sheet}!${cell}`;
  if (to === null) {
    return (
      <span className="mono cut" title={place}>
        {place}
      </span>
    );
  }
  return (
    <Link className="mono cut" href={to} title={place} {...(onGo === undefined ? {} : { onClick: onGo })}>
      {place}
    </Link>
  );
}
