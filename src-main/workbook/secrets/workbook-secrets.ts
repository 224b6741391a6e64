import type { SitePlan } from '../../contract/site-plan.ts';
import { isInRange, parseCellName } from '../grid/cell-address.ts';
import type { CellReader, ResolvedCell } from '../grid/cell-reader.ts';
import type { Sheet } from '../grid/grid.ts';
import type { Layout } from '../profiles/layout.ts';
import { secretRangesOf } from './secret-cells.ts';

/**
 * Every password that stands on the sheets of the layouts, whether the plan uses it or not, by `cell:` and its cell
 * (`cell:集群管理信息!G3`). What the plan shows in the clear is none, nor is one that repeats the account beside it
 * (`admin`): hiding it would hide more than the password. `reader` is to be one without corrections, so that what a
 * correction replaces stays known as well.
 */
export function workbookSecrets(
  layouts: readonly Layout[],
  reader: CellReader,
  plan: SitePlan,
): ReadonlyMap<string, string> {
  const shown = textsOf({ ...plan, origins: {} });
  const sheets = new Set(layouts.flatMap((layout) => [...layout.sheets.values()]));
  const found = [...sheets].flatMap((sheet) =>
    secretsOn(sheet, layouts, reader).filter(([, text]) => !shown.has(text)),
  );
  return new Map(found);
}

function secretsOn(sheet: Sheet, layouts: readonly Layout[], reader: CellReader): [string, string][] {
  const ranges = secretRangesOf(sheet, layouts);
  if (ranges.length === 0) {
    return [];
  }
  return [...sheet.cells.keys()].flatMap((cell): [string, string][] => {
    const place = parseCellName(cell);
    if (place === null || !ranges.some((range) => isInRange(range, place))) {
      return [];
    }
    const read = reader.read(sheet, place);
    const account = reader.read(sheet, { row: place.row, column: Math.max(1, place.column - 1) });
    const isAccount = account.at.cell !== cell && account.text === read.text;
    return read.at.cell === cell && isPassword(read) && !isAccount
      ? [[`cell:${sheet.title}!${cell}`, read.text]]
      : [];
  });
}

/** What people write where there is no password. Chinese alone is such a remark, too: 同上, 见附件. */
const placeholder =
  /^(?:n\/?a|none|null|nil|default|tbd|same|yes|no|[-—–_/\\.·…*~]*|(?=.*\p{Script=Han})[\p{Script=Han}\p{P}\p{S}\s]+)$/isu;

function isPassword({ kind, text }: ResolvedCell): boolean {
  return (kind === 'text' || kind === 'number' || kind === 'date') && !placeholder.test(text.trim());
}

function textsOf(value: unknown, into = new Set<string>()): ReadonlySet<string> {
  if (typeof value === 'string' || typeof value === 'number') {
    into.add(String(value));
  } else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach((item) => textsOf(item, into));
  }
  return into;
}
