import { createChunkMap } from '../../adapters/sqlite/chunk-map.ts';
import { Imports } from '../../adapters/sqlite/imports.ts';
import { createSiteChecks, type SiteChecks } from '../../adapters/sqlite/site-checks.ts';
import type { ChunkMap } from '../../engines/configure/ports.ts';
import type { Services } from '../open-home.ts';
import { createLoginMemory, type LoginMemory } from './login-memory.ts';

/** The home, with the tables of cluster configuration. */
export interface ConfigureServices extends Services {
  readonly imports: Imports;
  readonly siteChecks: SiteChecks;
  readonly chunkMap: ChunkMap;
  readonly logins: LoginMemory;
}

export function openConfigureServices(services: Services): ConfigureServices {
  const { database, redactor, clock } = services;
  return {
    ...services,
    imports: new Imports(database),
    siteChecks: createSiteChecks(database, (text) => redactor.redact(text)),
    chunkMap: createChunkMap(database),
    logins: createLoginMemory(() => clock.elapsed()),
  };
}
