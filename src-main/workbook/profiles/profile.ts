/** The sheets a profile speaks of, whatever a revision calls them. */
export const sheetKeys = [
  'document',
  'network',
  'hosts',
  'management',
  'confirmation',
  'racks',
  'ports',
  'revisions',
] as const;
export type SheetKey = (typeof sheetKeys)[number];

/** The sheets that plan one cluster; the others are about the customer or the site. */
export const clusterSheetKeys = ['hosts', 'network', 'management'] as const satisfies readonly SheetKey[];
export type ClusterSheetKey = (typeof clusterSheetKeys)[number];

export const hostColumns = [
  'number',
  'cluster',
  'serial',
  'bmcAddress',
  'bmcUser',
  'bmcPassword',
  'name',
  'managementIp',
  'sshUser',
  'sshPassword',
  'administratorUser',
  'administratorPassword',
  'storageIp',
  'rack',
  'rackUnit',
] as const;
export type HostColumn = (typeof hostColumns)[number];

export const networkColumns = [
  'cluster',
  'switchName',
  'name',
  'purpose',
  'vlanId',
  'vlanType',
  'subnet',
  'gateway',
  'nics',
  'bondMode',
  'speed',
  'physicalType',
] as const;
export type NetworkColumn = (typeof networkColumns)[number];

export type ColumnKey =
  | HostColumn
  | NetworkColumn
  | 'description'
  | 'category'
  | 'address'
  | 'item'
  | 'choice'
  | 'port'
  | 'date'
  | 'note';

export type TableKey =
  'hosts' | 'networks' | 'components' | 'services' | 'confirmations' | 'ports' | 'revisions';

export type AnchorKey =
  | 'customer'
  | 'project'
  | 'dataCenter'
  | 'version'
  | 'serial'
  | 'vip'
  | 'administratorUser'
  | 'administratorPassword'
  | 'functions'
  | 'storageLayout'
  | 'networkLayout'
  | 'dnsServers'
  | 'ntpServers';

export interface SheetRule {
  /** Any of these, compared without brackets' width and spaces. */
  readonly titles: readonly string[];
  readonly isRequired: boolean;
}

export interface HeaderRule {
  readonly texts: readonly string[];
  /** Which one of several equal headers in the row, from 1. */
  readonly occurrence: number;
  readonly isRequired: boolean;
  /** The header's cell where it is known by its place only. */
  readonly cell?: string;
}

/** A table: the row that holds its headers, and below it rows until the next table, anchor or note. */
export interface TableRule {
  readonly sheet: SheetKey;
  readonly columns: Readonly<Partial<Record<ColumnKey, HeaderRule>>>;
}

/** Where a single value stands, told by the label cell beside it. */
export interface LabelAnchor {
  readonly sheet: SheetKey;
  readonly labels: readonly string[];
  /**
   * `right`: the next cell; `second-right`: the one after it, which has no label of its own; `inside`: behind the
   * label's colon in the same cell; `beside`: right, or below when the cell to the right is empty or a label itself.
   */
  readonly value: 'right' | 'second-right' | 'inside' | 'beside';
  readonly isRequired: boolean;
}

/** A value whose place has no label. */
interface CellAnchor {
  readonly sheet: SheetKey;
  readonly cell: string;
  readonly isRequired: boolean;
}

export type AnchorRule = LabelAnchor | CellAnchor;

/** One revision of the planning template, as data. */
export interface Profile {
  readonly id: string;
  readonly sheets: Readonly<Partial<Record<SheetKey, SheetRule>>>;
  readonly tables: Readonly<Partial<Record<TableKey, TableRule>>>;
  readonly anchors: Readonly<Partial<Record<AnchorKey, AnchorRule>>>;
}

export function requiredSheet(...titles: readonly string[]): SheetRule {
  return { titles, isRequired: true };
}

export function optionalSheet(...titles: readonly string[]): SheetRule {
  return { titles, isRequired: false };
}

export function requiredHeader(...texts: readonly string[]): HeaderRule {
  return { texts, occurrence: 1, isRequired: true };
}

export function optionalHeader(...texts: readonly string[]): HeaderRule {
  return { texts, occurrence: 1, isRequired: false };
}
