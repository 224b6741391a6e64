import type { Severity } from '../../contract/finding.ts';
import type { Text } from '../../contract/text.ts';

/** The rules in the order in which one would see them, with their severity. The name is the finding's code. */
export const severityOf = {
  'default-password': 'warning',
  'repeated-password': 'warning',
  'sample-value': 'warning',
  'bmc-subnet': 'warning',
  'ntp-two': 'warning',
  'ip-whitespace-fullwidth': 'warning',
  'hidden-character': 'error',
  'odd-character': 'warning',
  'shown-stored': 'error',
  'stored-used': 'warning',
  'several-values': 'error',
  'ip-format': 'error',
  'ip-reserved': 'error',
  'host-incomplete': 'error',
  'account-placeholder': 'error',
  'account-format': 'error',
  'account-duplicate': 'error',
  'account-password-missing': 'warning',
  'fisheye-missing': 'error',
  'ip-duplicate': 'error',
  'mgmt-subnet': 'error',
  'storage-subnet': 'error',
  'vip-subnet': 'error',
  'vip-missing': 'warning',
  'nic-wiring': 'warning',
  'nic-separator': 'warning',
  'nic-format': 'error',
  'nic-missing': 'error',
  'nic-reused': 'error',
  'nic-single': 'warning',
  'nic-repeated': 'error',
  'switch-shared': 'error',
  'row-half-filled': 'warning',
  'vlan-format': 'error',
  'vlan-type': 'error',
  'vlan-duplicate': 'error',
  'name-duplicate': 'error',
  'vlan-name': 'warning',
  'subnet-missing': 'warning',
  cidr: 'error',
  gateway: 'error',
  'subnet-overlap': 'error',
  'bond-value': 'error',
  'bond-lacp': 'warning',
  'port-type': 'warning',
  'dns-ip': 'error',
  'dns-missing': 'warning',
  'ntp-missing': 'warning',
  'public-server': 'warning',
  hostname: 'error',
  'serial-duplicate': 'error',
  'rack-duplicate': 'warning',
  'hidden-cells': 'warning',
  'struck-cells': 'warning',
  'host-count': 'warning',
  'host-gap': 'warning',
  rdma: 'warning',
  layout: 'error',
  'formula-error': 'error',
  'date-value': 'warning',
  'volatile-value': 'warning',
  'override-unused': 'warning',
  'password-placeholder': 'warning',
  'password-weak': 'warning',
  'password-shown': 'warning',
  'password-space': 'warning',
  'bmc-password-length': 'warning',
  'bmc-charset': 'warning',
  range: 'warning',
  'password-hyperlink': 'warning',
  version: 'warning',
  'node-count': 'warning',
  rack: 'warning',
  speed: 'warning',
  'several-clusters': 'warning',
  'label-missing': 'error',
  'label-reworded': 'warning',
  'write-back-blocked': 'warning',
  'serial-placeholder': 'info',
  'sheet-protected': 'info',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof severityOf;

/** A text with `{names}` of details in it, and what to do. */
export interface FindingText {
  readonly message: string;
  readonly fix: string;
}

/** A word for a message: the same in every language (a cell, an address), or one for each. Never a password. */
export type Detail = string | Text;

/** What a rule found, before it is put into words. */
export interface Problem {
  readonly code: FindingCode;
  readonly at: { readonly sheet: string; readonly cell: string };
  readonly details?: Readonly<Record<string, Detail>>;
  /** Paths into the plan whose steps must not run. Given for errors. */
  readonly blocks?: readonly string[];
}
