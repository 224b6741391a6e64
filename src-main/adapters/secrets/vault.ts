import type { SecretCounts } from '../../contract/machine.ts';
import type { Redactor } from './redactor.ts';
import type { KeptSecret, SecretStore } from './secret-store.ts';

/** Secrets of this process: in memory, those to be kept in the system's keystore too, and known to the redactor before anybody gets to use them. */
export interface SecretVault {
  /** What the file with this hash holds, by what each is called in it; `path` is where it lies. For as long as the process lives. */
  foundIn(
    file: { readonly sha256: string; readonly path: string },
    secrets: ReadonlyMap<string, string>,
  ): void;
  ofFile(sha256: string): ReadonlyMap<string, string> | null;
  /**
   * A secret that a person gave for one order: a path of the plan, `token`, `current-password` or `current-password:root`.
   * It takes the place of those given before under what it is called with a colon: those were for a part of what it is for.
   */
  give(orderId: string, key: string, value: string): void;
  given(orderId: string, key: string): string | null;
  /** Gives another order what this one was given, under the names that `keyOf` answers; null leaves it behind. */
  handOver(orderId: string, next: string, keyOf: (key: string) => string | null): void;
  /** Keeps a secret of an owner (`import/3`) for later processes too. Throws FILE_UNWRITABLE, and keeps nothing then. */
  keep(owner: string, key: string, value: string): void;
  /** Forgets one that was kept; without a key, all of that owner. */
  forget(owner: string, key?: string): void;
  /** What is kept of an owner, by key. */
  kept(owner: string): ReadonlyMap<string, string>;
  /** Where kept secrets are. */
  keystore(): ReturnType<SecretStore['kind']>;
  /** How many secrets are kept, and of what. */
  counts(): SecretCounts;
  /** Forgets them all; the redactor still knows them, because text that was made before may hold one. */
  clear(): void;
}

interface FoundSecrets {
  readonly path: string;
  readonly secrets: ReadonlyMap<string, string>;
}

/** For a process that keeps nothing beyond itself. */
const memoryOnly: SecretStore = { kind: () => 'memory', read: () => [], replace: () => undefined };

function giveTo(secrets: Map<string, string>, key: string, value: string): void {
  for (const other of secrets.keys()) {
    if (other.startsWith(`${key}:`)) {
      secrets.delete(other);
    }
  }
  secrets.set(key, value);
}

export function createSecretVault(redactor: Redactor, store: SecretStore = memoryOnly): SecretVault {
  const files = new Map<string, FoundSecrets>();
  const given = new Map<string, Map<string, string>>();
  const givenTo = (orderId: string): Map<string, string> => {
    const secrets = given.get(orderId) ?? new Map<string, string>();
    given.set(orderId, secrets);
    return secrets;
  };
  let kept = new Map<string, KeptSecret>();
  const nameOf = (owner: string, key: string): string => `${owner}\n${key}`;
  /** On the disk first: what is there must never be older than what is used. */
  const replace = (next: Map<string, KeptSecret>): void => {
    store.replace([...next.values()]);
    kept = next;
  };
  for (const secret of store.read()) {
    redactor.add(secret.value);
    kept.set(nameOf(secret.owner, secret.key), secret);
  }
  return {
    foundIn({ sha256, path }, secrets) {
      for (const secret of secrets.values()) {
        redactor.add(secret);
      }
      files.set(sha256, { path, secrets });
    },
    ofFile: (sha256) => files.get(sha256)?.secrets ?? null,
    give(orderId, key, value) {
      redactor.add(value);
      giveTo(givenTo(orderId), key, value);
    },
    given: (orderId, key) => given.get(orderId)?.get(key) ?? null,
    handOver(orderId, next, keyOf) {
      for (const [key, value] of given.get(orderId) ?? []) {
        const kept = keyOf(key);
        if (kept !== null) {
          givenTo(next).set(kept, value);
        }
      }
    },
    keep(owner, key, value) {
      redactor.add(value);
      replace(new Map(kept).set(nameOf(owner, key), { owner, key, value }));
    },
    forget(owner, key) {
      const next = new Map(
        [...kept].filter(([, secret]) => secret.owner !== owner || (key !== undefined && secret.key !== key)),
      );
      if (next.size < kept.size) {
        replace(next);
      }
    },
    kept: (owner) =>
      new Map(
        [...kept.values()].filter((secret) => secret.owner === owner).map(({ key, value }) => [key, value]),
      ),
    keystore: () => store.kind(),
    counts() {
      // A file that is read again, or saved and read again, has the same accounts.
      const accounts = new Set(
        [...files.values()].flatMap(({ path: file, secrets }) =>
          [...secrets.keys()].filter((path) => path.endsWith('.password')).map((path) => `${file}\n${path}`),
        ),
      );
      const entered = new Set(
        [...given.values()].flatMap((secrets) => [...secrets].map(([key, value]) => `${key}\n${value}`)),
      );
      return { read: accounts.size, overrides: kept.size, given: entered.size };
    },
    clear() {
      files.clear();
      given.clear();
      kept = new Map();
      store.replace([]);
    },
  };
}
