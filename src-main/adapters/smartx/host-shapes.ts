/** What the cluster says of its deployment, its hosts and their management controllers. */
import { z } from 'zod';
import { verbatim, type Text } from '../../contract/text.ts';
import type { IpmiState, ScannedHost } from '../../engines/configure/ports.ts';
import { firstText, listOf, optionalText, record, text, textAt, valueAt } from './shape-parts.ts';

export const deployment = record.transform((value) => ({
  isDeployed: value['is_deployed'] === true,
  platform: textAt(value, 'platform'),
}));

const addressText = /^[0-9a-fA-F.:]+(%\w+)?(\/\d+)?$/;

function addressesIn(value: unknown): readonly string[] {
  const own = [
    'host_ip',
    'management_ip',
    'mgmt_ip',
    'access_ip',
    'data_ip',
    'storage_ip',
    'ip',
    'ips',
    'ip_address',
    'ip_addresses',
    'addresses',
    'ipv4',
    'ipv6',
  ];
  return own
    .flatMap((name) => valueAt(value, name))
    .flatMap((found) =>
      typeof found === 'string' ? [found] : (textAt(found, 'ip') ?? textAt(found, 'address') ?? []),
    )
    .filter((found) => addressText.test(found) && /[.:]/.test(found))
    .map((found) => found.replace(/\/\d+$/, ''));
}

function interfacesOf(value: unknown): readonly unknown[] {
  const listed = valueAt(value, 'ifaces') ?? valueAt(value, 'interfaces') ?? valueAt(value, 'nics');
  return Array.isArray(listed) ? listed : [];
}

const scannedHost = record
  .refine((value) => firstText(value, ['host_uuid', 'uuid']) !== null, { path: ['host_uuid'] })
  .transform((value): ScannedHost => {
    const interfaces = interfacesOf(value);
    return {
      uuid: firstText(value, ['host_uuid', 'uuid']) ?? '',
      hostname: firstText(value, ['hostname', 'host_name', 'name']),
      serial: firstText(value, ['serial', 'serial_number', 'sn', 'product_serial']),
      addresses: [...new Set([value, ...interfaces].flatMap((place) => addressesIn(place)))],
      nics: interfaces.flatMap((nic) => (typeof nic === 'string' ? nic : (textAt(nic, 'name') ?? []))),
      version: firstText(value, ['version', 'software_version']),
    };
  });

/** The scan answers a list of hosts, or a map from address to host. */
export const hostScan = z.preprocess((value): unknown => {
  const hosts = valueAt(value, 'hosts') ?? valueAt(value, 'entities') ?? value;
  if (hosts === null || Array.isArray(hosts)) {
    return hosts ?? [];
  }
  const keyed = record.safeParse(hosts).data ?? {};
  return Object.entries(keyed).map(([key, host]) => {
    const found = record.safeParse(host).data ?? {};
    const given = [valueAt(found, 'addresses')].flat().filter((address) => address !== undefined);
    return { ...found, addresses: [key, ...given] };
  });
}, z.array(scannedHost)) as z.ZodType<readonly ScannedHost[]>;

export const ipmiAccounts = listOf<IpmiState>(
  z
    .object({
      node_uuid: text,
      host: text,
      user: optionalText,
      username: optionalText,
      is_valid: z.boolean().nullish().catch(null),
    })
    .transform((value) => ({
      nodeUuid: value.node_uuid,
      host: value.host,
      user: value.user ?? value.username ?? '',
      isValid: value.is_valid ?? null,
    })),
  'accounts',
);

const accountNotAccepted: Text = {
  zh: 'BMC 不接受该用户名和密码',
  en: 'the BMC does not accept this user name and password',
};
const noReasonGiven: Text = { zh: '系统没有给出原因', en: 'the system gave no reason' };

const failure = z.unknown().transform((value): Text => {
  const said = firstText(value, ['reason', 'message', 'msg', 'error']);
  if (said !== null) {
    return verbatim(said);
  }
  return valueAt(value, 'is_valid') === false ? accountNotAccepted : noReasonGiven;
});

/** Why accounts were turned down although the call was answered with 200; null where the answer was empty. */
export const ipmiFailures = z
  .unknown()
  .transform((value) =>
    value === undefined ? null : (valueAt(value, 'failure') ?? valueAt(value, 'failures') ?? []),
  )
  .pipe(z.array(failure).nullable());

export const license = z
  .unknown()
  .transform((value) => textAt(value, 'serial') ?? textAt(value, 'license_info', 'serial_number'));
