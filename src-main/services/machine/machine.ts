import type { Application } from '../../api/application.ts';
import { protocol } from '../../api/wire/protocol.ts';
import type { ApplicationFacts } from '../../contract/machine.ts';
import { productVersion } from '../../version.ts';
import type { OpenHome } from '../open-home.ts';
import { knownSites, type HeldCheck } from './known-sites.ts';

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
  readonly home: Pick<OpenHome, 'services' | 'reader' | 'runner'>;
  /** Of every engine. */
  readonly heldChecks: () => readonly HeldCheck[];
  readonly ownerId: string;
}

/** What the settings show and clear of this machine. */
export function createMachine({
  home: { services, reader, runner },
  heldChecks,
  ownerId,
}: MachineParts): Application['system'] {
  const { home, vault, siteKeys, settings, connections } = services;
  return {
    facts: () => ({
      ...processFacts(home),
      storeId: reader.facts().storeId,
      ownerId,
      keystore: { kind: vault.keystore(), counts: vault.counts() },
    }),
    async clearSecrets() {
      const cleared = vault.counts();
      vault.clear();
      await connections.lookForCredentials();
      return cleared;
    },
    siteKeys: () => siteKeys.list(),
    forgetSiteKey: (key) => siteKeys.forget(key),
    settings: () => settings.read(),
    keepSettings: (change) => settings.keep(change),
    sites: () => knownSites(reader, heldChecks()),
    slept: (sleep) => runner.slept(sleep),
  };
}
