import type { RunRow } from '../../../src-main/contract/run.ts';
import type { SiteInHand } from '../../app/bar.ts';
import { siteName, siteOwner } from '../../app/site-name.ts';

/** Told apart by eye: four signs of the first hosts, in the order of their ids. */
export function shortIdentity(identity: readonly string[]): string {
  return [...identity]
    .sort()
    .slice(0, 3)
    .map((uuid) => uuid.slice(0, 4).toUpperCase())
    .join('·');
}

/** Where the run works; in practice never an address of the sheet. */
export function addressOfRun({ targets: [target = ''] }: RunRow, ownPractice: string | null): string | null {
  const address = target.slice(target.indexOf(':') + 1);
  return address === 'own' && target.startsWith('practice:') ? ownPractice : address;
}

/** What the bar says while a run is looked at. */
export function siteOfRun(run: RunRow, ownPractice: string | null): SiteInHand {
  const { practice, identity, waiting } = run;
  const subject = siteOwner(run);
  const seen = waiting?.code === 'identity-changed' ? waiting.facts?.['seen'] : undefined;
  return {
    ...{ practice, name: siteName(run), subject: subject === '' ? null : subject },
    address: addressOfRun(run, ownPractice),
    identity: identity === null ? null : `${shortIdentity(identity)} (${identity.length})`,
    checkedAt: null,
    mismatch: Array.isArray(seen) ? shortIdentity(seen.map(String)) : null,
  };
}
