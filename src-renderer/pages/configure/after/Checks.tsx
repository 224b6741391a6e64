import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportDocument } from '../../../../src-main/contract/report.ts';
import { groupBy } from '../../../words/group-by.ts';
import { clockTime } from '../../../words/times.ts';
import { SecondValue } from '../../../components/Compare.tsx';
import { groupRow, Table, type Column } from '../../../components/table/Table.tsx';
import { likenessOf, Verdict } from './verdict.tsx';

type Check = ReportDocument['checks'][number];

interface CheckGroup {
  readonly key: string;
  readonly title: string;
  readonly of: string | null;
  readonly checks: readonly Check[];
}

/** As the report has them: by what they are of, in its order. */
function grouped(checks: readonly Check[]): readonly CheckGroup[] {
  return [...groupBy(checks, ({ group, of }) => `${group} ${of ?? ''}`)].flatMap(([key, of]) => {
    const [first] = of;
    return first === undefined ? [] : [{ key, title: first.groupTitle, of: first.of, checks: of }];
  });
}

interface ChecksProps {
  readonly checks: readonly Check[];
  readonly empty: ReactElement;
}

/** Planned beside read back, value by value. */
export function Checks({ checks, empty }: ChecksProps): ReactElement {
  const { t } = useTranslation('after');
  const read = ({ actual, note }: Check): string => actual ?? note ?? t('check.noActual');
  const said = ({ actual, note }: Check): string | null => (actual === null ? null : note);
  const columns: readonly Column<Check>[] = [
    {
      key: 'subject',
      title: t('check.column.subject'),
      widthPx: 168,
      className: 'check-subject',
      render: ({ subject }) => subject,
      hover: ({ subject }) => subject,
    },
    {
      key: 'planned',
      title: t('check.column.planned'),
      minPx: 100,
      render: ({ planned }) => planned,
      hover: ({ planned }) => planned,
    },
    {
      key: 'actual',
      title: t('check.column.actual'),
      minPx: 100,
      hover: (check) => [read(check), said(check)].filter((part) => part !== null).join(' · '),
      render: (check) => (
        <>
          <SecondValue likeness={check.actual === null ? 'unreadable' : likenessOf(check.verdict)}>
            {read(check)}
          </SecondValue>
          {said(check) === null ? null : <span className="faint"> · {said(check)}</span>}
        </>
      ),
    },
    {
      key: 'verdict',
      title: t('check.column.verdict'),
      widthPx: 132,
      render: ({ verdict }) => <Verdict verdict={verdict} />,
    },
    {
      key: 'readAt',
      title: t('check.column.readAt'),
      widthPx: 84,
      align: 'end',
      className: 'quiet',
      render: ({ readAt }) => clockTime(Date.parse(readAt)),
    },
  ];
  const rows = grouped(checks).flatMap(({ key, title, of, checks: members }) => [
    groupRow(
      key,
      columns.length,
      <>
        {title} {of === null ? null : <span>{of}</span>} <span className="small faint">{members.length}</span>
      </>,
    ),
    ...members,
  ]);
  return (
    <Table
      className="check-table"
      scrolls="fill"
      isDense
      wraps
      label={t('check.table')}
      columns={columns}
      rows={rows}
      empty={empty}
      keyOf={(check) => `${check.subject} ${checks.indexOf(check)}`}
      rowClass={({ verdict }) => (verdict === 'different' ? 'compare-row' : undefined)}
    />
  );
}
