/** The lines of a look around: in which group they stand, how they are drawn, which keys they ask about. */
import type { PreflightItem } from '../../../../src-main/contract/preflight.ts';
import { groupBy } from '../../../words/group-by.ts';
import type { GlyphName } from '../../../components/Glyph.tsx';

const glyphs: Readonly<Record<PreflightItem['verdict'], GlyphName>> = {
  ok: 'succeeded',
  warning: 'warning',
  error: 'error',
  unknown: 'skipped',
};

export const glyphOfItem = ({ verdict }: Pick<PreflightItem, 'verdict'>): GlyphName => glyphs[verdict];

const groupOfCode: Readonly<Record<string, ItemGroup>> = {
  connection: 'site',
  certificate: 'site',
  'clock-skew': 'site',
  deployed: 'site',
  'vip-in-use': 'site',
  'dns-server': 'site',
  'ntp-server': 'site',
  unreachable: 'hosts',
  'host-key': 'hosts',
  'login-refused': 'hosts',
  'host-mismatch': 'sheet',
  'nic-absent': 'sheet',
  'vds-differs': 'sheet',
  'laptop-ip': 'machine',
  'iso-checksum': 'machine',
};

const groups = ['site', 'hosts', 'sheet', 'machine'] as const;
export type ItemGroup = (typeof groups)[number];

export function groupItems(
  items: readonly PreflightItem[],
): readonly { readonly key: ItemGroup; readonly items: readonly PreflightItem[] }[] {
  return groups
    .map((key) => ({ key, items: items.filter(({ code }) => (groupOfCode[code] ?? 'site') === key) }))
    .filter((group) => group.items.length > 0);
}

export type Verdict = PreflightItem['verdict'];

const gravity: readonly Verdict[] = ['error', 'warning', 'unknown', 'ok'];

/** The verdict that speaks for several. */
export const worstOf = (items: readonly PreflightItem[]): Verdict =>
  gravity.find((one) => items.some(({ verdict }) => verdict === one)) ?? 'ok';

/** How a whole look is drawn: as its worst line, and never as fine while nothing was found to be. */
export function glyphOfLook(items: readonly PreflightItem[]): GlyphName {
  const worst = worstOf(items);
  if (worst === 'error' || worst === 'warning') {
    return glyphs[worst];
  }
  return items.some(({ verdict }) => verdict === 'ok') ? 'unchanged' : glyphs.unknown;
}

/** A TLS certificate or SSH key that nobody has accepted for this site yet. */
export interface UnknownKey {
  readonly subject: string;
  readonly kind: 'tls' | 'ssh';
  readonly fingerprint: string;
}

const kindOfError: Readonly<Record<string, UnknownKey['kind']>> = {
  TLS_UNKNOWN: 'tls',
  SSH_KEY_UNKNOWN: 'ssh',
};

/** Changed keys are none of these: a key that was known and is another now is not accepted in passing. */
export function unknownKeys(items: readonly PreflightItem[]): readonly UnknownKey[] {
  return items.flatMap(({ subject, facts }): UnknownKey[] => {
    const { error, fingerprint } = facts ?? {};
    const kind = typeof error === 'string' ? kindOfError[error] : undefined;
    return kind === undefined || typeof fingerprint !== 'string' ? [] : [{ subject, kind, fingerprint }];
  });
}

/** What is looked at for every host, in the order of the columns. */
const hostCodes: readonly string[] = [
  'unreachable',
  'certificate',
  'host-key',
  'login-refused',
  'host-mismatch',
  'nic-absent',
];

/** One host beside everything that was looked at for it; several accounts are several lines of one check. */
export interface HostRow {
  readonly host: string;
  readonly checks: ReadonlyMap<string, readonly PreflightItem[]>;
}

export interface HostMatrix {
  readonly codes: readonly string[];
  readonly rows: readonly HostRow[];
  /** What is not about one host. */
  readonly rest: readonly PreflightItem[];
}

/** Logins are called after the host and the account. */
const isOf = (host: string, { subject }: PreflightItem): boolean =>
  subject === host || subject.startsWith(`${host} `);

export function matrixOf(items: readonly PreflightItem[], hosts: readonly string[]): HostMatrix {
  const rest = new Set(items);
  const rows = hosts.map((host): HostRow => {
    const own = items.filter((item) => hostCodes.includes(item.code) && isOf(host, item));
    for (const item of own) {
      rest.delete(item);
    }
    return { host, checks: groupBy(own, ({ code }) => code) };
  });
  const codes = hostCodes.filter((code) => rows.some(({ checks }) => checks.has(code)));
  return { codes, rows: rows.filter(({ checks }) => checks.size > 0), rest: [...rest] };
}

/** The key of an item that nobody has accepted yet: it is told once, beside the table, where it can be accepted. */
export const isUnknownKey = (item: PreflightItem): boolean => unknownKeys([item]).length > 0;

/** What is to be said of a host: what is amiss, and what could not be looked at where nothing else says why. */
export function toSay({ checks }: HostRow): readonly PreflightItem[] {
  const all = [...checks.values()].flat();
  const amiss = all.filter(({ verdict }) => verdict === 'error' || verdict === 'warning');
  return amiss.length > 0 ? amiss : all.filter(({ verdict }) => verdict === 'unknown');
}
