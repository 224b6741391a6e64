import { parseCellName } from '../../src-main/workbook/grid/cell-address.ts';
import { sampleSheets, type SampleSheet, type SampleValue } from './sample-sheets.ts';

/** The sheets one cluster is planned on. */
export const clusterTitles = ['虚拟网络', '主机规划', '集群管理信息'] as const;

const changed: readonly (readonly [string, string])[] = [
  ['demo-node-', 'other-node-'],
  ['Lab-Cls01', 'Lab-Cls02'],
  ['Demo-', 'Other-'],
  ['192.0.2.', '198.19.2.'],
  ['198.51.100.', '198.19.100.'],
  ['203.0.113.', '198.19.113.'],
  ['198.18.', '198.20.'],
];

const ofOther = (value: SampleValue): SampleValue =>
  typeof value === 'string'
    ? changed.reduce((text, [before, after]) => text.replaceAll(before, after), value)
    : value;

const sampleSheet = (title: string): SampleSheet => sampleSheets().find((sheet) => sheet.title === title)!;

/** A sheet of the sample with another cluster's values; formulas still point at the first one's, as Excel copies them. */
export function otherSheet(title: string, copyTitle: string): SampleSheet {
  const sheet = sampleSheet(title);
  const cells = Object.entries(sheet.cells).map(([cell, value]) => [cell, ofOther(value)]);
  return { ...sheet, title: copyTitle, cells: Object.fromEntries(cells) as SampleSheet['cells'] };
}

/** A copy in which nothing is filled in but what the template has prefilled. */
export function emptySheet(title: string, copyTitle: string): SampleSheet {
  const sheet = otherSheet(title, copyTitle);
  const filled = /Other-|other-node|Cls02|198\.(?:19|20)\.|^(?:VLAN-)?21\d\d$/;
  const kept = Object.entries(sheet.cells).filter(
    ([, value]) => typeof value === 'object' || !filled.test(String(value)),
  );
  return { ...sheet, cells: Object.fromEntries(kept) };
}

/** Puts a sheet's cells and merged areas under those of another, so many rows further down. */
export function appendBelow(sheet: SampleSheet, block: SampleSheet, rows: number): void {
  const moved = (cell: string): string => {
    const place = parseCellName(cell)!;
    return cell.replace(/\d+$/, String(place.row + rows));
  };
  for (const [cell, value] of Object.entries(block.cells)) {
    sheet.cells[moved(cell)] = value;
  }
  sheet.merges.push(...block.merges.map((merge) => merge.split(':').map(moved).join(':')));
}
