import { useMemo } from 'react';
import { create } from 'zustand';
import type { CellOverride } from '../../../../src-main/contract/finding.ts';
import type { SheetPlace } from '../job/sheet-places.ts';

/** What the person has entered for a cell and not saved. */
export interface Draft {
  readonly value: string;
  readonly reason: string;
}

/** A cell before it was overridden here; `before` is absent where it was as the file has it. */
interface Change extends SheetPlace {
  readonly before: CellOverride | undefined;
}

interface Edits {
  readonly drafts: ReadonlyMap<string, SheetPlace & Draft>;
  /** Saved in this window, the latest last. */
  readonly changes: readonly Change[];
}

const none: Edits = { drafts: new Map(), changes: [] };

/** By import, in memory only: choosing another cell or page loses nothing, and what was saved can be undone. Never a password. */
const useEdits = create<{ readonly edits: ReadonlyMap<number, Edits> }>(() => ({ edits: new Map() }));

function change(id: number, make: (before: Edits) => Edits): void {
  useEdits.setState(({ edits }) => ({ edits: new Map(edits).set(id, make(edits.get(id) ?? none)) }));
}

const keyOf = ({ sheet, cell }: SheetPlace): string => `${sheet}!${cell}`;

export const useDraft = (id: number, place: SheetPlace): Draft | null =>
  useEdits(({ edits }) => edits.get(id)?.drafts.get(keyOf(place)) ?? null);

/** Null forgets what was entered. */
export function keepDraft(id: number, { sheet, cell }: SheetPlace, draft: Draft | null): void {
  change(id, (before) => {
    const drafts = new Map(before.drafts);
    // What is set anew stands last: that is the one entered last.
    drafts.delete(keyOf({ sheet, cell }));
    if (draft !== null) {
      drafts.set(keyOf({ sheet, cell }), { sheet, cell, ...draft });
    }
    return { ...before, drafts };
  });
}

/** Every cell with something entered and not saved. */
export function useDrafts(id: number): readonly (SheetPlace & Draft)[] {
  const drafts = useEdits(({ edits }) => (edits.get(id) ?? none).drafts);
  return useMemo(() => [...drafts.values()], [drafts]);
}

export function rememberChange(id: number, made: Change): void {
  change(id, (before) => ({ ...before, changes: [...before.changes, made] }));
}

/** The latest change that was saved here; null when there is none. */
export const lastChange = (id: number): Change | null =>
  useEdits.getState().edits.get(id)?.changes.at(-1) ?? null;

export function forgetLastChange(id: number): void {
  change(id, (before) => ({ ...before, changes: before.changes.slice(0, -1) }));
}

/** What is entered and not saved for this cell, else what was entered last for another; null when there is nothing. */
export function draftToUndo(id: number, place: SheetPlace): SheetPlace | null {
  const drafts = useEdits.getState().edits.get(id)?.drafts;
  return drafts?.get(keyOf(place)) ?? [...(drafts?.values() ?? [])].at(-1) ?? null;
}
