import type { ReactElement, ReactNode } from 'react';
import { Glyph } from './Glyph.tsx';
import { Table, type Column } from './table/Table.tsx';
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

/** Value beside value: what was planned and what is there, or the same thing twice. */
export function Compare({ label, heads, showHeads = true, rows }: CompareProps): ReactElement {
  const columns: readonly Column<CompareRow>[] = [
    {
      key: 'subject',
      title: heads.subject,
      share: 0.24,
      className: 'quiet',
      render: ({ subject }) => subject,
    },
    { key: 'first', title: heads.first, render: ({ first }) => first },
    {
      key: 'second',
      title: heads.second,
      render: ({ second, likeness }) => <SecondValue likeness={likeness}>{second}</SecondValue>,
    },
  ];
  return (
    <Table
      className="compare"
      wraps
      label={label}
      hidesHeads={!showHeads}
      columns={columns}
      rows={rows}
      keyOf={({ key }) => key}
      rowClass={({ likeness }) => (likeness === 'different' ? 'compare-row' : undefined)}
    />
  );
}
