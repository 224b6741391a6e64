import type { CellReference, PlannedSwitch } from '../../contract/site-plan.ts';
import type { CellPlace } from '../grid/cell-address.ts';
import type { Sheet } from '../grid/grid.ts';
import type { Layout } from '../profiles/layout.ts';
import type { ClusterSheetKey, HostColumn, NetworkColumn } from '../profiles/profile.ts';
import type { Field } from './field.ts';

export type SwitchRole = PlannedSwitch['role'];

/**
 * Everything read from the sheets, value by value with its cell and its path in the plan. The plan and the findings
 * are made from it; it holds secrets and never leaves the reading.
 */
export interface SiteDraft {
  readonly layout: Layout;
  readonly customer: Field | null;
  readonly project: Field | null;
  readonly dataCenter: Field | null;
  readonly cluster: ClusterDraft;
  readonly hosts: readonly HostDraft[];
  /** Rows of the host table without a host, that is, with prefilled columns at most. */
  readonly emptyHostRows: readonly number[];
  /** The row of the out-of-band network, which is no switch. */
  readonly ipmi: NetworkDraft | null;
  readonly switches: readonly SwitchDraft[];
  /** Rows too incomplete to be created. */
  readonly halfFilled: readonly HalfFilledDraft[];
  readonly services: ServicesDraft;
  readonly ports: readonly PortDraft[];
  readonly confirmations: ConfirmationsDraft;
  readonly racks: readonly RackDraft[];
  /** Cells with an override that nothing of the plan and its rules is read from. */
  readonly unusedOverrides: readonly CellReference[];
  /** Tables of the cluster that stand in the workbook once more. */
  readonly otherTables: readonly OtherTable[];
}

export interface ClusterDraft {
  readonly name: Field | null;
  /** Only the version, also where the cell holds its label too. */
  readonly version: Field | null;
  readonly vip: Field | null;
  readonly serial: Field | null;
  readonly administratorUser: Field | null;
  readonly administratorPassword: Field | null;
  readonly functions: Field | null;
  readonly storageLayout: Field | null;
  readonly networkLayout: Field | null;
}

export interface HostDraft {
  readonly row: number;
  /** `hosts[2]`. */
  readonly path: string;
  readonly fields: Readonly<Record<HostColumn, Field>>;
}

export interface NetworkDraft {
  readonly row: number;
  readonly fields: Readonly<Record<NetworkColumn, Field>>;
  /** `network.switches[3].networks[0]`; empty for the out-of-band network and half-filled rows. */
  readonly path: string;
}

export interface HalfFilledDraft extends NetworkDraft {
  /** Of the switch that the row belongs to. */
  readonly role: SwitchRole;
}

export interface SwitchDraft {
  readonly role: SwitchRole;
  /** `network.switches[3]`. */
  readonly path: string;
  readonly name: Field;
  readonly nics: Field;
  readonly bondMode: Field;
  readonly speed: Field;
  readonly networks: readonly NetworkDraft[];
}

export interface ServicesDraft {
  readonly dns: readonly Field[];
  readonly ntp: readonly Field[];
  /** The cells for servers, filled or not. */
  readonly dnsPlaces: readonly Field[];
  readonly ntpPlaces: readonly Field[];
  /** Addresses of management components: CloudTower and others. */
  readonly components: readonly Field[];
  readonly temporaryFirst: Field | null;
  readonly temporaryLast: Field | null;
}

export interface PortDraft {
  readonly port: Field;
  readonly switchName: Field;
  readonly speed: Field;
}

export interface ConfirmationsDraft {
  readonly version: Field | null;
  readonly nodeCount: Field | null;
}

export interface RackDraft {
  readonly sheet: Sheet;
  readonly place: CellPlace;
  readonly name: string;
}

/** A table of the plan that stands in the workbook once more and is not read: another cluster's, or an empty copy. */
export interface OtherTable {
  readonly key: ClusterSheetKey;
  readonly layout: Layout;
  readonly sheet: Sheet;
  /** Its rows on a sheet that is read otherwise; null for a sheet of its own. */
  readonly rows: { readonly first: number; readonly last: number } | null;
  /** Whether it holds values that the tables which are read do not. */
  readonly hasOwnValues: boolean;
}
