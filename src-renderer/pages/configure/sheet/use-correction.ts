import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CellOverride } from '../../../../src-main/contract/finding.ts';
import { useDeed, type Deed } from '../../../ask/use-call.ts';
import { keepDraft, rememberChange, useDraft, type Draft } from './edits.ts';
import type { Box } from './layout.ts';

/** Blanks around a value are none of it. */
const isSameValue = (one: string, other: string): boolean => one.trim() === other.trim();

const isSameDraft = (one: Draft, other: Draft): boolean =>
  one.value === other.value && one.reason === other.reason;

interface CorrectionParts {
  readonly id: number;
  readonly sheet: string;
  readonly selected: Box;
  readonly override: CellOverride | undefined;
  /** The owner has taken it: everything is to be read again, and the fields are about to be made anew. */
  readonly onTaken: (how: 'saved' | 'restored') => void;
}

export interface Correction {
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  /** The value is another one. */
  readonly isChanged: boolean;
  /** The value or its reason is not as it was saved. */
  readonly isEntered: boolean;
  /** Why the draft cannot be saved now; null when it can. */
  readonly obstacle: string | null;
  readonly saving: Deed<void>;
  readonly removing: Deed<void>;
  readonly save: () => void;
  /** Forgets what is entered. */
  readonly discard: () => void;
}

/** The correction of one cell, from what is entered to what is kept. */
export function useCorrection({ id, sheet, selected, override, onTaken }: CorrectionParts): Correction {
  const { t } = useTranslation('sheet');
  const { isSecret, cell, address } = selected;
  const saved: Draft = { value: isSecret ? '' : (cell?.text ?? ''), reason: override?.reason ?? '' };
  const place = { sheet, cell: address };
  const at = { id, ...place };
  // A password is kept no longer than its cell is selected.
  const [secret, setSecret] = useState(saved);
  const plainDraft = useDraft(id, place) ?? saved;
  const draft = isSecret ? secret : plainDraft;
  const setDraft = (changed: Draft): void => {
    if (isSecret) {
      setSecret(changed);
    } else {
      keepDraft(id, place, isSameDraft(changed, saved) ? null : changed);
    }
  };
  const taken = (how: 'saved' | 'restored'): void => {
    if (!isSecret) {
      keepDraft(id, place, null);
    }
    if (!isSecret && override?.secret !== true) {
      rememberChange(id, { ...place, before: override });
    }
    onTaken(how);
  };
  const saving = useDeed(async (client) => {
    const plain = draft.value.trim() === '' ? null : draft.value;
    const given = isSecret ? { value: null, secret: draft.value } : { value: plain, secret: null };
    await client.imports.override({ ...at, ...given, reason: draft.reason.trim() });
    // A password is not kept here longer than it takes to hand it over.
    if (isSecret) {
      setDraft({ ...draft, value: '' });
    }
    taken('saved');
  });
  const removing = useDeed(async (client) => {
    await client.imports.removeOverride(at);
    taken('restored');
  });
  const obstacleOf = (): string | null => {
    if (isSecret && draft.value === '') {
      return t('editor.noPassword');
    }
    // A reason alone changes nothing that is not overridden.
    const isSame =
      isSameValue(draft.value, saved.value) && (override === undefined || draft.reason === saved.reason);
    if (!isSecret && isSame) {
      return t('editor.unchanged');
    }
    return draft.reason.trim() === '' ? t('editor.noReason') : null;
  };
  const obstacle = obstacleOf();
  const save = (): void => {
    if (obstacle === null && !saving.isUnderWay) {
      void saving.act();
    }
  };
  return {
    draft,
    setDraft,
    obstacle,
    saving,
    removing,
    save,
    discard: () => setDraft(saved),
    isChanged: !isSameValue(draft.value, saved.value),
    isEntered: !isSameDraft(draft, saved),
  };
}
