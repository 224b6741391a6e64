import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { useWords } from '../../../words/language.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { Status } from '../../../components/Status.tsx';
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

function Row({ item }: { readonly item: PreflightItem }): ReactElement {
  const { t } = useTranslation('preflight');
  const words = useWords();
  const title = useItemTitle();
  const isAmiss = item.verdict === 'error' || item.verdict === 'warning';
  return (
    <tr className={`preflight-${item.verdict}`}>
      <td className="preflight-what">{title(item)}</td>
      <td title={item.subject}>
        <Subject subject={item.subject} />
      </td>
      <td>
        <Status glyph={glyphOfItem(item)}>{t(`verdict.${item.verdict}`)}</Status>
      </td>
      <td className={isAmiss ? 'preflight-message' : 'preflight-message quiet'} title={words(item.message)}>
        {isUnknownKey(item) ? t('hosts.seeKeys') : words(item.message)}
      </td>
    </tr>
  );
}

function Group({
  name,
  items,
}: {
  readonly name: 'site';
  readonly items: readonly PreflightItem[];
}): ReactElement {
  const { t } = useTranslation('preflight');
  const [isOpen, setOpen] = useState(true);
  const worst = worstOf(items);
  const amiss = items.filter(({ verdict }) => verdict === worst).length;
  const [first] = items.filter(({ verdict }) => verdict === worst);
  return (
    <tbody>
      <tr className="group">
        <td colSpan={2}>
          <button
            type="button"
            className="preview-fold"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <Glyph name={isOpen ? 'open' : 'shut'} />
            {t(`groups.${name}`)}
            <small>{t('groupNote.items', { count: items.length })}</small>
          </button>
        </td>
        <td colSpan={2} className="preview-plain">
          {first === undefined ? null : (
            <Status glyph={glyphOfItem(first)}>
              {t(`verdict.${worst}`)} {amiss}
            </Status>
          )}
        </td>
      </tr>
      {isOpen
        ? items.map((item) => <Row key={`${item.code} ${item.subject} ${item.verdict}`} item={item} />)
        : null}
    </tbody>
  );
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
  return (
    <div className="preflight-table">
      <table className="rows dense preflight-items">
        <colgroup>
          <col style={{ width: 146 }} />
          <col style={{ width: 176 }} />
          <col style={{ width: 116 }} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th>{t('column.what')}</th>
            <th>{t('column.subject')}</th>
            <th>{t('column.verdict')}</th>
            <th>{t('column.message')}</th>
          </tr>
        </thead>
        {groupItems(matrix.rest).map(({ key, items: members }) => (
          <Group key={key} name={key as 'site'} items={members} />
        ))}
      </table>
      <HostTable matrix={matrix} />
    </div>
  );
}
