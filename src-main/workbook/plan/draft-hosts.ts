import { hostColumns, type HostColumn } from '../profiles/profile.ts';
import type { HostDraft } from './draft.ts';
import { isBlank, type Field, type FieldForm } from './field.ts';
import type { PlanSource } from './source.ts';

const forms: Partial<Record<HostColumn, FieldForm>> = {
  serial: 'address',
  bmcAddress: 'address',
  bmcPassword: 'secret',
  name: 'word',
  managementIp: 'address',
  sshPassword: 'secret',
  administratorPassword: 'secret',
  storageIp: 'address',
};

/** What makes a row a host. Numbers, user names and descriptions are prefilled far beyond the last one. */
const telling: readonly HostColumn[] = ['name', 'managementIp', 'bmcAddress', 'storageIp'];

export interface HostRows {
  readonly hosts: readonly HostDraft[];
  readonly emptyRows: readonly number[];
}

export function draftHosts(source: PlanSource): HostRows {
  const table = source.table('hosts');
  const hosts: HostDraft[] = [];
  const emptyRows: number[] = [];
  for (const row of table?.rows ?? []) {
    const fields = Object.fromEntries(
      table === null
        ? []
        : hostColumns.map((column) => [column, source.cell({ table, row }, column, forms[column])]),
    ) as Record<HostColumn, Field>;
    if (telling.some((column) => !isBlank(fields[column]))) {
      hosts.push({ row, path: `hosts[${hosts.length}]`, fields });
    } else {
      emptyRows.push(row);
    }
  }
  return { hosts, emptyRows };
}
