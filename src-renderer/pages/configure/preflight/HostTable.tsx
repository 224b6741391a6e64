import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { useWords } from '../../../words/language.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { useItemTitle } from './item-title.ts';
import { glyphOfItem, isUnknownKey, toSay, worstOf, type HostMatrix, type HostRow } from './items.ts';

function Check({ items }: { readonly items: readonly PreflightItem[] | undefined }): ReactElement {
  const { t } = useTranslation('preflight');
  const words = useWords();
  if (items === undefined) {
    return <td className="faint">—</td>;
  }
  const worst = worstOf(items);
  const shown = items.filter(({ verdict }) => verdict === worst);
  return (
    <td title={items.map(({ message }) => words(message)).join('\n')}>
      <span className={worst === 'ok' || worst === 'unknown' ? 'preflight-check quiet' : 'preflight-check'}>
        <Glyph name={glyphOfItem({ verdict: worst })} />
        {t(`verdict.${worst}`)}
        {items.length > 1 ? ` ${shown.length}/${items.length}` : null}
      </span>
    </td>
  );
}

function Row({ row, codes }: { readonly row: HostRow; readonly codes: readonly string[] }): ReactElement {
  const { t } = useTranslation('preflight');
  const words = useWords();
  const said = [
    ...new Set(toSay(row).map((item) => (isUnknownKey(item) ? t('hosts.seeKeys') : words(item.message)))),
  ];
  return (
    <tr className={`preflight-${worstOf([...row.checks.values()].flat())}`}>
      <th scope="row" className="strong">
        {row.host}
      </th>
      {codes.map((code) => (
        <Check key={code} items={row.checks.get(code)} />
      ))}
      <td className="preflight-message">{said.length === 0 ? null : said.join(' ')}</td>
    </tr>
  );
}

/** Each host in one line, each check in one column: who looks for a host and who looks for a check both find it. */
export function HostTable({ matrix: { codes, rows } }: { readonly matrix: HostMatrix }): ReactElement | null {
  const { t } = useTranslation('preflight');
  const title = useItemTitle();
  if (rows.length === 0) {
    return null;
  }
  return (
    <table className="rows dense preflight-items preflight-hosts" aria-label={t('hosts.title')}>
      <colgroup>
        <col style={{ width: 146 }} />
        {codes.map((code) => (
          <col key={code} style={{ width: 104 }} />
        ))}
        <col />
      </colgroup>
      <thead>
        <tr>
          <th>{t('hosts.host', { count: rows.length })}</th>
          {codes.map((code) => (
            <th key={code}>{title({ code })}</th>
          ))}
          <th>{t('column.message')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.host} row={row} codes={codes} />
        ))}
      </tbody>
    </table>
  );
}
