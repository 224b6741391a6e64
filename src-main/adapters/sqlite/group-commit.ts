import type Database from 'better-sqlite3';

interface Queued {
  readonly run: () => void;
  readonly resolve: () => void;
  readonly reject: (thrown: unknown) => void;
}

/**
 * Mutations that are handed in during one turn of the event loop share one transaction and so one fsync; each is
 * answered when that transaction is on disk. One that throws is rolled back alone, by its savepoint.
 */
export class GroupCommit {
  readonly #database: Database.Database;
  readonly #committed: () => void;
  #queue: Queued[] = [];
  #broken: unknown = null;

  constructor(database: Database.Database, committed: () => void) {
    this.#database = database;
    this.#committed = committed;
  }

  write<T>(mutation: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | null = null;
      const run = (): void => {
        result = { value: mutation() };
      };
      const done = (): void => {
        if (result !== null) resolve(result.value);
      };
      if (this.#queue.length === 0) setImmediate(() => this.flush());
      this.#queue.push({ run, resolve: done, reject });
    });
  }

  /** Commits what is queued now. Called by itself; also before the process lets go of the database. */
  flush(): void {
    const batch = this.#queue;
    this.#queue = [];
    if (batch.length === 0) return;
    if (this.#broken !== null) {
      for (const { reject } of batch) reject(this.#broken);
      return;
    }
    const succeeded: Queued[] = [];
    const failed: { queued: Queued; thrown: unknown }[] = [];
    try {
      this.#database.transaction(() => {
        for (const queued of batch) this.#runOne(queued, succeeded, failed);
      })();
    } catch (thrown) {
      // The models in memory are ahead of the disk now. Nothing may be done on their word any more.
      this.#broken = thrown;
      for (const { reject } of batch) reject(thrown);
      return;
    }
    for (const { queued, thrown } of failed) queued.reject(thrown);
    for (const { resolve } of succeeded) resolve();
    if (succeeded.length > 0) this.#committed();
  }

  #runOne(queued: Queued, succeeded: Queued[], failed: { queued: Queued; thrown: unknown }[]): void {
    try {
      this.#database.transaction(() => queued.run())();
      succeeded.push(queued);
    } catch (thrown) {
      failed.push({ queued, thrown });
    }
  }
}
