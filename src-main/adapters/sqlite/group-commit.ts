import type { StoreDatabase } from './store-database.ts';
import { isStoreFailure } from './store-failure.ts';

interface Queued {
  readonly run: () => void;
  readonly resolve: () => void;
  readonly reject: (thrown: unknown) => void;
  /** The age of the store that its writer belongs to; null for who keeps nothing in memory. */
  readonly age: number | null;
}

/** Writes for who keeps a model in memory that moves on with each mutation. */
export interface GroupWriter {
  write<T>(mutation: () => T): Promise<T>;
  /** A commit failed: the model may be ahead of the disk, and nothing is taken on its word any more. */
  isOver(): boolean;
}

/**
 * Mutations that are handed in during one turn of the event loop share one transaction and so one fsync; each is
 * answered when that transaction is on disk. One that throws is rolled back alone, by its savepoint.
 */
export class GroupCommit {
  readonly #database: StoreDatabase;
  readonly #committed: () => void;
  #queue: Queued[] = [];
  #age = 0;
  #lost: unknown = null;

  constructor(database: StoreDatabase, committed: () => void) {
    this.#database = database;
    this.#committed = committed;
  }

  write<T>(mutation: () => T, age: number | null = null): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | null = null;
      const run = (): void => {
        result = { value: mutation() };
      };
      const done = (): void => {
        if (result !== null) {
          resolve(result.value);
        }
      };
      if (this.#queue.length === 0) {
        setImmediate(() => this.flush());
      }
      this.#queue.push({ run, resolve: done, reject, age });
    });
  }

  /** One that ends with the first commit that fails. Whoever reads the store anew takes a new one. */
  writer(): GroupWriter {
    const age = this.#age;
    return {
      write: (mutation) => this.write(mutation, age),
      isOver: () => age !== this.#age,
    };
  }

  /** Commits what is queued now. Called by itself; also before the process lets go of the database. */
  flush(): void {
    const queued = this.#queue;
    this.#queue = [];
    const batch = queued.filter(({ age }) => age === null || age === this.#age);
    for (const late of queued) {
      if (!batch.includes(late)) {
        late.reject(this.#lost);
      }
    }
    if (batch.length === 0) {
      return;
    }
    const succeeded: Queued[] = [];
    const failed: { queued: Queued; thrown: unknown }[] = [];
    try {
      this.#database.requireInPlace();
      const runAll = (): void => {
        for (const each of batch) {
          this.#runOne(each, succeeded, failed);
        }
      };
      // One alone needs no savepoint beside its transaction.
      if (batch.length === 1) {
        runAll();
      } else {
        this.#database.within(runAll);
      }
    } catch (thrown) {
      this.#lose(batch, thrown);
      return;
    }
    for (const { queued: each, thrown } of failed) {
      each.reject(thrown);
    }
    for (const { resolve } of succeeded) {
      resolve();
    }
    if (succeeded.length > 0) {
      this.#committed();
    }
  }

  /** The models in memory are ahead of the disk now. Nothing may be done on their word: they are read again. */
  #lose(batch: readonly Queued[], thrown: unknown): void {
    if (batch.some(({ age }) => age !== null)) {
      this.#age += 1;
      this.#lost = thrown;
    }
    for (const { reject } of batch) {
      reject(thrown);
    }
  }

  #runOne(queued: Queued, succeeded: Queued[], failed: { queued: Queued; thrown: unknown }[]): void {
    const isAlone = !this.#database.inTransaction;
    try {
      this.#database.within(() => queued.run());
      succeeded.push(queued);
    } catch (thrown) {
      if (isStoreFailure(thrown)) {
        throw thrown;
      }
      // SQLite has taken the transaction of all of them back by itself.
      if (!isAlone && !this.#database.inTransaction) {
        throw thrown;
      }
      failed.push({ queued, thrown });
    }
  }
}
