import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { useWords } from '../../../words/language.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { Status } from '../../../components/Status.tsx';
import { toggled } from '../../../components/table/picks.tsx';
import { Table, WideRow, type Column } from '../../../components/table/Table.tsx';
import { HostTable } from './HostTable.tsx';
import { useItemTitle } from './item-title.ts';
import { glyphOfItem, groupItems, isUnknownKey, matrixOf, worstOf } from './items.ts';

function Subject({ subject }: Pick<PreflightItem, 'subject'>): ReactElement {
  const { t } = useTranslation('preflight');
  if (subject === 'laptop' || subject === 'hosts') {
    return <>{t(`subjects.${subject}`)}</>;
  }
  return <span className="mono">{subject}</span>;
}

type ItemGroup = ReturnType<typeof groupItems>[number];

/** The head of a group says how many were looked at, and the worst that was found. */
function useGroupHead(onFold: (key: string) => void): (group: ItemGroup, isOpen: boolean) => WideRow {
  const { t } = useTranslation('preflight');
  return ({ key, items }, isOpen) => {
    const worst = worstOf(items);
    const found = items.filter(({ verdict }) => verdict === worst);
    const [first] = found;
    const name = (
      <button type="button" className="preview-fold" aria-expanded={isOpen} onClick={() => onFold(key)}>
        <Glyph name={isOpen ? 'open' : 'shut'} />
        {t(`groups.${key}`)}
        <small>{t('groupNote.items', { count: items.length })}</small>
      </button>
    );
    const verdict =
      first === undefined ? null : (
        <Status glyph={glyphOfItem(first)}>
          {t(`verdict.${worst}`)} {found.length}
        </Status>
      );
    return new WideRow({
      key,
      className: 'group',
      cells: [
        { key: 'name', columns: 2, content: name },
        { key: 'worst', columns: 2, content: verdict, className: 'preview-plain' },
      ],
    });
  };
}

function useItemColumns(): readonly Column<PreflightItem>[] {
  const { t } = useTranslation('preflight');
  const words = useWords();
  const title = useItemTitle();
  const isAmiss = ({ verdict }: PreflightItem): boolean => verdict === 'error' || verdict === 'warning';
  return [
    { key: 'what', title: t('column.what'), widthPx: 146, className: 'preflight-what', render: title },
    {
      key: 'subject',
      title: t('column.subject'),
      widthPx: 176,
      hover: ({ subject }) => subject,
      render: ({ subject }) => <Subject subject={subject} />,
    },
    {
      key: 'verdict',
      title: t('column.verdict'),
      widthPx: 116,
      render: (item) => <Status glyph={glyphOfItem(item)}>{t(`verdict.${item.verdict}`)}</Status>,
    },
    {
      key: 'message',
      title: t('column.message'),
      minPx: 240,
      className: (item) => (isAmiss(item) ? undefined : 'quiet'),
      hover: ({ message }) => words(message),
      render: (item) => (isUnknownKey(item) ? t('hosts.seeKeys') : words(item.message)),
    },
  ];
}

interface ItemTableProps {
  readonly items: readonly PreflightItem[];
  /** As the plan calls them. */
  readonly hosts: readonly string[];
}

/** Everything that was looked at, in the order in which a person would mend it; what is about single hosts as a matrix. */
export function ItemTable({ items, hosts }: ItemTableProps): ReactElement {
  const { t } = useTranslation('preflight');
  const matrix = matrixOf(items, hosts);
  const [closed, setClosed] = useState<readonly string[]>([]);
  const groupHead = useGroupHead((key) => setClosed(toggled(closed, key)));
  const columns = useItemColumns();
  return (
    <div className="preflight-table">
      <Table
        isDense
        wraps
        label={t('title')}
        columns={columns}
        rows={groupItems(matrix.rest).flatMap((group) => {
          const isOpen = !closed.includes(group.key);
          return [groupHead(group, isOpen), ...(isOpen ? group.items : [])];
        })}
        keyOf={({ code, subject, verdict }) => `${code} ${subject} ${verdict}`}
        rowClass={({ verdict }) => `preflight-${verdict}`}
      />
      <HostTable matrix={matrix} />
    </div>
  );
}
