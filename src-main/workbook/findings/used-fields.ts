import type { SiteDraft } from '../plan/draft.ts';
import type { Field } from '../plan/field.ts';

interface PlannedField {
  readonly field: Field;
  /** Its value in the plan; null for values that are only compared. */
  readonly path: string | null;
}

export interface UsedField extends PlannedField {
  /** Every value of the plan that comes from the cell: a merged one gives its value to several hosts. */
  readonly paths: readonly string[];
}

/** What a value is for. `name` goes to the site as it stands; of `number` and `address` only the plain form does. */
export type FieldUse = 'secret' | 'name' | 'number' | 'address' | 'text';

const uses: readonly (readonly [RegExp, FieldUse])[] = [
  [/\.password$/, 'secret'],
  [/^(?:hosts|network)\[?.*\.(?:name|user|nics)$|^cluster\.administrator\.user$/, 'name'],
  [/\.(?:vlanId|serial)$/, 'number'],
  [
    /\.(?:managementIp|storageIp|address|subnet|gateway|vip|first|last)$|bmcSubnet$|^network\.(?:dns|ntp)/,
    'address',
  ],
];

export function useOf({ path }: UsedField): FieldUse {
  return uses.find(([pattern]) => pattern.test(path ?? ''))?.[1] ?? 'text';
}

/** Every cell the plan or a rule reads, once. */
export function usedFields(draft: SiteDraft): readonly UsedField[] {
  const all = [...siteFields(draft), ...hostFields(draft), ...networkFields(draft), ...serviceFields(draft)];
  const byCell = Map.groupBy(
    all.filter(({ field }) => field.isLocated),
    ({ field }) => `${field.at.sheet}!${field.at.cell}`,
  );
  return [...byCell.values()].flatMap((same): readonly UsedField[] => {
    const [first] = same;
    const paths = same.flatMap(({ path }) => (path === null ? [] : [path]));
    return first === undefined ? [] : [{ ...first, paths }];
  });
}

function siteFields({
  cluster,
  customer,
  project,
  dataCenter,
  confirmations,
}: SiteDraft): readonly PlannedField[] {
  const entries: readonly (readonly [Field | null, string | null])[] = [
    [customer, 'customer'],
    [project, 'project'],
    [dataCenter, 'dataCenter'],
    [cluster.name, 'cluster.name'],
    [cluster.version, 'cluster.version'],
    [cluster.vip, 'cluster.vip'],
    [cluster.serial, 'cluster.serial'],
    [cluster.administratorUser, 'cluster.administrator.user'],
    [cluster.administratorPassword, 'cluster.administrator.password'],
    [cluster.storageLayout, 'cluster.storageLayout'],
    [cluster.networkLayout, 'cluster.networkLayout'],
    [cluster.functions, null],
    [confirmations.version, null],
    [confirmations.nodeCount, null],
  ];
  return entries.flatMap(([field, path]) => (field === null ? [] : [{ field, path }]));
}

function hostFields({ hosts }: SiteDraft): readonly PlannedField[] {
  return hosts.flatMap(({ path, fields }) => [
    { field: fields.name, path: `${path}.name` },
    { field: fields.serial, path: `${path}.serial` },
    { field: fields.managementIp, path: `${path}.managementIp` },
    { field: fields.storageIp, path: `${path}.storageIp` },
    { field: fields.bmcAddress, path: `${path}.bmc.address` },
    { field: fields.bmcUser, path: `${path}.bmc.user` },
    { field: fields.bmcPassword, path: `${path}.bmc.password` },
    { field: fields.sshUser, path: `${path}.accounts[0].user` },
    { field: fields.sshPassword, path: `${path}.accounts[0].password` },
    { field: fields.administratorUser, path: `${path}.accounts[1].user` },
    { field: fields.administratorPassword, path: `${path}.accounts[1].password` },
    { field: fields.rack, path: `${path}.rack` },
    { field: fields.rackUnit, path: `${path}.rackUnit` },
  ]);
}

function networkFields({ switches, ipmi }: SiteDraft): readonly PlannedField[] {
  const planned = switches.flatMap(({ path, name, nics, bondMode, networks }) => [
    { field: name, path: `${path}.name` },
    { field: nics, path: `${path}.nics` },
    { field: bondMode, path: `${path}.bondMode` },
    ...networks.flatMap((network) => [
      { field: network.fields.name, path: `${network.path}.name` },
      { field: network.fields.vlanId, path: `${network.path}.vlanId` },
      { field: network.fields.vlanType, path: `${network.path}.vlanType` },
      { field: network.fields.subnet, path: `${network.path}.subnet` },
      { field: network.fields.gateway, path: `${network.path}.gateway` },
    ]),
  ]);
  return ipmi === null ? planned : [{ field: ipmi.fields.subnet, path: 'network.bmcSubnet' }, ...planned];
}

function serviceFields({ services }: SiteDraft): readonly PlannedField[] {
  const { temporaryFirst, temporaryLast } = services;
  return [
    ...services.dns.map((field, index) => ({ field, path: `network.dns[${index}]` })),
    ...services.ntp.map((field, index) => ({ field, path: `network.ntp[${index}]` })),
    ...services.components.map((field) => ({ field, path: null })),
    ...(temporaryFirst === null ? [] : [{ field: temporaryFirst, path: 'network.temporaryIpRange.first' }]),
    ...(temporaryLast === null ? [] : [{ field: temporaryLast, path: 'network.temporaryIpRange.last' }]),
  ];
}
