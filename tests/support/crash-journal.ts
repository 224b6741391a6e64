import type { JournalEntry, PracticeSite } from '../../src-main/practice/index.ts';

/** What one request asked for, whatever uuids stand in it. */
export interface Call {
  /** Equal for two requests that ask for the same thing. */
  readonly key: string;
  /** The step it belongs to; networks without their switch. */
  readonly step: string;
  /** Makes something that must be made exactly once. */
  readonly creates: boolean;
  readonly status: number;
}

interface CallKind {
  readonly path: RegExp;
  readonly step: (entry: JournalEntry) => string;
  readonly key?: (entry: JournalEntry) => string;
  readonly creates?: true;
}

const nameOf = ({ resource }: JournalEntry): string => resource?.name ?? '?';

export const volumeKey = 'iso volume';
export const deletionKey = 'iso deletion';

const kinds: readonly CallKind[] = [
  { path: /^\/api\/v3\/users:setupRoot$/, step: () => 'root', creates: true },
  { path: /^\/api\/v2\/settings\/\w+$/, step: ({ path }) => path.split('/').at(-1) ?? '' },
  { path: /^\/api\/v2\/ipmi\/upsert_accounts$/, step: (entry) => `ipmi:${nameOf(entry)}` },
  { path: /^\/api\/v2\/network\/vds$/, step: (entry) => `vds:${nameOf(entry)}`, creates: true },
  {
    path: /^\/api\/v2\/network\/vds\/[^/]+\/vlans$/,
    step: (entry) => `vlan:${nameOf(entry)}`,
    creates: true,
  },
  { path: /^\/api\/v2\/svt_image\/create_volume$/, step: () => 'iso', key: () => volumeKey },
  {
    path: /^\/api\/v2\/svt_image\/upload_template$/,
    step: () => 'iso',
    key: ({ query }) => `iso chunk ${new URLSearchParams(query).get('chunk_num') ?? '?'}`,
  },
  { path: /^\/api\/v2\/images\/[^/]+$/, step: () => 'iso', key: () => deletionKey },
];

function callOf(entry: JournalEntry): Call {
  const kind = kinds.find(({ path }) => path.test(entry.path));
  if (kind === undefined) {
    return { key: entry.path, step: entry.path, creates: false, status: entry.status };
  }
  const step = kind.step(entry);
  return {
    key: kind.key?.(entry) ?? step,
    step,
    creates: kind.creates === true,
    status: entry.status,
  };
}

/** The key of a step as {@link Call} has it. */
export function stepOfCalls(stepKey: string): string {
  return stepKey.replace(/^vlan:.*\//, 'vlan:');
}

/** Every mutating request the site has seen. */
export async function readCalls({ journalUrl }: PracticeSite): Promise<readonly Call[]> {
  const answer = await fetch(journalUrl);
  return ((await answer.json()) as JournalEntry[]).map(callOf);
}

export function countBy(texts: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

const isGood = ({ status }: Call): boolean => status >= 200 && status < 300;

export interface CallFaults {
  /** Made more than once, or never. */
  readonly createdOtherThanOnce: readonly string[];
  /** Refused by the site: somebody asked for what is there already, or for nonsense. */
  readonly refused: readonly string[];
  /** Sent again although no process had died in the middle of it, or more often than that. */
  readonly repeatedTooOften: readonly string[];
  /** Asked for in the uninterrupted run and not here, or the other way round. */
  readonly different: readonly string[];
}

/**
 * Compares what a site was asked for with what the uninterrupted run asked of its own.
 * @param diedIn the step keys in which processes died, one entry for each death in each.
 */
export function compareCalls(
  reference: readonly Call[],
  actual: readonly Call[],
  diedIn: readonly string[],
): CallFaults {
  const wanted = countBy(reference.map(({ key }) => key));
  const seen = countBy(actual.map(({ key }) => key));
  const good = countBy(actual.filter(isGood).map(({ key }) => key));
  const creations = new Set(reference.filter(({ creates }) => creates).map(({ key }) => key));
  const stepOf = new Map([...reference, ...actual].map(({ key, step }) => [key, step]));
  const deaths = countBy(diedIn.map(stepOfCalls));
  const extra = (key: string): number => Math.max(0, (seen.get(key) ?? 0) - (wanted.get(key) ?? 0));
  const repeats = countBy(
    [...seen.keys()]
      // An empty volume of an attempt that died is taken away before another one is made.
      .filter((key) => key !== deletionKey)
      .flatMap((key) => Array.from({ length: extra(key) }, () => stepOf.get(key) ?? key)),
  );
  const allowedDeletions = extra(volumeKey);
  return {
    createdOtherThanOnce: [...creations].filter((key) => good.get(key) !== 1),
    refused: actual.filter(({ status }) => status >= 400).map(({ key, status }) => `${key} ${status}`),
    repeatedTooOften: [...repeats]
      .filter(([step, times]) => times > (deaths.get(step) ?? 0))
      .map(([step, times]) => `${step}: ${times} repeats, ${deaths.get(step) ?? 0} deaths in it`),
    different: [
      ...[...wanted.keys()].filter((key) => !seen.has(key)),
      ...[...seen.keys()].filter((key) => !wanted.has(key) && key !== deletionKey),
      ...((seen.get(deletionKey) ?? 0) === allowedDeletions ? [] : [deletionKey]),
    ],
  };
}
