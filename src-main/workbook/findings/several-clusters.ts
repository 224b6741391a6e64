import type { Text } from '../../contract/text.ts';
import { cellName } from '../grid/cell-address.ts';
import type { OtherTable, SiteDraft } from '../plan/draft.ts';
import type { Problem } from './catalog.ts';
import { sheetPlace } from './places.ts';

/**
 * The workbook plans more clusters than the one that is read. Copies of sheets count once there are hosts of another
 * cluster; tables further down on a sheet that is read count by themselves, as nobody would look for them there.
 */
export function checkClusters(draft: SiteDraft): readonly Problem[] {
  const filled = draft.otherTables.filter((table) => table.hasOwnValues);
  const hasHosts = filled.some((table) => table.key === 'hosts');
  const unread = filled.filter((table) => hasHosts || table.rows !== null);
  const [first] = unread;
  if (first === undefined) {
    return [];
  }
  const names = unread.map(nameOf);
  const others = { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
  return [{ code: 'several-clusters', at: placeOf(first), details: { cluster: readCluster(draft), others } }];
}

function readCluster(draft: SiteDraft): Text {
  if (!draft.layout.sheets.has('hosts')) {
    return { zh: '主机规划以外的工作表', en: 'the other sheets' };
  }
  const { sheet } = sheetPlace(draft.layout, 'hosts');
  const name = draft.cluster.name?.text ?? '';
  return name === ''
    ? { zh: `工作表「${sheet}」上的集群`, en: `the cluster on “${sheet}”` }
    : { zh: `集群 ${name}（${sheet}）`, en: `${name} (${sheet})` };
}

function nameOf({ sheet, rows }: OtherTable): Text {
  return rows === null
    ? { zh: `「${sheet.title}」`, en: `“${sheet.title}”` }
    : {
        zh: `「${sheet.title}」第 ${rows.first}–${rows.last} 行`,
        en: `rows ${rows.first}–${rows.last} of “${sheet.title}”`,
      };
}

/** The first header of the table. */
function placeOf({ layout, sheet }: OtherTable): Problem['at'] {
  const [table] = [...layout.tables.values()].sort((left, right) => left.headerRow - right.headerRow);
  const cell =
    table === undefined
      ? 'A1'
      : cellName({ row: table.headerRow, column: Math.min(...table.columns.values()) });
  return { sheet: sheet.title, cell };
}
