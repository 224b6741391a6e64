import { parseCellName } from '../grid/cell-address.ts';
import type { CellReader } from '../grid/cell-reader.ts';
import { labelForm } from '../grid/text-form.ts';
import type { Layout } from '../profiles/layout.ts';
import type { ColumnKey } from '../profiles/profile.ts';
import { draftHosts } from './draft-hosts.ts';
import { draftNetworks } from './draft-networks.ts';
import { draftServices } from './draft-services.ts';
import type { ClusterDraft, ConfirmationsDraft, PortDraft, RackDraft, SiteDraft } from './draft.ts';
import { isBlank, type Field } from './field.ts';
import { otherTables } from './other-tables.ts';
import { createPlanSource, type PlanSource } from './source.ts';

/** Reads every value of the plan from a located workbook. */
export function draftSite(layout: Layout, reader: CellReader): SiteDraft {
  const source = createPlanSource(layout, reader);
  const { hosts, emptyRows } = draftHosts(source);
  const networks = draftNetworks(source);
  const site = {
    layout,
    customer: source.anchor('customer'),
    project: source.anchor('project'),
    dataCenter: source.anchor('dataCenter'),
    cluster: draftCluster(source),
    hosts,
    emptyHostRows: emptyRows,
    ...networks,
    services: draftServices(source),
    ports: draftPorts(source),
    confirmations: draftConfirmations(source),
    racks: draftRacks(source),
  };
  // Looked at before the tables that are only told apart from those of the plan.
  const unusedOverrides = reader.unmetCorrections();
  return { ...site, unusedOverrides, otherTables: otherTables(layout, reader) };
}

function draftCluster(source: PlanSource): ClusterDraft {
  return {
    name: firstFilled([...columnOf(source, 'networks', 'cluster'), ...columnOf(source, 'hosts', 'cluster')]),
    version: source.anchor('version'),
    vip: source.anchor('vip', 'address'),
    serial: source.anchor('serial', 'address'),
    administratorUser: source.anchor('administratorUser'),
    administratorPassword: source.anchor('administratorPassword', 'secret'),
    functions: source.anchor('functions'),
    storageLayout: source.anchor('storageLayout'),
    networkLayout: source.anchor('networkLayout'),
  };
}

function columnOf(source: PlanSource, key: 'networks' | 'hosts', column: ColumnKey): readonly Field[] {
  const table = source.table(key);
  const [first] = table?.rows ?? [];
  const field = table === null || first === undefined ? null : source.cell({ table, row: first }, column);
  return field?.isLocated === true ? [field] : [];
}

function firstFilled(fields: readonly Field[]): Field | null {
  return fields.find((field) => !isBlank(field)) ?? fields[0] ?? null;
}

function draftPorts(source: PlanSource): readonly PortDraft[] {
  const table = source.table('ports');
  return (table?.rows ?? []).flatMap((row) =>
    table === null
      ? []
      : [
          {
            port: source.cell({ table, row }, 'port'),
            switchName: source.cell({ table, row }, 'switchName'),
            speed: source.cell({ table, row }, 'speed'),
          },
        ],
  );
}

function draftConfirmations(source: PlanSource): ConfirmationsDraft {
  const table = source.table('confirmations');
  const choiceOf = (item: string): Field | null => {
    const row = table?.rows.find(
      (candidate) => labelForm(source.cell({ table, row: candidate }, 'item').text) === labelForm(item),
    );
    return table === null || row === undefined ? null : source.cell({ table, row }, 'choice');
  };
  return { version: choiceOf('SMTX OS'), nodeCount: choiceOf('单集群节点数量') };
}

const maximumRacks = 500;

/** The racks drawn on their sheet, each headed by a cell `机柜编号: F1-A08`. */
function draftRacks(source: PlanSource): readonly RackDraft[] {
  const sheet = source.layout.sheets.get('racks');
  const racks: RackDraft[] = [];
  for (const [cell, { value }] of sheet?.cells ?? []) {
    const match = /^机柜编号:(.*)$/.exec(value?.kind === 'text' ? value.text.normalize('NFKC').trim() : '');
    const place = parseCellName(cell);
    if (sheet !== undefined && match !== null && place !== null && racks.length < maximumRacks) {
      racks.push({ sheet, place, name: (match[1] ?? '').trim() });
    }
  }
  return racks;
}
