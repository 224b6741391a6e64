import type { Finding } from '../../../../src-main/contract/finding.ts';
import type { SheetPlace } from '../job/sheet-places.ts';
import { useAnswer } from '../../../ask/use-call.ts';
import { useRested } from '../../../hooks/use-rested.ts';
import { findingsAt, keyOf } from './findings.ts';
import type { Box } from './layout.ts';

/** Milliseconds without a key before it is tried. */
const pauseMs = 250;

interface Tried extends SheetPlace {
  readonly id: number;
  /** Null while nothing is entered that can be tried. */
  readonly value: string | null;
}

/** What would be found in the workbook with the value that is entered now; null until that is known. */
export function useTriedValue({ id, sheet, cell, value }: Tried): readonly Finding[] | null {
  const rested = useRested(value, pauseMs);
  const { value: found } = useAnswer(JSON.stringify(['tried', id, sheet, cell, rested]), async (client) =>
    rested === null
      ? null
      : client.imports.tryValue({ id, sheet, cell, value: rested.trim() === '' ? null : rested }),
  );
  return rested === value && value !== null ? found : null;
}

/** Of what would be found, what is about this cell, and what is found elsewhere because of it. Null for what is not known. */
export function broughtBy(
  tried: readonly Finding[] | null,
  {
    now,
    sheet,
    selected,
  }: { readonly now: readonly Finding[]; readonly sheet: string; readonly selected: Box },
): readonly Finding[] | null {
  if (tried === null) {
    return null;
  }
  const known = new Set(now.map(keyOf));
  const here = findingsAt(tried, sheet, selected);
  return [...here, ...tried.filter((finding) => !here.includes(finding) && !known.has(keyOf(finding)))];
}
