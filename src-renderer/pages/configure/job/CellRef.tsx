import type { ReactElement } from 'react';
import { SourceRef } from '../../../components/SourceRef.tsx';

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
export const CellRef = ({ sheet, cell = null, to, onGo }: CellRefProps): ReactElement => (
  <SourceRef place={cell === null || cell === '' ? sheet : `${sheet}!${cell}`} to={to} onGo={onGo} />
);
