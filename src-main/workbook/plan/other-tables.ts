import type { CellReader } from '../grid/cell-reader.ts';
import { parseCellName } from '../grid/cell-address.ts';
import type { Sheet } from '../grid/grid.ts';
import { labelForm } from '../grid/text-form.ts';
import type { Layout } from '../profiles/layout.ts';
import { layoutOfSheet } from '../profiles/one-sheet.ts';
import {
  clusterSheetKeys,
  type ClusterSheetKey,
  type NetworkColumn,
  type Profile,
} from '../profiles/profile.ts';
import { draftHosts } from './draft-hosts.ts';
import { draftNetworks } from './draft-networks.ts';
import { draftServices } from './draft-services.ts';
import type { OtherTable } from './draft.ts';
import { isBlank, type Field } from './field.ts';
import { isSampleValue } from './sample-values.ts';
import { createPlanSource } from './source.ts';

/**
 * Looks for the cluster's tables on copies of its sheets (`主机规划 (2)`, `集群B-主机规划`) and further down on the sheets
 * themselves. `titles` says what the sheets are called.
 */
export function otherTables(
  layout: Layout,
  reader: CellReader,
  titles: Profile = layout.profile,
): readonly OtherTable[] {
  return clusterSheetKeys.flatMap((key) => {
    const copies = copiesOf(layout, reader, titles.sheets[key]?.titles ?? []);
    const places = [...blocksOn(layout, key), ...copies];
    const read = places.length === 0 ? [] : valuesOf(key, layout, reader);
    return places.flatMap(({ sheet, rows }) => {
      const other = layoutOfSheet(layout.profile, key, sheet);
      const isTable = other.tables.size + other.anchors.size > 0;
      const hasOwnValues = valuesOf(key, other, reader).some((value) => !read.includes(value));
      return isTable ? [{ key, layout: other, sheet, rows, hasOwnValues }] : [];
    });
  });
}

/** A file plans a handful of clusters; one that is nothing but headers must not take minutes. */
const maximumTables = 32;

type Place = Pick<OtherTable, 'sheet' | 'rows'>;

function copiesOf(layout: Layout, reader: CellReader, titles: readonly string[]): readonly Place[] {
  const read = new Set([...layout.sheets.values()].map((sheet) => sheet.title));
  return reader.titles
    .filter((title) => !read.has(title) && titles.some((base) => labelForm(title).includes(labelForm(base))))
    .slice(0, maximumTables)
    .flatMap((title) => {
      const sheet = reader.sheet(title);
      return sheet === null ? [] : [{ sheet, rows: null }];
    });
}

/** From each row of repeated headers to the next row of headers. */
function blocksOn(layout: Layout, key: ClusterSheetKey): readonly Place[] {
  const sheet = layout.sheets.get(key);
  const repeated = layout.repeatedRows.get(key) ?? [];
  if (sheet === undefined) {
    return [];
  }
  const heads = [...layout.tables.values()].filter((table) => table.sheet === sheet);
  const starts = [...repeated, ...heads.map((table) => table.headerRow)];
  return repeated.slice(0, maximumTables).map((first) => {
    const next = starts.filter((row) => row > first);
    const last = Math.min(sheet.extent.row, ...next.map((row) => row - 1));
    return { sheet: onlyRows(sheet, first, last), rows: { first, last } };
  });
}

function onlyRows(sheet: Sheet, first: number, last: number): Sheet {
  const cells = [...sheet.cells].filter(([cell]) => {
    const row = parseCellName(cell)?.row ?? 0;
    return row >= first && row <= last;
  });
  return { ...sheet, cells: new Map(cells), extent: { ...sheet.extent, row: last } };
}

/** What tells one cluster's table from another's, row by row; nothing for the examples a template comes with. */
function valuesOf(key: ClusterSheetKey, layout: Layout, reader: CellReader): readonly string[] {
  const source = createPlanSource(layout, reader);
  if (key === 'hosts') {
    return draftHosts(source)
      .hosts.filter(({ fields }) => !isSampleValue(fields.name.text))
      .map(({ fields }) => joined([fields.name, fields.managementIp, fields.bmcAddress, fields.storageIp]));
  }
  if (key === 'network') {
    const { ipmi, switches } = draftNetworks(source);
    const networks = switches.flatMap((planned) => planned.networks);
    return [...(ipmi === null ? [] : [ipmi]), ...networks]
      .filter(({ fields }) => !isPrefilled(fields))
      .map(({ fields }) => joined([fields.name, fields.vlanId, fields.subnet, fields.gateway]));
  }
  const { dns, ntp, components } = draftServices(source);
  return [...dns, ...ntp, ...components].map((field) => joined([field]));
}

/** A template names its system networks and gives them VLAN 0 before anybody has planned them. */
function isPrefilled({ vlanId, subnet, gateway }: Readonly<Record<NetworkColumn, Field>>): boolean {
  return isBlank(subnet) && isBlank(gateway) && (isBlank(vlanId) || vlanId.text === '0');
}

function joined(fields: readonly Field[]): string {
  return fields.map((field) => field.text).join('|');
}
