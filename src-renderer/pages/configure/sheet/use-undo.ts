import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SheetPlace } from '../job/sheet-places.ts';
import { useDeed } from '../../../ask/use-call.ts';
import { draftToUndo, forgetLastChange, keepDraft, lastChange } from './edits.ts';

/** A cell whose override was saved or removed, with what is to be said of it. */
export interface Taken extends SheetPlace {
  readonly said: string;
}

interface Undo {
  readonly undo: () => void;
  /** What was saved or undone last, or that there was nothing to undo. */
  readonly said: string | null;
  /** What was saved of the selected cell, if nothing was done since. */
  readonly saidHere: string | null;
  /** An override was saved or removed. */
  readonly took: (taken: Taken) => void;
}

interface UndoParts {
  readonly id: number;
  /** The cell that is selected. */
  readonly at: SheetPlace;
  readonly again: () => void;
  readonly open: (sheet: string, cell: string) => void;
}

/**
 * Takes back what is entered and not saved, of the selected cell first, or else the override that was saved last in
 * this window.
 */
export function useUndo({ id, at, again, open }: UndoParts): Undo {
  const { t } = useTranslation('sheet');
  const [said, setSaid] = useState<string | null>(null);
  const [last, setLast] = useState<Taken | null>(null);
  const undoing = useDeed(async (client) => {
    const change = lastChange(id);
    if (change === null) {
      setSaid(t('undo.nothing'));
      return;
    }
    const { sheet, cell, before } = change;
    if (before === undefined) {
      await client.imports.removeOverride({ id, sheet, cell });
    } else {
      const { value, reason } = before;
      await client.imports.override({ id, sheet, cell, value, reason, secret: null });
    }
    forgetLastChange(id);
    open(sheet, cell);
    again();
    setSaid(t('undo.done', { place: `${sheet}!${cell}` }));
  });
  const undo = (): void => {
    if (undoing.isUnderWay) {
      return;
    }
    setLast(null);
    const drafted = draftToUndo(id, at);
    if (drafted === null) {
      void undoing.act();
      return;
    }
    const { sheet, cell } = drafted;
    keepDraft(id, drafted, null);
    open(sheet, cell);
    setSaid(t('undo.done', { place: `${sheet}!${cell}` }));
  };
  const isHere = last !== null && last.sheet === at.sheet && last.cell === at.cell;
  return {
    undo,
    said: undoing.error === null ? said : t('undo.failed'),
    saidHere: isHere ? last.said : null,
    took: (taken) => {
      undoing.forget();
      setLast(taken);
      setSaid(taken.said);
    },
  };
}
