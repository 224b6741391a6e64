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

/** What the bar says while a run is looked at. */
export function siteOfRun(run: RunRow): SiteInHand {
  const { practice, targets, identity, waiting } = run;
  const [target = ''] = targets;
  const subject = siteOwner(run);
  const seen = waiting?.code === 'identity-changed' ? waiting.facts?.['seen'] : undefined;
  return {
    ...{ practice, name: siteName(run), subject: subject === '' ? null : subject },
    address: practice ? null : target.slice(target.indexOf(':') + 1),
    identity: identity === null ? null : `${shortIdentity(identity)} (${identity.length})`,
    checkedAt: null,
    mismatch: Array.isArray(seen) ? shortIdentity(seen.map(String)) : null,
  };
}
