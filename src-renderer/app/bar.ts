import { useEffect } from 'react';
import { create } from 'zustand';

/** What the window's bar says of the site in hand; null where no site is. */
export interface SiteInHand {
  /** Null while no site was chosen for the sheet at hand. */
  readonly practice: boolean | null;
  readonly name: string;
  readonly subject: string | null;
  readonly address: string | null;
  readonly identity: string | null;
  /** How many hosts the identity stands for. */
  readonly hosts: number | null;
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
