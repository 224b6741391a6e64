import type { RunLogs } from '../adapters/files/run-log.ts';
import type { Redactor } from '../adapters/secrets/redactor.ts';
import type { SecretVault } from '../adapters/secrets/vault.ts';
import type { HomeSettingsStore } from '../adapters/sqlite/home-settings.ts';
import type { RunReader } from '../adapters/sqlite/run-store.ts';
import type { SiteKeys } from '../adapters/sqlite/site-keys.ts';
import type { StoreDatabase } from '../adapters/sqlite/store-database.ts';
import type { Clock } from '../runner/ports.ts';
import type { Runner } from '../runner/runner.ts';
import type { Connections } from './connections/connections.ts';
import type { PracticeSites } from './practice/practice-sites.ts';
import type { ReportsOfKind } from './runs/reports.ts';
import type { RunViews } from './runs/run-views.ts';
import type { StepCalls } from './runs/step-calls.ts';

/** What the owner of a home has opened, for the services of all engines. */
export interface Services {
  readonly home: string;
  readonly clock: Clock;
  /** For an engine's own tables. */
  readonly database: StoreDatabase;
  readonly siteKeys: SiteKeys;
  readonly settings: HomeSettingsStore;
  readonly logs: RunLogs;
  readonly redactor: Redactor;
  readonly vault: SecretVault;
  readonly practice: PracticeSites;
  readonly connections: Connections;
  readonly calls: StepCalls;
}

/** A home with its runs, as an engine's service finds it. `runner` and `views` are there once all engines are open. */
export interface OpenHome {
  readonly services: Services;
  readonly reader: RunReader;
  readonly views: RunViews;
  readonly runner: Runner;
  /** Has a listener called after each commit; returns the way to stop that. */
  readonly onCommit: (listener: () => void) => () => void;
}

/** The database of a home, opened for reading. */
export interface StoreForReading {
  readonly database: StoreDatabase;
  readonly reader: RunReader;
  readonly views: RunViews;
  readonly reports: readonly ReportsOfKind[];
}

/** A home that is only read; null where there is no database yet. */
export interface HomeForReading {
  readonly home: string;
  readonly store: StoreForReading | null;
}
