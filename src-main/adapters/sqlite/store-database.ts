import { statSync, type BigIntStats } from 'node:fs';
import Database from 'better-sqlite3';
import { movedAway, storeFailure } from './store-failure.ts';

/** The database of a home: whatever its file does, on any read or write, is told as an error a person can act on. */
export class StoreDatabase extends Database {
  readonly #path: string;
  readonly #file: FileId | null;
  readonly #transact: (work: () => unknown) => unknown;
  #written: () => void = () => undefined;

  /** `shownAs`: the file that errors name, where what is opened is a copy of it. */
  constructor(path: string, options: Database.Options & { readonly shownAs?: string } = {}) {
    const { shownAs = path, ...opening } = options;
    try {
      super(path, opening);
    } catch (thrown) {
      throw storeFailure(thrown, shownAs);
    }
    this.#path = shownAs;
    this.#file = fileIdOf(path);
    this.#transact = this.transaction((work: () => unknown) => work());
    guardMethods(this, ['exec', 'pragma'], shownAs);
    const prepare = this.prepare.bind(this);
    Object.defineProperty(this, 'prepare', {
      value: (source: string): Database.Statement => {
        const statement = this.guarded(() => prepare(source));
        guardMethods(statement, ['run', 'get', 'all'], shownAs);
        return this.#telling(statement);
      },
    });
  }

  /** DATABASE_UNUSABLE where the file that was opened is not the one at its path any more: its folder was removed, or another one put there. */
  requireInPlace(): void {
    if (this.#file === null) {
      return;
    }
    const now = fileIdOf(this.#path);
    if (now?.dev !== this.#file.dev || now.ino !== this.#file.ino) {
      throw movedAway(this.#path);
    }
  }

  /** Told after every change that is on the disk, whoever made it. */
  onWritten(written: () => void): void {
    this.#written = written;
  }

  /** Runs the work in a transaction, or in a savepoint of the one that is open. */
  within<T>(work: () => T): T {
    const result = this.guarded(() => this.#transact(work)) as T;
    if (!this.inTransaction) {
      this.#written();
    }
    return result;
  }

  /** A statement that writes outside of a transaction is one of its own. */
  #telling(statement: Database.Statement): Database.Statement {
    const run = statement.run.bind(statement);
    const value = (...given: unknown[]): Database.RunResult => {
      const result = run(...given);
      if (!this.inTransaction && result.changes > 0) {
        this.#written();
      }
      return result;
    };
    return Object.defineProperty(statement, 'run', { value });
  }

  guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw storeFailure(thrown, this.#path);
    }
  }
}

type FileId = Pick<BigIntStats, 'dev' | 'ino'>;

/** Null for a database in memory, and where the file is gone. */
function fileIdOf(path: string): FileId | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
}

/** Called for every row that is written, so it makes nothing but the call. */
function guardMethods<T extends object>(of: T, names: readonly (keyof T)[], path: string): void {
  for (const name of names) {
    const native = of[name] as (...given: unknown[]) => unknown;
    const value = (...given: unknown[]): unknown => {
      try {
        return native.apply(of, given);
      } catch (thrown) {
        throw storeFailure(thrown, path);
      }
    };
    Object.defineProperty(of, name, { value, configurable: true });
  }
}
