import type { Text } from '../../contract/text.ts';
import { cellRange, rangeName } from '../grid/cell-address.ts';
import type { Sheet } from '../grid/grid.ts';
import type { SiteDraft } from '../plan/draft.ts';
import type { Field } from '../plan/field.ts';
import { clusterSheetKeys } from '../profiles/profile.ts';
import type { Problem } from './catalog.ts';
import { spanOf } from './cells.ts';
import { usedFields } from './used-fields.ts';

/** A row of the plan, with what a person calls it. */
interface PlannedRow {
  readonly row: number;
  readonly name: string;
  readonly fields: readonly Field[];
}

/** Rules on what a person sees as not meant: hidden rows, columns and sheets, and what is struck through. All of it is used. */
export function checkHiddenCells(draft: SiteDraft): readonly Problem[] {
  const sheets = [...new Set(draft.layout.sheets.values())];
  const rows = plannedRows(draft);
  return [
    ...hiddenSheets(draft),
    ...sheets.flatMap((sheet) => [...hiddenRows(sheet, rows), ...hiddenColumns(sheet, rows)]),
    ...struckRows(rows),
  ];
}

/** Rows of hosts and networks, and every other value as a row of its own. */
function plannedRows(draft: SiteDraft): readonly PlannedRow[] {
  const hosts = draft.hosts.map(({ row, fields }) => ({
    row,
    fields: Object.values(fields),
    name: fields.name.text,
  }));
  const planned = draft.switches.flatMap((one) => one.networks);
  const networks = (draft.ipmi === null ? planned : [draft.ipmi, ...planned]).map(({ row, fields }) => ({
    row,
    fields: Object.values(fields),
    name: fields.name.text,
  }));
  const inTables = new Set([...hosts, ...networks].flatMap(({ fields }) => fields));
  const single = usedFields(draft)
    .filter(({ field, path }) => path !== null && !inTables.has(field))
    .map(({ field }) => ({ row: field.place.row, fields: [field], name: '' }));
  return [...hosts, ...networks, ...single].map((one) => ({
    ...one,
    fields: one.fields.filter(({ isLocated, raw, isOverridden }) => isLocated && raw !== '' && !isOverridden),
  }));
}

function hiddenSheets({ layout }: SiteDraft): readonly Problem[] {
  return clusterSheetKeys.flatMap((key) => {
    const sheet = layout.sheets.get(key);
    const what: Text = { zh: '工作表已隐藏', en: 'The sheet is hidden' };
    return sheet?.isHidden === true
      ? [{ code: 'hidden-cells' as const, at: { sheet: sheet.title, cell: 'A1' }, details: { what } }]
      : [];
  });
}

/** Neighbouring hidden rows are one finding. */
function hiddenRows(sheet: Sheet, rows: readonly PlannedRow[]): readonly Problem[] {
  const hidden = rowsOn(sheet, rows).filter(({ row }) => sheet.hidden.isRowHidden(row));
  const numbers = [...new Set(hidden.map(({ row }) => row))].sort((left, right) => left - right);
  return runsOfNumbers(numbers).flatMap(([top, bottom]) => {
    const inRun = hidden.filter(({ row }) => row >= top && row <= bottom);
    const names = [...new Set(inRun.map(({ name }) => name).filter((name) => name !== ''))];
    const named = {
      zh: names.length === 0 ? '' : `（${names.join('、')}）`,
      en: names.length === 0 ? '' : ` (${names.join(', ')})`,
    };
    const how: Text = sheet.hidden.isFiltered
      ? { zh: '已隐藏或被筛选', en: 'hidden or filtered out' }
      : { zh: '已隐藏', en: 'hidden' };
    const what: Text =
      top === bottom
        ? { zh: `第 ${top} 行${named.zh}${how.zh}`, en: `Row ${top}${named.en} is ${how.en}` }
        : {
            zh: `第 ${top}–${bottom} 行${named.zh}${how.zh}`,
            en: `Rows ${top}–${bottom}${named.en} are ${how.en}`,
          };
    const inside = inRun
      .flatMap(({ fields }) => fields)
      .filter(({ place }) => place.row >= top && place.row <= bottom);
    return inside.length === 0
      ? []
      : [{ code: 'hidden-cells' as const, at: spanOf(inside), details: { what } }];
  });
}

const rowsOn = (sheet: Sheet, rows: readonly PlannedRow[]): readonly PlannedRow[] =>
  rows.filter(({ fields }) => fields[0]?.at.sheet === sheet.title);

function runsOfNumbers(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === number) {
      last[1] = number;
    } else {
      runs.push([number, number]);
    }
  }
  return runs;
}

function hiddenColumns(sheet: Sheet, rows: readonly PlannedRow[]): readonly Problem[] {
  const fields = rowsOn(sheet, rows)
    .flatMap((row) => row.fields)
    .filter(({ area }) => sheet.hidden.isColumnHidden(area.left) && sheet.hidden.isColumnHidden(area.right));
  const columns = Map.groupBy(fields, ({ place }) => place.column);
  return [...columns].map(([column, inColumn]) => {
    const letters = rangeName(cellRange({ row: 1, column })).replace(/\d+$/, '');
    const what: Text = { zh: `${letters} 列已隐藏`, en: `Column ${letters} is hidden` };
    return { code: 'hidden-cells', at: spanOf(inColumn), details: { what } };
  });
}

function struckRows(rows: readonly PlannedRow[]): readonly Problem[] {
  const seen = new Set<string>();
  return rows.flatMap(({ name, fields }): readonly Problem[] => {
    const struck = fields.filter(({ isStruck, at }) => {
      const key = `${at.sheet}!${at.cell}`;
      const isNew = isStruck && !seen.has(key);
      if (isStruck) {
        seen.add(key);
      }
      return isNew;
    });
    if (struck.length === 0) {
      return [];
    }
    const at = spanOf(struck);
    const what = name === '' ? at.cell : `${name} ${at.cell}`;
    return [{ code: 'struck-cells', at, details: { what } }];
  });
}
