import type { RunRow } from '../../../src-main/contract/run.ts';
import { useOwnPracticeAddress } from '../../ask/practice-address.ts';
import { useSite } from '../../hooks/site-in-hand.ts';
import { siteOfRun } from '../../words/site-of-run.ts';

/** The site of the run is the page's. */
export function useSiteOf(run: RunRow | null): void {
  // Asked again once the site was seen: it may not have been started before.
  const ownPractice = useOwnPracticeAddress(`${run?.id ?? ''}/${run?.identity === null}`);
  useSite(run === null ? null : siteOfRun(run, ownPractice));
}
