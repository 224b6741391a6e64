import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellOverride } from '../../../src-main/contract/finding.ts';
import { useDeed } from '../../app/use-call.ts';
import type { Deed } from '../../app/use-call.ts';
import type { Draft } from './EditorFields.tsx';
import type { Box } from './layout.ts';

interface CorrectionParts {
  readonly id: number;
  readonly sheet: string;
  readonly selected: Box;
  readonly override: CellOverride | undefined;
  /** The owner has taken it: everything is to be read again, and the fields are about to be made anew. */
  readonly onTaken: () => void;
}

export interface Correction {
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  readonly isChanged: boolean;
  /** Why the draft cannot be saved now; null when it can. */
  readonly obstacle: string | null;
  readonly saving: Deed<void>;
  readonly removing: Deed<void>;
  readonly save: () => void;
}

/** The correction of one cell, from what is entered to what is kept. */
export function useCorrection({ id, sheet, selected, override, onTaken }: CorrectionParts): Correction {
  const { t } = useTranslation('sheet');
  const { isSecret, cell, address } = selected;
  const saved: Draft = { value: isSecret ? '' : (cell?.text ?? ''), reason: override?.reason ?? '' };
  const [draft, setDraft] = useState(saved);
  const at = { id, sheet, cell: address };
  const saving = useDeed(async (client) => {
    const plain = draft.value === '' ? null : draft.value;
    const given = isSecret ? { value: null, secret: draft.value } : { value: plain, secret: null };
    await client.imports.override({ ...at, ...given, reason: draft.reason.trim() });
    // A password is not kept here longer than it takes to hand it over.
    if (isSecret) setDraft({ ...draft, value: '' });
    onTaken();
  });
  const removing = useDeed(async (client) => {
    await client.imports.removeOverride(at);
    onTaken();
  });
  const obstacleOf = (): string | null => {
    if (isSecret && draft.value === '') return t('editor.noPassword');
    // A reason alone changes nothing that is not overridden.
    const isSame = draft.value === saved.value && (override === undefined || draft.reason === saved.reason);
    if (!isSecret && isSame) return t('editor.unchanged');
    return draft.reason.trim() === '' ? t('editor.noReason') : null;
  };
  const obstacle = obstacleOf();
  const save = (): void => {
    if (obstacle === null && !saving.isUnderWay) void saving.act();
  };
  return {
    ...{ draft, setDraft, obstacle, saving, removing, save },
    isChanged: draft.value !== saved.value,
  };
}
