/** The answer to "which scanned host is which of the sheet": what the question brings, and what a person chose. */
import type { PairingRow, ScannedHost as FoundHost } from '../../../../src-main/contract/configure.ts';
import type { Question } from '../../../../src-main/contract/run.ts';

export type ScannedHost = Pick<FoundHost, 'uuid' | 'hostname' | 'serial' | 'addresses'>;

export type PairingFacts = {
  readonly rows: readonly PairingRow[];
  readonly scanned: readonly ScannedHost[];
};

/** By their form as far as it is shown. */
function arePairingFacts(facts: Readonly<Record<string, unknown>>): facts is PairingFacts {
  const { rows, scanned } = facts as Partial<PairingFacts>;
  return (
    Array.isArray(rows) &&
    rows.every((row: Partial<PairingRow> | null) => typeof row?.planned === 'string') &&
    Array.isArray(scanned) &&
    scanned.every(
      (host: Partial<ScannedHost> | null) => typeof host?.uuid === 'string' && Array.isArray(host.addresses),
    )
  );
}

/** Null for any other question, and for facts that cannot be read. */
export function pairingFactsOf({ code, facts = {} }: Pick<Question, 'code' | 'facts'>): PairingFacts | null {
  return code === 'pairing' && arePairingFacts(facts) ? facts : null;
}

/** The scanned host chosen for each of the sheet, by its name; one that is paired already is proposed. */
export type Pairs = Readonly<Record<string, string>>;

export const proposedPairs = ({ rows }: PairingFacts): Pairs =>
  Object.fromEntries(
    rows.flatMap(({ planned, uuid, verdict }) =>
      verdict === 'paired' && uuid !== null ? [[planned, uuid]] : [],
    ),
  );

/** As the run takes it: `name=uuid,name=uuid`. */
export const pairsAsText = (pairs: Pairs): string =>
  Object.entries(pairs)
    .map(([name, uuid]) => `${name}=${uuid}`)
    .join(',');

/** The pairs of such a text; UUIDs hold neither sign, names of hosts hold no comma. */
export const pairsIn = (text: string): Pairs =>
  Object.fromEntries(
    text.split(',').flatMap((pair) => {
      const at = pair.lastIndexOf('=');
      return at < 0 ? [] : [[pair.slice(0, at), pair.slice(at + 1)]];
    }),
  );

/** What keeps the pairs from being an answer: a host of the sheet without one, or one host given twice. */
export function pairsMiss({ rows }: PairingFacts, pairs: Pairs): 'open' | 'twice' | null {
  const chosen = Object.values(pairs);
  if (new Set(chosen).size < chosen.length) {
    return 'twice';
  }
  return rows.every(({ planned }) => pairs[planned] !== undefined) ? null : 'open';
}
