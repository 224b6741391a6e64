import type { ChangeRow, Collection, CollectionRows } from '../contract/feed.ts';

interface LiveEntry {
  readonly change: ChangeRow;
  readonly sequence: number;
}

/** Rows of one topic that are only in memory, numbered in the order of their changes. They live and die with the process. */
export interface LiveRows {
  /** The row as it is now; null: it is gone. One that is the same as before is not told again. */
  put(change: ChangeRow, isSame?: (before: unknown, now: unknown) => boolean): void;
  /** All rows of the collection as a look found them: others are gone, and one that is the same is not told again. */
  replace<Name extends Collection>(
    collection: Name,
    rows: ReadonlyMap<string, CollectionRows[Name]>,
    isSame?: (before: CollectionRows[Name], now: CollectionRows[Name]) => boolean,
  ): void;
  has(collection: Collection, id: string): boolean;
  /** What changed after the sequence, oldest first, at most `limit` of it. To who stands at 0, what is gone was never there. */
  since(sequence: number, limit: number): { readonly entries: readonly LiveEntry[]; readonly more: boolean };
  /** The sequence of the last change. */
  head(): number;
  /** Removals up to this sequence may be forgotten: who stands before it needs a snapshot. */
  forgotten(): number;
  onChange(listener: () => void): () => void;
}

const keyOf = (collection: string, id: string): string => `${collection} ${id}`;

/**
 * `next` counts up and never gives a number twice in a process, so a cursor of another life of the same topic is
 * recognised. Keeps at most `limit` removals, so that a process that runs for months does not grow.
 */
export function createLiveRows(next: () => number, limit = 10_000): LiveRows {
  // In the order of their sequences: what changes is put at the end.
  const entries = new Map<string, LiveEntry>();
  const listeners = new Set<() => void>();
  const gone: (readonly [string, LiveEntry])[] = [];
  let head = next();
  let forgotten = head;

  const forgetOldest = (): void => {
    if (gone.length <= limit) {
      return;
    }
    // Half at once: shifting one by one would copy the list for every removal.
    for (const [key, entry] of gone.splice(0, Math.ceil(limit / 2))) {
      forgotten = entry.sequence;
      if (entries.get(key) === entry) {
        entries.delete(key);
      }
    }
  };

  const put: LiveRows['put'] = (change, isSame = () => false) => {
    const key = keyOf(change.collection, change.id);
    const before = entries.get(key)?.change.row ?? null;
    if (change.row === null ? before === null : before !== null && isSame(before, change.row)) {
      return;
    }
    head = next();
    const entry = { change, sequence: head };
    entries.delete(key);
    entries.set(key, entry);
    if (change.row === null) {
      gone.push([key, entry]);
      forgetOldest();
    }
    for (const listener of listeners) {
      listener();
    }
  };

  return {
    put,
    replace(collection, rows, isSame = Object.is) {
      for (const { change } of [...entries.values()]) {
        if (change.collection === collection && change.row !== null && !rows.has(change.id)) {
          put({ collection, id: change.id, row: null });
        }
      }
      for (const [id, row] of rows) {
        const before = entries.get(keyOf(collection, id))?.change.row ?? null;
        if (before === null || !isSame(before as typeof row, row)) {
          put({ collection, id, row } as ChangeRow);
        }
      }
    },
    has: (collection, id) => (entries.get(keyOf(collection, id))?.change.row ?? null) !== null,
    since(sequence, most) {
      const found: LiveEntry[] = [];
      for (const entry of entries.values()) {
        if (entry.sequence <= sequence || (sequence === 0 && entry.change.row === null)) {
          continue;
        }
        if (found.length === most) {
          return { entries: found, more: true };
        }
        found.push(entry);
      }
      return { entries: found, more: false };
    },
    head: () => head,
    forgotten: () => forgotten,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
