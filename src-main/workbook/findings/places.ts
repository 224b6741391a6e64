import { cellName } from '../grid/cell-address.ts';
import type { SiteDraft } from '../plan/draft.ts';
import type { AnchorKey, SheetKey } from '../profiles/profile.ts';
import type { Problem } from './catalog.ts';

/** Where an anchor's value stands; where it should, when the workbook has no such label. */
export function placeOf({ layout }: SiteDraft, anchor: AnchorKey): Problem['at'] {
  const place = layout.anchors.get(anchor)?.[0];
  return place === undefined
    ? sheetPlace(layout, layout.profile.anchors[anchor]?.sheet ?? 'hosts')
    : { sheet: place.sheet.title, cell: cellName(place.value) };
}

/** A sheet as a whole. */
export function sheetPlace(layout: SiteDraft['layout'], key: SheetKey): Problem['at'] {
  const title = layout.sheets.get(key)?.title ?? layout.profile.sheets[key]?.titles[0] ?? '';
  return { sheet: title, cell: 'A1' };
}
