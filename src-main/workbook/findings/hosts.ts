import type { Text } from '../../contract/text.ts';
import { rangeName } from '../grid/cell-address.ts';
import type { HostDraft, SiteDraft } from '../plan/draft.ts';
import { labelForm } from '../grid/text-form.ts';
import { isBlank, type Field } from '../plan/field.ts';
import type { HostColumn } from '../profiles/profile.ts';
import type { Problem } from './catalog.ts';
import { otherPlace, overriddenLast, spanOf } from './cells.ts';
import { sheetPlace } from './places.ts';

/** Rules on the host table as a whole. */
export function checkHosts(draft: SiteDraft): readonly Problem[] {
  return [
    ...draft.hosts.flatMap(incompleteHost),
    ...hostNames(draft.hosts),
    ...serials(draft.hosts),
    ...rackUnits(draft.hosts),
    ...hostCount(draft),
    ...gaps(draft),
  ];
}

/** What every host needs, with the path of its value below the host's and its name for people. */
const needed: readonly (readonly [HostColumn, string, Text])[] = [
  ['bmcAddress', 'bmc.address', { zh: '带外地址', en: 'BMC address' }],
  ['bmcUser', 'bmc.user', { zh: '带外账号', en: 'BMC account' }],
  ['bmcPassword', 'bmc.password', { zh: '带外密码', en: 'BMC password' }],
  ['name', 'name', { zh: '主机名', en: 'hostname' }],
  ['managementIp', 'managementIp', { zh: '管理地址', en: 'management address' }],
  ['storageIp', 'storageIp', { zh: '存储 IP', en: 'storage IP' }],
];

function incompleteHost({ path, fields }: HostDraft): readonly Problem[] {
  const missing = needed.filter(([column]) => fields[column].isLocated && isBlank(fields[column]));
  if (missing.length === 0) {
    return [];
  }
  return [
    {
      code: 'host-incomplete',
      at: spanOf(missing.map(([column]) => fields[column])),
      details: {
        columns: {
          zh: missing.map(([, , name]) => name.zh).join('、'),
          en: missing.map(([, , name]) => name.en).join(', '),
        },
      },
      blocks: missing.map(([, value]) => `${path}.${value}`),
    },
  ];
}

/** Labels of letters, digits and inner hyphens, up to 63 each (RFC 1123). */
const hostName =
  /^(?!.{254})[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

function hostNames(hosts: readonly HostDraft[]): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, HostDraft>();
  for (const host of overriddenLast(hosts, ({ fields }) => fields.name)) {
    const { name } = host.fields;
    const other = seen.get(name.text.toLowerCase());
    const isIllegal = name.text !== '' && !hostName.test(name.text);
    if (isIllegal || other !== undefined) {
      const where = other === undefined ? '' : otherPlace(name, other.fields.name);
      const reason: Text = isIllegal
        ? { zh: '含非法字符', en: 'contains characters that are not allowed in a hostname' }
        : { zh: `与 ${where} 重复`, en: `is also used in ${where}` };
      problems.push({
        code: 'hostname',
        at: name.at,
        details: { value: name.text, reason },
        blocks: [`${host.path}.name`],
      });
    }
    if (name.text !== '') {
      seen.set(name.text.toLowerCase(), other ?? host);
    }
  }
  return problems;
}

/** The later of two hosts is reported, or the overridden one. Serials are compared without regard to case. */
function serials(hosts: readonly HostDraft[]): readonly Problem[] {
  const seen = new Map<string, Field>();
  return overriddenLast(hosts, ({ fields }) => fields.serial).flatMap(
    ({ path, fields: { serial } }): readonly Problem[] => {
      const key = serial.text.toUpperCase();
      if (key === '') {
        return [];
      }
      const blocks = [`${path}.serial`];
      const values = serial.raw
        .normalize('NFKC')
        .split(/[\n,;、]+/)
        .filter((part) => part.trim() !== '');
      if (values.length > 1) {
        return [{ code: 'several-values', at: serial.at, details: { values: values.join(', ') }, blocks }];
      }
      const other = seen.get(key);
      seen.set(key, other ?? serial);
      const details = { value: serial.text, other: other === undefined ? '' : otherPlace(serial, other) };
      return other === undefined ? [] : [{ code: 'serial-duplicate', at: serial.at, details, blocks }];
    },
  );
}

/** The units of a rack a host takes: `12`, `U12`, `10-11U`; null for what is not understood. */
function unitsOf(text: string): readonly [number, number] | null {
  const match = /^u?(\d{1,2})(?:u?[-~]u?(\d{1,2}))?u?$/i.exec(text.normalize('NFKC').replace(/\s+/g, ''));
  if (match === null) {
    return null;
  }
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
  return [Math.min(first, last), Math.max(first, last)];
}

/** Two hosts in the same place of one rack. */
function rackUnits(hosts: readonly HostDraft[]): readonly Problem[] {
  const taken: { readonly rack: string; readonly units: readonly [number, number]; readonly field: Field }[] =
    [];
  return overriddenLast(hosts, ({ fields }) => fields.rackUnit).flatMap(({ fields }): readonly Problem[] => {
    const [units, rack] = [unitsOf(fields.rackUnit.text), labelForm(fields.rack.text)];
    if (units === null || rack === '') {
      return [];
    }
    const other = taken.find(
      (one) => one.rack === rack && one.units[0] <= units[1] && units[0] <= one.units[1],
    );
    taken.push({ rack, units, field: fields.rackUnit });
    if (other === undefined) {
      return [];
    }
    const details = {
      value: `${fields.rack.text} ${fields.rackUnit.text}`,
      other: otherPlace(fields.rackUnit, other.field),
    };
    return [{ code: 'rack-duplicate', at: fields.rackUnit.at, details }];
  });
}

function rowsPlace(draft: SiteDraft, rows: readonly number[]): Problem['at'] {
  const table = draft.layout.tables.get('hosts');
  const column = table?.columns.get('number') ?? table?.columns.get('name') ?? 1;
  const [first = 1] = rows;
  const range = { top: first, bottom: rows.at(-1) ?? first, left: column, right: column };
  return { ...sheetPlace(draft.layout, 'hosts'), cell: rangeName(range) };
}

function hostCount(draft: SiteDraft): readonly Problem[] {
  const rows = draft.layout.tables.get('hosts')?.rows ?? [];
  const count = draft.hosts.length;
  return count < 3
    ? [{ code: 'host-count', at: rowsPlace(draft, rows), details: { count: String(count) } }]
    : [];
}

function gaps(draft: SiteDraft): readonly Problem[] {
  const first = draft.hosts[0]?.row ?? 0;
  const last = draft.hosts.at(-1)?.row ?? 0;
  const empty = draft.emptyHostRows.filter((row) => row > first && row < last);
  return empty.length === 0 ? [] : [{ code: 'host-gap', at: rowsPlace(draft, empty) }];
}
