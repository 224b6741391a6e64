import type { Application, ConfigureOrder } from '../../api/application.ts';
import type { ConfigureService } from './configure-service.ts';
import { canonicalPath } from './plan-service.ts';
import { runPreflight } from './preflight.ts';
import type { Services } from '../services.ts';

interface CheckParts {
  readonly services: Services;
  readonly configure: ConfigureService;
}

/** The site check, kept for every window of the home until the workbook is decided about or a run changes the site. */
export function createChecks({
  services,
  configure,
}: CheckParts): Pick<Application['configure'], 'preflight' | 'lastCheck' | 'start'> {
  const { siteChecks, clock } = services;
  return {
    async preflight(order, signal) {
      const input = await configure.input(order);
      const items = await runPreflight({ input, tryLogins: order.tryLogins === true }, services, signal);
      const { path, sha256 } = input.workbook;
      siteChecks.keep(path, { sha256, site: placeOf(order), at: clock.now(), items: [...items] });
      return items;
    },
    lastCheck: (importId) => siteChecks.last(importId),
    async start(order) {
      const run = await configure.start(order);
      siteChecks.forget(await canonicalPath(order.path));
      return run;
    },
  };
}

/** Where the site is, without what was ordered of the practice site for once. */
function placeOf({ site }: ConfigureOrder): ConfigureOrder['site'] {
  return site.kind === 'real' ? site : { kind: site.kind, url: site.url };
}
