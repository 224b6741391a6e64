import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../../src-main/contract/text.ts';
import { desktop, fromWindow } from '../../../ask/desktop.ts';
import { useDeed, type Deed } from '../../../ask/use-call.ts';
import { Action } from '../../../components/Action.tsx';

export interface SavedPdf {
  readonly deed: Deed<void>;
  /** The name of the file that was saved last; null when none was. */
  readonly name: string | null;
}

/** Saving the report as a PDF, which only a desktop window can; null in a browser, which prints instead. */
export function useSavedPdf(id: string, language: Language): SavedPdf | null {
  const bridge = desktop();
  const [name, setName] = useState<string | null>(null);
  const deed = useDeed(async () => {
    setName(null);
    const file = bridge === null ? null : fromWindow(await bridge.saveReport(id, language));
    setName(file?.name ?? null);
  });
  return bridge === null ? null : { deed, name };
}

export interface PrintActionsProps {
  readonly pdf: SavedPdf | null;
  /** Why the report cannot be printed yet. */
  readonly notReady: string | null;
  readonly onPrint: () => void;
}

/** One step to the file where the window can write it, else the system's print dialog for both. */
export function PrintActions({ pdf, notReady, onPrint }: PrintActionsProps): ReactElement {
  const { t } = useTranslation('report');
  if (pdf === null) {
    return (
      <Action kind="primary" disabledBecause={notReady} onAct={onPrint}>
        {t('print')}
      </Action>
    );
  }
  const { isUnderWay, act } = pdf.deed;
  return (
    <>
      <Action disabledBecause={notReady} onAct={onPrint}>
        {t('onPaper')}
      </Action>
      <Action kind="primary" disabledBecause={notReady} requested={isUnderWay} onAct={() => void act()}>
        {t('savePdf')}
      </Action>
    </>
  );
}

/** Says which file was saved. */
export function Saved({ pdf }: Pick<PrintActionsProps, 'pdf'>): ReactElement | null {
  const { t } = useTranslation('report');
  if (pdf === null || pdf.name === null) {
    return null;
  }
  return (
    <span className="quiet" role="status">
      {t('saved', { name: pdf.name })}
    </span>
  );
}
