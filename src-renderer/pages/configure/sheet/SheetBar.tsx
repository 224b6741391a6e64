import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { WorkbookFacts } from '../../../../src-main/contract/finding.ts';
import { useWords } from '../../../words/language.ts';
import { dayTime } from '../../../words/times.ts';
import { fileNameOf, saveFile } from '../../../ask/save-file.ts';
import { showCell } from '../job/sheet-places.ts';
import { siteProblem, type Order } from '../job/orders.ts';
import { Action } from '../../../components/Action.tsx';
import { Glyph } from '../../../components/Glyph.tsx';
import type { SheetState } from './ask.ts';
import { useDrafts } from './edits.ts';
import { findingsCsv } from './findings.ts';

interface SheetBarProps {
  readonly id: number;
  readonly state: SheetState;
  readonly site: Order['site'];
  readonly reopening: { readonly isUnderWay: boolean; readonly act: () => void };
  readonly onCompare: () => void;
}

/** How it differs from the import before. */
function Compared({ state, onCompare }: Pick<SheetBarProps, 'state' | 'onCompare'>): ReactElement | null {
  const { t } = useTranslation('sheet');
  const { imported, difference } = state;
  if (difference === null) {
    return (
      <span className="tone-warn" title={t('bar.damagedHint')}>
        <Glyph name="warning" /> {t('bar.damaged')}
      </span>
    );
  }
  if (difference.length === 0) {
    return imported.versions.length > 1 ? <span>{t('bar.same')}</span> : null;
  }
  return (
    <Action kind="link" onAct={onCompare}>
      {t('bar.difference', { count: difference.length })}
    </Action>
  );
}

/** By whom and when the workbook was saved, as it says itself; empty where it says neither. */
function savedBy(workbook: WorkbookFacts | null): string {
  const at = Date.parse(workbook?.modifiedAt ?? '');
  const time = Number.isNaN(at) ? '' : dayTime(at);
  return [workbook?.lastModifiedBy ?? '', time].filter((part) => part !== '').join(' · ');
}

/** Which version of the workbook is shown. */
function Version({ state, onCompare }: Pick<SheetBarProps, 'state' | 'onCompare'>): ReactElement {
  const { t } = useTranslation('sheet');
  const { imported, reading } = state;
  const last = imported.versions.at(-1);
  const { sha256 } = reading.workbook;
  const saved = savedBy(last?.workbook ?? null);
  const number = imported.versions.filter(({ isWriteBack }) => !isWriteBack).length;
  const time = dayTime(last?.seenAt ?? imported.importedAt);
  return (
    <>
      <span>{t(last?.isWriteBack === true ? 'bar.writtenBack' : 'bar.version', { number, time })}</span>
      <span title={sha256}>
        SHA-256{' '}
        <span className="mono">
          {sha256.slice(0, 4)} {sha256.slice(4, 8)}…
        </span>
      </span>
      {saved === '' ? null : <span className="cut">{t('bar.savedBy', { saved })}</span>}
      <Compared state={state} onCompare={onCompare} />
    </>
  );
}

/** Leads to what was entered and not saved. */
function Unsaved({ id }: { readonly id: number }): ReactElement | null {
  const { t } = useTranslation('sheet');
  const drafts = useDrafts(id);
  const [first] = drafts;
  if (first === undefined) {
    return null;
  }
  return (
    <Action kind="link" onAct={() => showCell(id, { sheet: first.sheet, cell: first.cell })}>
      {t('bar.unsaved', { count: drafts.length })}
    </Action>
  );
}

/** Which version of the workbook this is, and what can be done with the whole of it. */
export function SheetBar({ id, state, site, reopening, onCompare }: SheetBarProps): ReactElement {
  const { t } = useTranslation(['sheet', 'common', 'configure']);
  const words = useWords();
  const [, go] = useLocation();
  const { imported, reading } = state;
  const next = siteProblem(site) === null ? 'preflight' : 'site';
  const isChanged = imported.versions.at(-1)?.sha256 !== reading.workbook.sha256;
  const name = fileNameOf(imported.path);
  const exportFindings = (): void =>
    saveFile(
      t('export.file', { name: name.replace(/\.[^.]*$/, '') }),
      'text/csv',
      findingsCsv(reading.findings, words, {
        severity: { error: t('severity.error'), warning: t('severity.warning'), info: t('severity.info') },
        columns: [
          t('export.severity'),
          t('export.sheet'),
          t('export.cell'),
          t('export.message'),
          t('export.fix'),
          t('export.code'),
        ],
      }),
    );
  return (
    <div className="sheet-bar">
      <Version state={state} onCompare={onCompare} />
      <Unsaved id={id} />
      {isChanged ? (
        <span className="tone-warn cut" title={t('bar.changedHint')}>
          <Glyph name="warning" /> {t('bar.changed')}
        </span>
      ) : null}
      <span className="sheet-acts">
        <Action
          kind="link"
          onAct={exportFindings}
          disabledBecause={reading.findings.length === 0 ? t('export.none') : null}
        >
          {t('export.act')}
        </Action>
        <Action size="small" requested={reopening.isUnderWay} onAct={reopening.act}>
          {t('bar.reopen')}
        </Action>
        <Action size="small" kind="outline" onAct={() => go(`/configure/sheets/${id}/${next}`)}>
          {t('bar.next', { stage: t(`configure:stages.${next}`) })}
        </Action>
      </span>
    </div>
  );
}
