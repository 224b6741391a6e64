import { labelForm } from '../grid/text-form.ts';
import { networkColumns, type NetworkColumn } from '../profiles/profile.ts';
import type { HalfFilledDraft, NetworkDraft, SwitchDraft, SwitchRole } from './draft.ts';
import { isBlank, type Field, type FieldForm } from './field.ts';
import { subnetAround } from './ipv4.ts';
import type { PlanSource } from './source.ts';

const forms: Partial<Record<NetworkColumn, FieldForm>> = {
  vlanId: 'number',
  subnet: 'address',
  gateway: 'address',
};

export interface NetworkRows {
  readonly ipmi: NetworkDraft | null;
  readonly switches: readonly SwitchDraft[];
  readonly halfFilled: readonly HalfFilledDraft[];
}

type Row = Omit<NetworkDraft, 'path'>;

/** A switch with its rows before they are numbered. */
interface Group {
  readonly role: SwitchRole;
  readonly name: Field;
  readonly rows: Row[];
}

export function draftNetworks(source: PlanSource): NetworkRows {
  const rows = readRows(source);
  const ipmi = rows.find(isOutOfBand) ?? null;
  const groups = groupBySwitch(rows.filter((row) => !isOutOfBand(row)));
  const halfFilled = groups.flatMap(({ rows: all, role }) =>
    all.filter((row) => isHalfFilled(row, role)).map((row) => ({ ...row, role, path: '' })),
  );
  return {
    ipmi: ipmi === null ? null : { ...ipmi, path: '' },
    switches: groups.map((group, index) => switchDraft(group, `network.switches[${index}]`)),
    halfFilled,
  };
}

/** The rows that name or number a network, or hold its addresses. What a merged area carries into a row does not count. */
function readRows(source: PlanSource): readonly Row[] {
  const table = source.table('networks');
  const rows: Row[] = [];
  for (const row of table?.rows ?? []) {
    const fields = Object.fromEntries(
      table === null
        ? []
        : networkColumns.map((column) => [column, source.cell({ table, row }, column, forms[column])]),
    ) as Record<NetworkColumn, Field>;
    const own = [fields.name, fields.vlanId, fields.subnet, fields.gateway];
    if (own.some((field) => !isBlank(field) && field.place.row === row)) {
      rows.push({ row, fields: withGatewaySubnet(fields) });
    }
  }
  return rows;
}

/** Where there is no column for subnets, a gateway may be given with its mask length: `192.0.2.1/24` says both. */
function withGatewaySubnet(fields: Row['fields']): Row['fields'] {
  const [address = '', bits] = fields.gateway.text.split('/');
  const subnet = bits === undefined ? null : subnetAround(address, bits);
  if (subnet === null || fields.subnet.isLocated) {
    return fields;
  }
  return {
    ...fields,
    gateway: { ...fields.gateway, text: address, raw: address },
    subnet: { ...fields.gateway, text: subnet, raw: subnet },
  };
}

function isOutOfBand({ fields }: Row): boolean {
  const name = labelForm(fields.switchName.text);
  return /^\(?(?:ipmi|bmc|带外).*$/.test(name) || (name === '' && /带外/.test(fields.purpose.text));
}

/**
 * A row without a switch name belongs to the switch above it. What the template says is for business is a business
 * network, also on a switch that has another purpose.
 */
function groupBySwitch(rows: readonly Row[]): readonly Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const name = row.fields.switchName;
    const mayJoin = ({ role }: Group): boolean => role === 'business' || !isForBusiness(row);
    const known = groups.find((group) => group.name.text === name.text && mayJoin(group));
    const group = isBlank(name) ? groups.at(-1) : known;
    if (group === undefined) {
      const taken = new Set(groups.map((other) => other.role));
      groups.push({ role: roleOf(row, taken), name, rows: [row] });
    } else {
      group.rows.push(row);
    }
  }
  return groups;
}

const roleWords: readonly (readonly [SwitchRole, RegExp, RegExp])[] = [
  ['management', /管理/, /mgmt|manage|管理/i],
  ['storage', /存储/, /stor|存储/i],
  ['backup', /备份/, /backup|bak|备份/i],
  ['business', /虚拟机|业务/, /prod|业务|business/i],
];

const isForBusiness = ({ fields }: Row): boolean =>
  roleWords.find(([, words]) => words.test(fields.purpose.text))?.[0] === 'business';

/** By what the template says the network is for, then by the switch's name. There is one switch of a kind, except for business. */
function roleOf({ fields }: Row, taken: ReadonlySet<SwitchRole>): SwitchRole {
  const { purpose, switchName } = fields;
  const role =
    roleWords.find(([, words]) => words.test(purpose.text))?.[0] ??
    roleWords.find(([, , words]) => words.test(switchName.text))?.[0] ??
    'business';
  return taken.has(role) ? 'business' : role;
}

/** Without a VLAN id a business network cannot be created; the others need it or their subnet. */
function isHalfFilled({ fields }: Row, role: SwitchRole): boolean {
  if (isBlank(fields.name)) {
    return true;
  }
  return isBlank(fields.vlanId) && (role === 'business' || isBlank(fields.subnet));
}

function switchDraft({ role, name, rows }: Group, path: string): SwitchDraft {
  const firstFilled = (column: NetworkColumn): Field => {
    const fields = rows.map((row) => row.fields[column]);
    return fields.find((field) => !isBlank(field)) ?? fields[0] ?? name;
  };
  return {
    role,
    path,
    name,
    nics: firstFilled('nics'),
    bondMode: firstFilled('bondMode'),
    speed: firstFilled('speed'),
    networks: rows
      .filter((row) => !isHalfFilled(row, role))
      .map((row, index) => ({ ...row, path: `${path}.networks[${index}]` })),
  };
}
