import type { Text } from '../../contract/text.ts';
import type { SiteDraft } from '../plan/draft.ts';
import { isBroken, type Field } from '../plan/field.ts';
import type { Miss } from '../profiles/layout.ts';
import { sheetKeys } from '../profiles/profile.ts';
import type { Problem } from './catalog.ts';

/** Rules on the cells and sheets as such: formulas, dates, protection, labels. */
export function checkSheets(draft: SiteDraft): readonly Problem[] {
  const fields = usedFields(draft);
  return [
    ...fields.filter(({ field }) => isBroken(field)).map(({ field, path }) => brokenFormula(field, path)),
    ...fields
      .filter(({ field }) => field.kind === 'date')
      .map(({ field, path }) => ({
        code: 'date-value' as const,
        at: field.at,
        details: { value: path?.endsWith('.password') === true ? '***' : field.raw },
      })),
    ...draft.layout.misses.filter((miss) => miss.near !== null || miss.isRequired).map(describeMiss),
    ...sheetKeys.flatMap((key) => {
      const sheet = draft.layout.sheets.get(key);
      return sheet?.isProtected === true
        ? [{ code: 'sheet-protected' as const, at: { sheet: sheet.title, cell: 'A1' } }]
        : [];
    }),
  ];
}

interface UsedField {
  readonly field: Field;
  /** Null for values that are only compared. */
  readonly path: string | null;
}

function brokenFormula(field: Field, path: string | null): Problem {
  const reason: Text =
    field.kind === 'error'
      ? { zh: `公式错误 ${field.raw}`, en: `Formula error ${field.raw}` }
      : { zh: '公式没有保存结果', en: 'The formula was saved without its result' };
  return { code: 'formula-error', at: field.at, details: { reason }, blocks: path === null ? [] : [path] };
}

/** Every cell the plan or a rule reads, once. */
function usedFields(draft: SiteDraft): readonly UsedField[] {
  const seen = new Set<string>();
  const all = [...siteFields(draft), ...hostFields(draft), ...networkFields(draft), ...serviceFields(draft)];
  return all.filter(({ field }) => {
    const key = `${field.at.sheet}!${field.at.cell}`;
    const isNew = field.isLocated && !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function siteFields({
  cluster,
  customer,
  project,
  dataCenter,
  confirmations,
}: SiteDraft): readonly UsedField[] {
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

function hostFields({ hosts }: SiteDraft): readonly UsedField[] {
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

function networkFields({ switches, ipmi }: SiteDraft): readonly UsedField[] {
  const planned = switches.flatMap(({ path, name, nics, bondMode, networks }) => [
    { field: name, path: `${path}.name` },
    { field: nics, path: `${path}.nics` },
    { field: bondMode, path: `${path}.bondMode` },
    ...networks.flatMap((network) => [
      { field: network.fields.name, path: `${network.path}.name` },
      { field: network.fields.vlanId, path: `${network.path}.vlanId` },
      { field: network.fields.subnet, path: `${network.path}.subnet` },
      { field: network.fields.gateway, path: `${network.path}.gateway` },
    ]),
  ]);
  return ipmi === null ? planned : [{ field: ipmi.fields.subnet, path: 'network.bmcSubnet' }, ...planned];
}

function serviceFields({ services }: SiteDraft): readonly UsedField[] {
  const { temporaryFirst, temporaryLast } = services;
  return [
    ...services.dns.map((field, index) => ({ field, path: `network.dns[${index}]` })),
    ...services.ntp.map((field, index) => ({ field, path: `network.ntp[${index}]` })),
    ...services.components.map((field) => ({ field, path: null })),
    ...(temporaryFirst === null ? [] : [{ field: temporaryFirst, path: 'network.temporaryIpRange.first' }]),
    ...(temporaryLast === null ? [] : [{ field: temporaryLast, path: 'network.temporaryIpRange.last' }]),
  ];
}

const partNames: Readonly<Record<Miss['part'], Text>> = {
  sheet: { zh: '工作表', en: 'sheet' },
  header: { zh: '列', en: 'column' },
  anchor: { zh: '标签', en: 'label' },
};

/** A label the profile knows and the workbook does not have, with what comes close to it. */
export function describeMiss(miss: Miss): Problem {
  const { near } = miss;
  const where = near === null || near.cell === null ? '' : ` ${near.cell}`;
  return {
    code: miss.isRequired ? 'label-missing' : 'label-reworded',
    at: { sheet: miss.sheet ?? near?.text ?? miss.wanted, cell: near?.cell ?? 'A1' },
    details: {
      part: partNames[miss.part],
      wanted: miss.wanted,
      near:
        near === null
          ? ''
          : {
              zh: `；最接近的是「${near.text}」${where}`,
              en: `; the nearest is “${near.text}”${where}`,
            },
    },
  };
}
