import type { RunReader } from '../../adapters/sqlite/run-store.ts';
import type { KnownSite } from '../../contract/machine.ts';

/** A check of a site that still holds. */
export interface HeldCheck extends NonNullable<KnownSite['lastCheck']> {
  readonly target: string;
}

/** The sites that runs were made on, the one of the latest run first. */
export function knownSites(
  reader: Pick<RunReader, 'runSites'>,
  checks: readonly HeldCheck[],
): readonly KnownSite[] {
  const latestCheck = new Map<string, HeldCheck>();
  for (const check of checks) {
    const known = latestCheck.get(check.target);
    if (known === undefined || known.at < check.at) {
      latestCheck.set(check.target, check);
    }
  }
  return reader.runSites().map(({ target, count, latest, alone, identity }) => {
    const check = latestCheck.get(target);
    return {
      target,
      practice: latest.practice,
      // Runs on several sites are called after none of them: then only how they name the site is known.
      subject: alone?.subject ?? { ...latest.subject, name: target, owner: null, address: null },
      identity,
      lastRun: { id: latest.id, at: latest.createdAt },
      runs: count,
      lastCheck:
        check === undefined ? null : { at: check.at, errors: check.errors, warnings: check.warnings },
    };
  });
}
