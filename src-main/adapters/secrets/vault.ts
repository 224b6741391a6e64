import type { SecretCounts } from '../../contract/machine.ts';
import type { Redactor } from './redactor.ts';
import { createKeptSecrets, type KeptSecrets } from './kept-secrets.ts';
import type { SecretStore } from './secret-store.ts';

/** Secrets of this process: in memory, those to be kept in the system's keystore too, and known to the redactor before anybody gets to use them. */
export interface SecretVault extends KeptSecrets {
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
  /** How many secrets are kept, and of what. */
  counts(): SecretCounts;
  /** Forgets them all; the redactor still knows them, because text that was made before may hold one. */
  clear(): void;
}

interface FoundSecrets {
  readonly path: string;
  readonly secrets: ReadonlyMap<string, string>;
}

function giveTo(secrets: Map<string, string>, key: string, value: string): void {
  for (const other of secrets.keys()) {
    if (other.startsWith(`${key}:`)) {
      secrets.delete(other);
    }
  }
  secrets.set(key, value);
}

export function createSecretVault(redactor: Redactor, store?: SecretStore): SecretVault {
  const files = new Map<string, FoundSecrets>();
  const given = new Map<string, Map<string, string>>();
  const givenTo = (orderId: string): Map<string, string> => {
    const secrets = given.get(orderId) ?? new Map<string, string>();
    given.set(orderId, secrets);
    return secrets;
  };
  const kept = createKeptSecrets(redactor, store);
  return {
    ...kept,
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
        const handed = keyOf(key);
        if (handed !== null) {
          givenTo(next).set(handed, value);
        }
      }
    },
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
      const connections = kept.names().filter(({ owner }) => owner.startsWith('connection/')).length;
      const overrides = kept.names().length - connections;
      return { read: accounts.size, overrides, given: entered.size, connections };
    },
    clear() {
      files.clear();
      given.clear();
      kept.clear();
    },
  };
}
