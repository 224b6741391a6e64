import type { ReactElement, ReactNode } from 'react';
import { Glyph } from './Glyph.tsx';
import './compare.css';

/** How the second value stands to the first. */
export type Likeness = 'equal' | 'different' | 'unreadable';

interface DifferentProps {
  readonly children: ReactNode;
}

/** A value that is not the one beside it. */
export function Different({ children }: DifferentProps): ReactElement {
  return (
    <span className="compare-different">
      <span aria-hidden="true">≠ </span>
      {children}
    </span>
  );
}

/** The second of two values: plain when it is the same, marked when it is not, the reason where it cannot be read. */
export function SecondValue({
  likeness,
  children,
}: {
  readonly likeness: Likeness;
  readonly children: ReactNode;
}): ReactElement {
  if (likeness === 'different') {
    return <Different>{children}</Different>;
  }
  if (likeness === 'equal') {
    return <>{children}</>;
  }
  return (
    <span className="quiet">
      <Glyph name="skipped" /> {children}
    </span>
  );
}

export interface CompareRow {
  readonly key: string;
  readonly subject: ReactNode;
  readonly first: ReactNode;
  readonly second: ReactNode;
  readonly likeness: Likeness;
}

interface CompareProps {
  /** Names the table for those who do not see it. */
  readonly label: string;
  readonly heads: { readonly subject: string; readonly first: string; readonly second: string };
  /** Heads that everybody sees; without them only the label tells what stands where. */
  readonly showHeads?: boolean;
  readonly rows: readonly CompareRow[];
}

/** Words that may be cut are whole on hover. */
const hoverOf = (value: ReactNode): string | undefined => (typeof value === 'string' ? value : undefined);

/** Value beside value: what was planned and what is there, or the same thing twice. */
export function Compare({ label, heads, showHeads = true, rows }: CompareProps): ReactElement {
  return (
    <table className="rows compare" aria-label={label}>
      <thead className={showHeads ? undefined : 'compare-hidden'}>
        <tr>
          <th style={{ width: '24%' }}>{heads.subject}</th>
          <th>{heads.first}</th>
          <th>{heads.second}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, subject, first, second, likeness }) => (
          <tr key={key} className={likeness === 'different' ? 'compare-row' : undefined}>
            <td className="quiet" title={hoverOf(subject)}>
              {subject}
            </td>
            <td title={hoverOf(first)}>{first}</td>
            <td title={hoverOf(second)}>
              <SecondValue likeness={likeness}>{second}</SecondValue>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
