import { create } from 'zustand';
import type { KnownSite } from '../../src-main/contract/machine.ts';
import { useRuns } from '../sync/runs.ts';
import { useAnswer, useDeed, type Asked, type Deed } from './use-call.ts';

/** Raised by each choice, so that whoever shows the site in hand asks again. */
const useChoices = create<{ readonly count: number }>(() => ({ count: 0 }));

/** Sites that something was done on; asked again when a run came to the list or ended. */
export function useKnownSites(): Asked<readonly KnownSite[]> {
  const standing = useRuns(
    (run) => `${run.size}/${[...run.values()].filter(({ endedAt }) => endedAt !== null).length}`,
  );
  return useAnswer(`sites/${standing}`, (client, signal) => client.system.sites({}, { signal }));
}

/** The target of the site in hand, which the owner remembers for every window; null while none was chosen. */
export function useChosenSite(): string | null {
  const count = useChoices((state) => state.count);
  const { value } = useAnswer(`settings/site/${count}`, async (client, signal) => ({
    site: (await client.system.settings({}, { signal })).site,
  }));
  return value?.site ?? null;
}

/** Takes a site in hand, or none. */
export function useChooseSite(): Deed<string | null> {
  return useDeed<string | null>(async (client, site) => {
    await client.system.keepSettings({ site });
    useChoices.setState(({ count }) => ({ count: count + 1 }));
  });
}
