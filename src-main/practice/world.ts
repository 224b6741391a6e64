import type { FaultBook } from './faults.ts';
import type { Pacer } from './pace.ts';
import type { Store } from './store.ts';

/** Where the site takes the time from. */
export interface PracticeClock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** One password that was tried at a host. */
export interface HostLoginAttempt {
  readonly host: string;
  readonly user: string;
  readonly isRight: boolean;
}

/** What every part of the site works on. */
export interface PracticeWorld {
  readonly store: Store;
  readonly faults: FaultBook;
  readonly clock: PracticeClock;
  readonly pace: Pacer;
  readonly chunkSizeBytes: number;
  /** Whether a SHA-256 of every uploaded chunk is kept. Costs about half the speed. */
  readonly hashesChunks: boolean;
  /** Wrong passwords in a row after which a host account is locked; 0 = never. */
  readonly lockoutAfter: number;
  /** Whether the site makes up one password for all host accounts or one for each. */
  readonly initialPasswords: 'per-account' | 'shared';
  readonly logins: HostLoginAttempt[];
}
