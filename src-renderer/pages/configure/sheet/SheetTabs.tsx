import { Dropdown } from 'antd';
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../../../src-main/contract/finding.ts';
import type { GridSheet } from '../../../../src-main/contract/workbook-grid.ts';
import { Glyph } from '../../../components/Glyph.tsx';
import { countsOf, severities, type Counts } from './findings.ts';
import { glyphOfSeverity } from './Row.tsx';

interface SheetTabsProps {
  readonly sheets: readonly GridSheet[];
  readonly findings: readonly Finding[];
  readonly current: string;
  readonly onOpen: (title: string) => void;
}

/** Glyph and number for each severity that occurs. */
export function CountMarks({ counts }: { readonly counts: Counts }): ReactElement {
  const { t } = useTranslation('sheet');
  return (
    <>
      {severities
        .filter((severity) => counts[severity] > 0)
        .map((severity) => (
          <em key={severity}>
            <Glyph name={glyphOfSeverity[severity]} label={t(`severity.${severity}`)} />
            {counts[severity]}
          </em>
        ))}
    </>
  );
}

/** The sheets that matter as tabs, with what is wrong on them; the others behind the last one. */
export function SheetTabs({ sheets, findings, current, onOpen }: SheetTabsProps): ReactElement {
  const { t } = useTranslation('sheet');
  const countsFor = (title: string): Counts => countsOf(findings.filter(({ sheet }) => sheet === title));
  const matters = ({ title, inputs }: GridSheet): boolean =>
    title === current ||
    Object.keys(inputs).length > 0 ||
    findings.some(({ sheet, severity }) => sheet === title && severity !== 'info');
  const tabs = sheets.filter(matters);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (list.current === null || tab === null || tab === undefined) {
      return;
    }
    const { scrollLeft, clientWidth, offsetLeft } = list.current;
    const left = tab.offsetLeft - offsetLeft;
    if (left < scrollLeft) {
      list.current.scrollLeft = left;
    } else if (left + tab.offsetWidth > scrollLeft + clientWidth) {
      list.current.scrollLeft = left + tab.offsetWidth - clientWidth;
    }
  }, [current]);
  const rest = sheets.filter((sheet) => !matters(sheet));
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[tabs.findIndex(({ title }) => title === current) + by];
    if (by === 0 || next === undefined) {
      return;
    }
    event.preventDefault();
    onOpen(next.title);
    const place = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
    place[tabs.indexOf(next)]?.focus();
  };
  return (
    <div className="sheet-tabs">
      <div ref={list} role="tablist" aria-label={t('tabs.label')} onKeyDown={onKeyDown}>
        {tabs.map(({ title, isHidden }) => (
          <button
            key={title}
            type="button"
            role="tab"
            aria-selected={title === current}
            tabIndex={title === current ? 0 : -1}
            title={isHidden ? t('hidden') : undefined}
            onClick={() => onOpen(title)}
          >
            {title} <CountMarks counts={countsFor(title)} />
          </button>
        ))}
      </div>
      {rest.length === 0 ? null : (
        <Dropdown
          trigger={['click']}
          placement="topRight"
          menu={{
            items: rest.map(({ title, isHidden }) => ({
              key: title,
              label: isHidden ? t('tabs.hidden', { title }) : title,
            })),
            onClick: ({ key }) => onOpen(key),
          }}
        >
          <button type="button" className="sheet-rest">
            {t('tabs.rest', { count: rest.length })} <Glyph name="open" />
          </button>
        </Dropdown>
      )}
    </div>
  );
}
