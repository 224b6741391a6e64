import type { Redactor } from './redactor.ts';

/** Secrets of this process: in memory only, and known to the redactor before anybody gets to use them. */
export interface SecretVault {
  /** What the sheet with this hash holds, by path of the plan. */
  keepSheet(sha256: string, secrets: ReadonlyMap<string, string>): void;
  sheet(sha256: string): ReadonlyMap<string, string> | null;
  /** A secret that a person gave for one order: a path of the plan, `token` or `current-password`. */
  give(orderId: string, key: string, value: string): void;
  given(orderId: string, key: string): string | null;
  /** Gives another order what this one was given, under the names that `keyOf` answers; null leaves it behind. */
  handOver(orderId: string, next: string, keyOf: (key: string) => string | null): void;
  /** A password corrected in the tool, by `sheet!cell` of an import. */
  keepOverride(importId: number, cell: string, value: string): void;
  overrides(importId: number): ReadonlyMap<string, string>;
  /** How many secrets are kept. */
  count(): number;
  /** Forgets them all; the redactor still knows them, because text that was made before may hold one. */
  clear(): void;
}

export function createSecretVault(redactor: Redactor): SecretVault {
  const sheets = new Map<string, ReadonlyMap<string, string>>();
  const given = new Map<string, Map<string, string>>();
  const givenTo = (orderId: string): Map<string, string> => {
    const secrets = given.get(orderId) ?? new Map<string, string>();
    given.set(orderId, secrets);
    return secrets;
  };
  const overrides = new Map<number, Map<string, string>>();
  return {
    keepSheet(sha256, secrets) {
      for (const secret of secrets.values()) redactor.add(secret);
      sheets.set(sha256, secrets);
    },
    sheet: (sha256) => sheets.get(sha256) ?? null,
    give(orderId, key, value) {
      redactor.add(value);
      givenTo(orderId).set(key, value);
    },
    given: (orderId, key) => given.get(orderId)?.get(key) ?? null,
    handOver(orderId, next, keyOf) {
      for (const [key, value] of given.get(orderId) ?? []) {
        const kept = keyOf(key);
        if (kept !== null) givenTo(next).set(kept, value);
      }
    },
    keepOverride(importId, cell, value) {
      redactor.add(value);
      overrides.set(importId, (overrides.get(importId) ?? new Map<string, string>()).set(cell, value));
    },
    overrides: (importId) => overrides.get(importId) ?? new Map(),
    count: () =>
      [...sheets.values(), ...given.values(), ...overrides.values()].reduce((sum, { size }) => sum + size, 0),
    clear() {
      sheets.clear();
      given.clear();
      overrides.clear();
    },
  };
}
