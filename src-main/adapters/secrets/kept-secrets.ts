import type { Redactor } from './redactor.ts';
import type { KeptSecret, SecretStore } from './secret-store.ts';

interface EntrustedSecret {
  readonly value: string;
  readonly isDocument: boolean;
}

type SecretName = Pick<KeptSecret, 'owner' | 'key'>;

/** Secrets that stay beyond one order: in the system's keystore where there is one. */
export interface KeptSecrets {
  /** Keeps a secret of an owner (`import/3`) for later processes too. Throws FILE_UNWRITABLE, and keeps nothing then. */
  keep(owner: string, key: string, value: string): void;
  /** Forgets one that was kept or entrusted; without a key, all of that owner. */
  forget(owner: string, key?: string): void;
  /** What is kept of an owner, by key. */
  kept(owner: string): ReadonlyMap<string, string>;
  /**
   * Keeps a secret of an owner for later processes where the system has a keystore, else for as long as this one lives;
   * returns which. Never takes away what a process with a keystore has kept. A document is no word that the redactor could
   * look for: who reads it makes the secrets in it known.
   */
  entrust(owner: string, key: string, secret: EntrustedSecret): ReturnType<SecretStore['kind']>;
  /** What was entrusted, by this process or an earlier one; null where it is gone. */
  entrusted(owner: string, key: string): string | null;
  /** What is kept beyond this process, by owner and key. */
  keptNames(): readonly SecretName[];
  /** Where kept secrets are. */
  keystore(): ReturnType<SecretStore['kind']>;
  /** Those and what was entrusted to this process alone. */
  names(): readonly SecretName[];
  clear(): void;
}

/** For a process that keeps nothing beyond itself. */
const memoryOnly: SecretStore = { kind: () => 'memory', read: () => [], replace: () => undefined };

const nameOf = (owner: string, key: string): string => `${owner}\n${key}`;

export function createKeptSecrets(redactor: Redactor, store: SecretStore = memoryOnly): KeptSecrets {
  let kept = new Map<string, KeptSecret>();
  /** Entrusted to this process alone. */
  const entrusted = new Map<string, KeptSecret>();
  /** On the disk first: what is there must never be older than what is used. */
  const replace = (next: Map<string, KeptSecret>): void => {
    store.replace([...next.values()]);
    kept = next;
  };
  for (const secret of store.read()) {
    if (secret.isDocument !== true) {
      redactor.add(secret.value);
    }
    kept.set(nameOf(secret.owner, secret.key), secret);
  }
  const namesIn = (secrets: ReadonlyMap<string, KeptSecret>): SecretName[] =>
    [...secrets.values()].map(({ owner, key }) => ({ owner, key }));
  return {
    keep(owner, key, value) {
      redactor.add(value);
      replace(new Map(kept).set(nameOf(owner, key), { owner, key, value }));
    },
    forget(owner, key) {
      const stays = (secret: KeptSecret): boolean =>
        secret.owner !== owner || (key !== undefined && secret.key !== key);
      for (const [name] of [...entrusted].filter(([, secret]) => !stays(secret))) {
        entrusted.delete(name);
      }
      const next = new Map([...kept].filter(([, secret]) => stays(secret)));
      if (next.size < kept.size) {
        replace(next);
      }
    },
    kept: (owner) =>
      new Map(
        [...kept.values()].filter((secret) => secret.owner === owner).map(({ key, value }) => [key, value]),
      ),
    entrust(owner, key, { value, isDocument }) {
      if (!isDocument) {
        redactor.add(value);
      }
      const name = nameOf(owner, key);
      const secret: KeptSecret = isDocument ? { owner, key, value, isDocument } : { owner, key, value };
      if (store.kind() === 'memory') {
        entrusted.set(name, secret);
        return 'memory';
      }
      replace(new Map(kept).set(name, secret));
      // The keystore may have refused just now.
      return store.kind();
    },
    entrusted: (owner, key) =>
      kept.get(nameOf(owner, key))?.value ?? entrusted.get(nameOf(owner, key))?.value ?? null,
    keptNames: () => namesIn(kept),
    names: () => [...namesIn(kept), ...namesIn(entrusted)],
    keystore: () => store.kind(),
    clear() {
      kept = new Map();
      entrusted.clear();
      store.replace([]);
    },
  };
}
