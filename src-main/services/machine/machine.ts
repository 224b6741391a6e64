import type { Application } from '../../api/application.ts';
import { protocol } from '../../api/wire/protocol.ts';
import type { ApplicationFacts } from '../../contract/machine.ts';
import { productVersion } from '../../version.ts';
import type { OpenHome } from '../open-home.ts';

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

/** What the settings show and clear of this machine. */
export function createMachine(
  { services, reader, runner }: Pick<OpenHome, 'services' | 'reader' | 'runner'>,
  ownerId: string,
): Application['system'] {
  const { home, vault, siteKeys, settings } = services;
  return {
    facts: () => ({
      ...processFacts(home),
      storeId: reader.facts().storeId,
      ownerId,
      keystore: { kind: vault.keystore(), count: vault.count() },
    }),
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
  };
}
