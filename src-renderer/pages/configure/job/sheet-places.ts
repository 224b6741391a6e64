import { create } from 'zustand';

/** A cell of a workbook's sheet, `M19`. */
export interface SheetPlace {
  readonly sheet: string;
  readonly cell: string;
}

/** Where each import's sheet page stands, by import: other pages set it before they lead there. */
const usePlaces = create<{ readonly places: ReadonlyMap<number, SheetPlace> }>(() => ({ places: new Map() }));

export const useSheetPlace = (importId: number): SheetPlace | null =>
  usePlaces(({ places }) => places.get(importId) ?? null);

/** Selects a cell (or the first of a range) on the sheet page of an import. Go to `/configure/sheets/<id>` to see it. */
export function showCell(importId: number, place: SheetPlace): void {
  usePlaces.setState(({ places }) => ({ places: new Map(places).set(importId, place) }));
}
