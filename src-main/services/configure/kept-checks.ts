import type { PreflightItem } from '../../contract/preflight.ts';
import { targetOf } from '../../engines/configure/index.ts';
import type { HeldCheck } from '../machine/known-sites.ts';
import type { ConfigureOrder } from './files.ts';
import type { ConfigureService } from './configure-service.ts';
import { canonicalPath } from './plan-service.ts';
import { runPreflight } from './preflight.ts';
import type { ConfigureServices } from './configure-services.ts';

interface CheckParts {
  readonly services: ConfigureServices;
  readonly configure: ConfigureService;
}

export interface Checks {
  /** Looks around and keeps what was found. */
  preflight(order: ConfigureOrder, signal: AbortSignal): Promise<readonly PreflightItem[]>;
  /** A run of the order changes the site. */
  forget(order: ConfigureOrder): Promise<void>;
}

/** The site check, kept for every window of the home until the workbook is decided about or a run changes the site. */
export function createChecks({ services, configure }: CheckParts): Checks {
  const { siteChecks, clock } = services;
  return {
    async preflight(order, signal) {
      const input = await configure.input(order);
      const items = await runPreflight({ input, tryLogins: order.tryLogins === true }, services, signal);
      const { path, sha256 } = input.workbook;
      siteChecks.keep(path, { sha256, site: placeOf(order), at: clock.now(), items: [...items] });
      return items;
    },
    forget: async (order) => siteChecks.forget(await canonicalPath(order.path)),
  };
}

/** How each checked site was found, for the list of sites. */
export function heldChecks({ siteChecks }: Pick<ConfigureServices, 'siteChecks'>): readonly HeldCheck[] {
  return siteChecks.all().map(({ site, at, items }) => {
    const count = (verdict: string): number => items.filter((item) => item.verdict === verdict).length;
    return { target: targetOf({ site }), at, errors: count('error'), warnings: count('warning') };
  });
}

/** Where the site is, without what was ordered of the practice site for once. */
function placeOf({ site }: ConfigureOrder): ConfigureOrder['site'] {
  return site.kind === 'real' ? site : { kind: site.kind, url: site.url };
}
