import { sleptCode } from '../../../src-main/contract/after-sleep.ts';
import type { RunRow } from '../../../src-main/contract/run.ts';
import { shortIdentity } from '../../../src-main/contract/short-identity.ts';
import type { SiteInHand } from '../../app/bar.ts';
import { siteName, siteOwner } from '../../words/site-name.ts';

/** Where the run works; in practice never an address of the sheet. */
export function addressOfRun({ targets: [target = ''] }: RunRow, ownPractice: string | null): string | null {
  const address = target.slice(target.indexOf(':') + 1);
  return address === 'own' && target.startsWith('practice:') ? ownPractice : address;
}

/** Questions that may be about another site. */
const tellsSites = new Set(['identity-changed', sleptCode]);

/** What the bar says while a run is looked at. */
export function siteOfRun(run: RunRow, ownPractice: string | null): SiteInHand {
  const { practice, identity, waiting } = run;
  const subject = siteOwner(run);
  const seen = tellsSites.has(waiting?.code ?? '') ? waiting?.facts?.['seen'] : undefined;
  return {
    practice,
    name: siteName(run),
    subject: subject === '' ? null : subject,
    address: addressOfRun(run, ownPractice),
    identity: identity === null ? null : shortIdentity(identity),
    hosts: identity?.length ?? null,
    checkedAt: null,
    mismatch: Array.isArray(seen) ? shortIdentity(seen.map(String)) : null,
  };
}
