/** The answer to "which scanned host is which of the sheet": what the question brings, and what a person chose. */
import type { PairingRow } from '../../../src-main/contract/configure.ts';
import type { Question } from '../../../src-main/contract/run.ts';

export interface ScannedHost {
  readonly uuid: string;
  readonly hostname: string | null;
  readonly serial: string | null;
  readonly addresses: readonly string[];
}

export interface PairingFacts {
  readonly rows: readonly PairingRow[];
  readonly scanned: readonly ScannedHost[];
}

/** Null for any other question. */
export function pairingFactsOf({ code, facts }: Pick<Question, 'code' | 'facts'>): PairingFacts | null {
  return code === 'pairing' && facts !== undefined ? (facts as unknown as PairingFacts) : null;
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

/** What keeps the pairs from being an answer: a host of the sheet without one, or one host given twice. */
export function pairsMiss({ rows }: PairingFacts, pairs: Pairs): 'open' | 'twice' | null {
  const chosen = Object.values(pairs);
  if (new Set(chosen).size < chosen.length) {
    return 'twice';
  }
  return rows.every(({ planned }) => pairs[planned] !== undefined) ? null : 'open';
}
