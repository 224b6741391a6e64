import type { RunReader } from '../../adapters/sqlite/run-store.ts';
import type { KnownSite } from '../../contract/machine.ts';
import type { RunRow } from '../../contract/run.ts';

/** A check of a site that still holds. */
export interface HeldCheck extends NonNullable<KnownSite['lastCheck']> {
  readonly target: string;
}

/** The latest first. */
function* everyRun(reader: Pick<RunReader, 'runPage'>): Generator<RunRow> {
  for (let after: string | null | undefined; after !== null;) {
    const { runs, next } = reader.runPage({ after });
    yield* runs;
    after = next;
  }
}

const siteOf = (target: string, { id, practice, subject, identity, createdAt }: RunRow): KnownSite => ({
  target,
  practice,
  subject,
  identity,
  lastRun: { id, at: createdAt },
  runs: 0,
  lastCheck: null,
});

/** The sites that runs were made on, the one of the latest run first. */
export function knownSites(
  reader: Pick<RunReader, 'runPage'>,
  checks: readonly HeldCheck[],
): readonly KnownSite[] {
  const sites = new Map<string, KnownSite>();
  for (const run of everyRun(reader)) {
    for (const target of run.targets) {
      const later = sites.get(target) ?? siteOf(target, run);
      // A later run may not have come so far as to read it.
      sites.set(target, { ...later, identity: later.identity ?? run.identity, runs: later.runs + 1 });
    }
  }
  for (const { target, at, errors, warnings } of checks) {
    const site = sites.get(target);
    if (site !== undefined && (site.lastCheck === null || site.lastCheck.at < at)) {
      sites.set(target, { ...site, lastCheck: { at, errors, warnings } });
    }
  }
  return [...sites.values()];
}
