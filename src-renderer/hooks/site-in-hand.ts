import { useEffect } from 'react';
import { create } from 'zustand';
import type { KnownSite } from '../../src-main/contract/machine.ts';
import type { Text } from '../../src-main/contract/text.ts';
import { useLatest } from './use-latest.ts';

/** What the window's bar says of the site in hand; null where no site is. */
export interface SiteInHand {
  /** Null while no site was chosen for what is in hand. */
  readonly practice: boolean | null;
  readonly name: string;
  readonly subject: string | null;
  readonly address: string | null;
  readonly identity: string | null;
  /** What the identity is made of, and how many of it; null where they are not counted. */
  readonly parts: { readonly label: Text; readonly count: number } | null;
  readonly checkedAt: number | null;
  /** What answers is not the site that is recorded. */
  readonly mismatch: string | null;
}

export const useBar = create<{ readonly site: SiteInHand | null }>(() => ({ site: null }));

/** The page's site, for as long as the page is shown. */
export function useSite(site: SiteInHand | null): void {
  const key = JSON.stringify(site);
  useEffect(() => {
    useBar.setState({ site: JSON.parse(key) as SiteInHand | null });
    return () => useBar.setState({ site: null });
  }, [key]);
}

/** What the page does with a site that is chosen in the bar; null where the page's site is what it is. */
export const useSiteChoice = create<{ readonly take: ((site: KnownSite) => void) | null }>(() => ({
  take: null,
}));

/** A site that is chosen in the bar is the page's, for as long as the page is shown. */
export function useTakenSite(take: (site: KnownSite) => void): void {
  const latest = useLatest(take);
  useEffect(() => {
    useSiteChoice.setState({ take: latest });
    return () => useSiteChoice.setState({ take: null });
  }, [latest]);
}
