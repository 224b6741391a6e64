import type { SecretCounts } from '../../contract/machine.ts';
import type { Redactor } from './redactor.ts';
import type { KeptSecret, SecretStore } from './secret-store.ts';

/** Secrets of this process: in memory, corrected passwords in the system's keystore too, and known to the redactor before anybody gets to use them. */
export interface SecretVault {
  /** What the sheet with this hash holds, by path of the plan; `workbook` is the file that it was read from. */
  keepSheet(sha256: string, secrets: ReadonlyMap<string, string>, workbook: string): void;
  sheet(sha256: string): ReadonlyMap<string, string> | null;
  /**
   * A secret that a person gave for one order: a path of the plan, `token`, `current-password` or `current-password:root`.
   * It takes the place of those given before under what it is called with a colon: those were for a part of what it is for.
   */
  give(orderId: string, key: string, value: string): void;
  given(orderId: string, key: string): string | null;
  /** Gives another order what this one was given, under the names that `keyOf` answers; null leaves it behind. */
  handOver(orderId: string, next: string, keyOf: (key: string) => string | null): void;
  /** A password corrected in the tool, by `sheet!cell` of an import. Throws FILE_UNWRITABLE, and keeps nothing then. */
  keepOverride(importId: number, cell: string, value: string): void;
  /** The correction was taken back. */
  forgetOverride(importId: number, cell: string): void;
  overrides(importId: number): ReadonlyMap<string, string>;
  /** Where corrected passwords are kept. */
  keystore(): ReturnType<SecretStore['kind']>;
  /** How many secrets are kept, and of what. */
  counts(): SecretCounts;
  /** Forgets them all; the redactor still knows them, because text that was made before may hold one. */
  clear(): void;
}

interface Sheet {
  readonly workbook: string;
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
  const sheets = new Map<string, Sheet>();
  const given = new Map<string, Map<string, string>>();
  const givenTo = (orderId: string): Map<string, string> => {
    const secrets = given.get(orderId) ?? new Map<string, string>();
    given.set(orderId, secrets);
    return secrets;
  };
  let kept = new Map<string, KeptSecret>();
  const keyOf = (importId: number, cell: string): string => `${importId}:${cell}`;
  /** On the disk first: what is there must never be older than what is used. */
  const keep = (next: Map<string, KeptSecret>): void => {
    store.replace([...next.values()]);
    kept = next;
  };
  for (const secret of store.read()) {
    redactor.add(secret.value);
    kept.set(keyOf(secret.importId, secret.cell), secret);
  }
  return {
    keepSheet(sha256, secrets, workbook) {
      for (const secret of secrets.values()) {
        redactor.add(secret);
      }
      sheets.set(sha256, { workbook, secrets });
    },
    sheet: (sha256) => sheets.get(sha256)?.secrets ?? null,
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
    keepOverride(importId, cell, value) {
      redactor.add(value);
      keep(new Map(kept).set(keyOf(importId, cell), { importId, cell, value }));
    },
    forgetOverride(importId, cell) {
      const next = new Map(kept);
      if (next.delete(keyOf(importId, cell))) {
        keep(next);
      }
    },
    overrides: (importId) =>
      new Map(
        [...kept.values()]
          .filter((secret) => secret.importId === importId)
          .map(({ cell, value }) => [cell, value]),
      ),
    keystore: () => store.kind(),
    counts() {
      // A workbook that is read again, or saved and read again, has the same accounts.
      const accounts = new Set(
        [...sheets.values()].flatMap(({ workbook, secrets }) =>
          [...secrets.keys()]
            .filter((path) => path.endsWith('.password'))
            .map((path) => `${workbook}\n${path}`),
        ),
      );
      const entered = new Set(
        [...given.values()].flatMap((secrets) => [...secrets].map(([key, value]) => `${key}\n${value}`)),
      );
      return { read: accounts.size, overrides: kept.size, given: entered.size };
    },
    clear() {
      sheets.clear();
      given.clear();
      kept = new Map();
      store.replace([]);
    },
  };
}
