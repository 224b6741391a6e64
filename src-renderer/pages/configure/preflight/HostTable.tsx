import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { useWords } from '../../../words/language.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { Table, type Column } from '../../../components/table/Table.tsx';
import { useItemTitle } from './item-title.ts';
import { glyphOfItem, isUnknownKey, toSay, worstOf, type HostMatrix, type HostRow } from './items.ts';

function Check({ items }: { readonly items: readonly PreflightItem[] | undefined }): ReactElement {
  const { t } = useTranslation('preflight');
  if (items === undefined) {
    return <span className="faint">—</span>;
  }
  const worst = worstOf(items);
  const shown = items.filter(({ verdict }) => verdict === worst);
  return (
    <span className={worst === 'ok' || worst === 'unknown' ? 'preflight-check quiet' : 'preflight-check'}>
      <Glyph name={glyphOfItem({ verdict: worst })} />
      {t(`verdict.${worst}`)}
      {items.length > 1 ? ` ${shown.length}/${items.length}` : null}
    </span>
  );
}

/** Each host in one line, each check in one column: who looks for a host and who looks for a check both find it. */
export function HostTable({ matrix: { codes, rows } }: { readonly matrix: HostMatrix }): ReactElement | null {
  const { t } = useTranslation('preflight');
  const title = useItemTitle();
  const words = useWords();
  if (rows.length === 0) {
    return null;
  }
  const columns: readonly Column<HostRow>[] = [
    {
      key: 'host',
      title: t('hosts.host', { count: rows.length }),
      widthPx: 146,
      isRowHead: true,
      className: 'strong',
      render: ({ host }) => host,
    },
    ...codes.map((code): Column<HostRow> => ({
      key: code,
      title: title({ code }),
      widthPx: 104,
      hover: ({ checks }) =>
        checks
          .get(code)
          ?.map(({ message }) => words(message))
          .join('\n'),
      render: ({ checks }) => <Check items={checks.get(code)} />,
    })),
    {
      key: 'message',
      title: t('column.message'),
      minPx: 160,
      render: (row) =>
        [
          ...new Set(
            toSay(row).map((item) => (isUnknownKey(item) ? t('hosts.seeKeys') : words(item.message))),
          ),
        ].join(' '),
    },
  ];
  return (
    <Table
      className="preflight-hosts"
      isDense
      wraps
      label={t('hosts.title')}
      columns={columns}
      rows={rows}
      keyOf={({ host }) => host}
      rowClass={({ checks }) => `preflight-${worstOf([...checks.values()].flat())}`}
    />
  );
}
