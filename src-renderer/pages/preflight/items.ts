/** The lines of a look around: in which group they stand, how they are drawn, which keys they ask about. */
import type { PreflightItem } from '../../../src-main/contract/configure.ts';
import type { GlyphName } from '../../components/Glyph.tsx';

const glyphs: Readonly<Record<PreflightItem['verdict'], GlyphName>> = {
  ...{ ok: 'succeeded', warning: 'warning', error: 'error', unknown: 'skipped' },
};

export const glyphOfItem = ({ verdict }: PreflightItem): GlyphName => glyphs[verdict];

const groupOfCode: Readonly<Record<string, ItemGroup>> = {
  ...{
    connection: 'site',
    certificate: 'site',
    'clock-skew': 'site',
    deployed: 'site',
    'vip-in-use': 'site',
  },
  ...{ unreachable: 'hosts', 'host-key': 'hosts', 'login-refused': 'hosts' },
  ...{ 'host-mismatch': 'sheet', 'nic-absent': 'sheet', 'vds-differs': 'sheet' },
  ...{ 'laptop-ip': 'machine', 'iso-checksum': 'machine' },
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
  if (worst === 'error' || worst === 'warning') return glyphs[worst];
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
