import type { Imports } from '../adapters/sqlite/imports.ts';
import type { HomeSettingsStore } from '../adapters/sqlite/home-settings.ts';
import type { SiteChecks } from '../adapters/sqlite/site-checks.ts';
import type { SiteKeys } from '../adapters/sqlite/site-keys.ts';
import type { RunLogs } from '../adapters/files/run-log.ts';
import type { Redactor } from '../adapters/secrets/redactor.ts';
import type { SecretVault } from '../adapters/secrets/vault.ts';
import type { ChunkMap } from '../engines/configure/ports.ts';
import type { Clock } from '../runner/ports.ts';
import type { LoginMemory } from './connections/login-memory.ts';
import type { PracticeSites } from './practice/practice-sites.ts';
import type { StepCalls } from './runs/step-calls.ts';

/** What the owner of a home has opened, for the services built on it. */
export interface Services {
  readonly home: string;
  readonly clock: Clock;
  readonly imports: Imports;
  readonly siteKeys: SiteKeys;
  readonly siteChecks: SiteChecks;
  readonly settings: HomeSettingsStore;
  readonly chunkMap: ChunkMap;
  readonly logs: RunLogs;
  readonly redactor: Redactor;
  readonly vault: SecretVault;
  readonly practice: PracticeSites;
  readonly calls: StepCalls;
  readonly logins: LoginMemory;
}
