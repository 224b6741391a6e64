import { sleptCode } from '../../src-main/contract/after-sleep.ts';
import type { KnownSite } from '../../src-main/contract/machine.ts';
import type { RunRow } from '../../src-main/contract/run.ts';
import { shortIdentity } from '../../src-main/contract/short-identity.ts';
import type { SiteInHand } from '../hooks/site-in-hand.ts';
import { siteOwner } from './site-name.ts';

/** Where the run works. Its own practice site is at another address with each start, so that of now is a run's that has not ended. */
const addressOfRun = ({ subject, practice, endedAt }: RunRow, ownPractice: string | null): string | null =>
  subject.address ?? (practice && endedAt === null ? ownPractice : null);

/** Questions that may be about another site. */
const tellsSites = new Set(['identity-changed', sleptCode]);

/** What the bar says while a run is looked at. */
export function siteOfRun(run: RunRow, ownPractice: string | null): SiteInHand {
  const { practice, identity, waiting, subject } = run;
  const seen = tellsSites.has(waiting?.code ?? '') ? waiting?.facts?.['seen'] : undefined;
  return {
    practice,
    name: subject.name,
    subject: siteOwner(run),
    address: addressOfRun(run, ownPractice),
    identity: identity === null ? null : shortIdentity(identity),
    parts:
      identity === null || subject.identityLabel === null
        ? null
        : { label: subject.identityLabel, count: identity.length },
    checkedAt: null,
    mismatch: Array.isArray(seen) ? shortIdentity(seen.map(String)) : null,
  };
}

/** What the bar says of a site that is known from runs. The identity was read by one of them; where a practice site of one's own is now tells nothing of that. */
export function siteInHandOf(site: KnownSite): SiteInHand {
  const { practice, subject, identity, lastCheck } = site;
  return {
    practice,
    name: subject.name,
    subject: siteOwner(site),
    address: subject.address,
    identity: identity === null ? null : shortIdentity(identity),
    parts:
      identity === null || subject.identityLabel === null
        ? null
        : { label: subject.identityLabel, count: identity.length },
    checkedAt: lastCheck?.at ?? null,
    mismatch: null,
  };
}
