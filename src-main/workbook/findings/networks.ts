import type { Text } from '../../contract/text.ts';
import type { HalfFilledDraft, NetworkDraft, SiteDraft, SwitchDraft } from '../plan/draft.ts';
import { isBlank, isBroken, type Field } from '../plan/field.ts';
import { isInSubnet, overlap, parseIpv4, parseSubnet, reservedAs, type Subnet } from '../plan/ipv4.ts';
import { vlanIdOf } from '../plan/values.ts';
import type { Detail, FindingCode, Problem } from './catalog.ts';
import { overriddenLast, referenceText, spanOf } from './cells.ts';
import { rangeName } from '../grid/cell-address.ts';

/** Rules on the rows of the network table. */
export function checkNetworks(draft: SiteDraft): readonly Problem[] {
  return [
    ...draft.halfFilled.map(halfFilled),
    ...draft.switches.flatMap((planned) => [
      ...planned.networks.flatMap((network) => vlanProblems(network)),
      ...(planned.role === 'business' ? planned.networks.flatMap(unusualTypes) : []),
      ...repeated('vlan-duplicate', planned.networks, ({ fields }) => vlanKey(fields.vlanId)),
      ...repeated('name-duplicate', planned.networks, ({ fields }) => fields.name.text),
      ...missingSubnets(planned),
    ]),
    ...subnetProblems(draft),
  ];
}

/** What follows from a row that is not complete, and what to do about it. */
const notYet = {
  effect: { zh: '将不创建该网络', en: 'the network will not be created' },
  fix: { zh: '补齐或清空该行', en: 'Complete or clear the row' },
};
const notHere = {
  effect: {
    zh: '不是业务网络，补齐后本工具也不创建',
    en: 'not a business network, so it is not created here even when complete',
  },
  fix: { zh: '清空该行，或到集群核对该网络', en: 'Clear the row, or check the network on the cluster' },
};

function halfFilled({ fields, role }: HalfFilledDraft): Problem {
  const columns: readonly (readonly [Field, string, string])[] = [
    [fields.name, '名称', 'name'],
    [fields.vlanId, 'VLAN', 'VLAN ID'],
    [fields.subnet, '网段', 'subnet'],
  ];
  const missing = columns.filter(([field]) => field.isLocated && isBlank(field));
  const { effect, fix } = role === 'business' ? notYet : notHere;
  const unnamed: Text = { zh: '未命名网络', en: 'Unnamed network' };
  return {
    code: 'row-half-filled',
    at: spanOf(missing.map(([field]) => field)),
    details: {
      name: isBlank(fields.name) ? unnamed : fields.name.text,
      columns: {
        zh: missing.map(([, name]) => name).join('、'),
        en: missing.map(([, , name]) => name).join(', '),
      },
      effect,
      fix,
    },
  };
}

function vlanProblems({ path, fields }: NetworkDraft): readonly Problem[] {
  const { vlanId, name, physicalType } = fields;
  const id = vlanIdOf(vlanId);
  const several = vlanId.text.split(/[\r\n,;、/|&+和及]+/).filter((part) => part !== '');
  if (id === null && several.length > 1 && several.every((part) => /^\d{1,4}$/.test(part))) {
    const details = { values: several.join(', ') };
    return [{ code: 'several-values', at: vlanId.at, details, blocks: [`${path}.vlanId`] }];
  }
  if (id === null) {
    return isBlank(vlanId) || isBroken(vlanId)
      ? []
      : [
          {
            code: 'vlan-format',
            at: vlanId.at,
            details: { value: vlanId.text },
            blocks: [`${path}.vlanId`],
          },
        ];
  }
  const problems: Problem[] = [];
  const named = /vlan[-_ ]?(\d{1,4})(?!\d)/i.exec(name.text)?.[1];
  if (named !== undefined && Number(named) !== id) {
    problems.push({ code: 'vlan-name', at: name.at, details: { name: name.text, value: String(id) } });
  }
  if (id > 0 && /access/i.test(physicalType.text)) {
    problems.push({ code: 'port-type', at: vlanId.at, details: { value: String(id) } });
  }
  return problems;
}

/** Of networks that are created. */
function unusualTypes({ path, fields: { vlanType } }: NetworkDraft): readonly Problem[] {
  return isPlainAccess(vlanType)
    ? []
    : [problemAt('vlan-type', vlanType, { details: {}, blocks: [`${path}.vlanId`] })];
}

/** Networks are created with one VLAN ID. What else a type says (`Trunk`, 混杂) would be lost. */
function isPlainAccess({ text }: Field): boolean {
  const rest = text
    .normalize('NFKC')
    .replace(/access|vlan|port|mode|接入|访问|普通|端口|口|模式|类型|型/gi, '');
  return !/[\p{L}\p{N}]/u.test(rest);
}

function vlanKey(field: Field): string {
  return vlanIdOf(field)?.toString() ?? '';
}

/** The later of two rows of one switch is reported, or the overridden one, and is not created. */
function repeated(
  code: 'vlan-duplicate' | 'name-duplicate',
  networks: readonly NetworkDraft[],
  keyOf: (network: NetworkDraft) => string,
): readonly Problem[] {
  const fieldOf = ({ fields }: NetworkDraft): Field =>
    code === 'vlan-duplicate' ? fields.vlanId : fields.name;
  const groups = Map.groupBy(overriddenLast(networks, fieldOf), keyOf);
  return networks.flatMap((network) => {
    const key = keyOf(network);
    const first = groups.get(key)?.[0];
    if (key === '' || first === undefined || first === network) {
      return [];
    }
    const part = code === 'vlan-duplicate' ? [] : [`${network.path}.name`];
    return [
      {
        code,
        at: fieldOf(network).at,
        details: { value: key, other: sameSheetPlace(fieldOf(network), fieldOf(first)) },
        blocks: [...part, `${network.path}.vlanId`],
      },
    ];
  });
}

/** On the sheet that the finding is on. */
function sameSheetPlace(field: Field, other: Field): string {
  return field.at.cell === other.at.cell ? rangeName(other.area) : other.at.cell;
}

function missingSubnets({ role, networks }: SwitchDraft): readonly Problem[] {
  return networks
    .filter(({ fields: { subnet } }) => role === 'business' && subnet.isLocated && isBlank(subnet))
    .map(({ fields }) => ({
      code: 'subnet-missing',
      at: fields.subnet.at,
      details: { name: fields.name.text },
    }));
}

/** The out-of-band network may lie in the management network, so it is left out where networks are compared. */
function subnetProblems(draft: SiteDraft): readonly Problem[] {
  const planned = draft.switches.flatMap(({ networks }) => networks);
  const networks = draft.ipmi === null ? planned : [draft.ipmi, ...planned];
  return [
    ...networks.flatMap((network) => malformed(network)),
    ...networks.flatMap((network) => gatewayOutside(network)),
    ...overlaps(planned),
  ];
}

function blocksOf(path: string, part: 'subnet' | 'gateway'): readonly string[] {
  if (path !== '') {
    return [`${path}.${part}`, `${path}.vlanId`];
  }
  return part === 'subnet' ? ['network.bmcSubnet'] : [];
}

function malformed({ path, fields }: NetworkDraft): readonly Problem[] {
  const { subnet } = fields;
  const parsed = parseSubnet(subnet.text);
  // Several subnets in one cell have a rule of their own.
  const isSeveral = subnet.raw.normalize('NFKC').split('/').length > 2;
  if (parsed !== null) {
    const reason = reservedAs(parsed.first);
    return reason === null
      ? []
      : [problemAt('ip-reserved', subnet, { details: { reason }, blocks: blocksOf(path, 'subnet') })];
  }
  return subnet.text !== '' && !isSeveral
    ? [problemAt('cidr', subnet, { details: {}, blocks: blocksOf(path, 'subnet') })]
    : [];
}

function problemAt(
  code: FindingCode,
  field: Field,
  more: { readonly details: Record<string, Detail>; readonly blocks: readonly string[] },
): Problem {
  return { code, at: field.at, details: { value: field.text, ...more.details }, blocks: more.blocks };
}

function gatewayOutside({ path, fields }: NetworkDraft): readonly Problem[] {
  const subnet = parseSubnet(fields.subnet.text);
  const gateway = parseIpv4(fields.gateway.text);
  if (subnet === null || gateway === null || isUsable(subnet, gateway)) {
    return [];
  }
  return [
    problemAt('gateway', fields.gateway, {
      details: { subnet: subnet.text },
      blocks: blocksOf(path, 'gateway'),
    }),
  ];
}

/** The first and the last address of a network belong to the network itself, except in the smallest ones. */
function isUsable(subnet: Subnet, address: number): boolean {
  const isReserved = subnet.last - subnet.first > 1 && (address === subnet.first || address === subnet.last);
  return isInSubnet(subnet, address) && !isReserved;
}

function overlaps(networks: readonly NetworkDraft[]): readonly Problem[] {
  const problems: Problem[] = [];
  const earlier: { readonly subnet: Subnet; readonly field: Field }[] = [];
  for (const { path, fields } of networks) {
    const subnet = parseSubnet(fields.subnet.text);
    if (subnet === null) {
      continue;
    }
    const other = earlier.find((candidate) => overlap(candidate.subnet, subnet));
    if (other !== undefined) {
      problems.push(
        problemAt('subnet-overlap', fields.subnet, {
          details: { other: `${referenceText(other.field)} (${other.field.text})` },
          blocks: blocksOf(path, 'subnet'),
        }),
      );
    }
    earlier.push({ subnet, field: fields.subnet });
  }
  return problems;
}
