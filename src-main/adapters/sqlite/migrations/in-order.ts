import type { Migration } from '../migrate.ts';
import * as all from './all.ts';

/** Every change of the tables, in rising order. */
export const migrations: readonly Migration[] = Object.values(all).toSorted(
  (one, other) => one.version - other.version,
);
