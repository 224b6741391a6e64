import type { Application } from '../../api/application.ts';
import { protocol } from '../../api/wire/protocol.ts';
import type { ApplicationFacts } from '../../contract/machine.ts';
import { productVersion } from '../../version.ts';
import type { RunReader } from '../../adapters/sqlite/run-store.ts';
import type { Runner } from '../../runner/runner.ts';
import type { Services } from '../services.ts';

const versions: Readonly<Partial<Record<string, string>>> = process.versions;

/** What every process can say of itself. */
export function processFacts(home: string): Omit<ApplicationFacts, 'storeId' | 'ownerId' | 'keystore'> {
  return {
    product: 'sitewright',
    version: productVersion,
    protocol,
    home,
    platform: `${process.platform} ${process.arch}`,
    runtimes: { node: process.versions.node, electron: versions['electron'] ?? null },
  };
}

interface MachineParts {
  readonly services: Pick<Services, 'home' | 'vault' | 'siteKeys' | 'settings'>;
  readonly reader: Pick<RunReader, 'facts'>;
  readonly ownerId: string;
  readonly runner: Pick<Runner, 'slept'>;
}

/** What the settings show and clear of this machine. */
export function createMachine({
  services,
  reader,
  ownerId,
  runner,
}: MachineParts): Pick<Application, 'facts' | 'machine'> {
  const { home, vault, siteKeys, settings } = services;
  return {
    facts: () => ({
      ...processFacts(home),
      storeId: reader.facts().storeId,
      ownerId,
      keystore: { kind: vault.keystore(), count: vault.count() },
    }),
    machine: {
      clearSecrets() {
        const count = vault.count();
        vault.clear();
        return count;
      },
      siteKeys: () => siteKeys.list(),
      forgetSiteKey: (key) => siteKeys.forget(key),
      settings: () => settings.read(),
      keepSettings: (kept) => settings.keep(kept),
      slept: (sleep) => runner.slept(sleep),
    },
  };
}
