import { Fragment, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportDocument } from '../../../../src-main/contract/report.ts';
import { groupBy } from '../../../words/group-by.ts';
import { clockTime } from '../../../words/times.ts';
import { SecondValue } from '../../../components/Compare.tsx';
import { likenessOf, Verdict } from './verdict.tsx';

type Check = ReportDocument['checks'][number];

interface CheckGroup {
  readonly key: string;
  readonly group: Check['group'];
  readonly of: string | null;
  readonly checks: readonly Check[];
}

/** As the report has them: by what they are of, in its order. */
function grouped(checks: readonly Check[]): readonly CheckGroup[] {
  return [...groupBy(checks, ({ group, of }) => `${group} ${of ?? ''}`)].flatMap(([key, of]) => {
    const [first] = of;
    return first === undefined ? [] : [{ key, group: first.group, of: first.of, checks: of }];
  });
}

function Row({ check }: { readonly check: Check }): ReactElement {
  const { t } = useTranslation('after');
  const { subject, planned, actual, verdict, note, readAt } = check;
  const read = actual ?? note ?? t('check.noActual');
  const said = actual === null || note === null ? null : note;
  return (
    <tr className={verdict === 'different' ? 'compare-row' : undefined}>
      <td className="check-subject" title={subject}>
        {subject}
      </td>
      <td title={planned}>{planned}</td>
      <td title={said === null ? read : `${read} · ${said}`}>
        <SecondValue likeness={actual === null ? 'unreadable' : likenessOf(verdict)}>{read}</SecondValue>
        {said === null ? null : <span className="faint"> · {said}</span>}
      </td>
      <td>
        <Verdict verdict={verdict} />
      </td>
      <td className="number quiet">{clockTime(Date.parse(readAt))}</td>
    </tr>
  );
}

/** Planned beside read back, value by value. */
export function Checks({ checks }: { readonly checks: readonly Check[] }): ReactElement {
  const { t } = useTranslation('after');
  return (
    <table className="rows dense check-table" aria-label={t('check.table')}>
      <thead>
        <tr>
          <th className="check-item">{t('check.column.subject')}</th>
          <th>{t('check.column.planned')}</th>
          <th>{t('check.column.actual')}</th>
          <th className="check-verdict">{t('check.column.verdict')}</th>
          <th className="check-time number">{t('check.column.readAt')}</th>
        </tr>
      </thead>
      <tbody>
        {grouped(checks).map(({ key, group, of, checks: rows }) => (
          <Fragment key={key}>
            <tr className="group">
              <th scope="rowgroup" colSpan={5}>
                {t(`group.${group}`)} {of === null ? null : <span>{of}</span>}{' '}
                <span className="small faint">{rows.length}</span>
              </th>
            </tr>
            {rows.map((check, index) => (
              <Row key={`${check.subject} ${index}`} check={check} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
