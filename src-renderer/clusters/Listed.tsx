import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Table, type Column } from '../components/table/Table.tsx';
import { Section } from '../pages/settings/Section.tsx';
import './clusters.css';

interface ListedProps<Row> {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  /** Null: may not be read. */
  readonly rows: readonly Row[] | null;
  readonly keyOf: (row: Row) => string;
  readonly none: string;
}

const highestPx = 320;

/** A section of an object's page: what belongs to it of one kind. */
export function Listed<Row>({ id, title, columns, rows, keyOf, none }: ListedProps<Row>): ReactElement {
  const { t } = useTranslation('clusters');
  const nothing = (words: string): ReactNode => <p className="clusters-none quiet">{words}</p>;
  return (
    <Section id={id} title={title} note={rows === null || rows.length === 0 ? undefined : rows.length}>
      {rows === null ? (
        nothing(t('unseen'))
      ) : rows.length === 0 ? (
        nothing(none)
      ) : (
        <Table<Row> scrolls={highestPx} wraps label={title} columns={columns} rows={rows} keyOf={keyOf} />
      )}
    </Section>
  );
}
