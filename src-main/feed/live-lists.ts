import { createLiveRows, type LiveRows } from './live-rows.ts';

/** What keeps the rows of one topic true while somebody follows it. */
export interface OpenList {
  /** Resolves when the rows of now are there: until then nobody is told anything. A rejection reaches every follower. */
  readonly ready: Promise<void>;
  /** Looks again now. */
  look?(): void;
  close(): void;
}

export interface ListTools {
  readonly rows: LiveRows;
  /** The rows can be kept true no more: every follower gets this error, and the next one opens the list anew. */
  fail(thrown: unknown): void;
}

export interface LiveListParts {
  /** Called for the first follower of a name. May throw a typed error for a name that is not there. */
  readonly open: (name: string, tools: ListTools) => OpenList;
  readonly clock: { pause(durationMs: number, signal: AbortSignal): Promise<void> };
  /** How long a list stays open without followers: a page that is opened again, or a link that broke, finds it there. */
  readonly graceMs?: number;
}

/** One follower's hold on the rows of a topic. */
export interface Membership {
  readonly rows: LiveRows;
  readonly ready: Promise<void>;
  /** Told of every change of the rows, and when the list fails. */
  onChange(listener: () => void): () => void;
  /** Throws what the list failed with. */
  check(): void;
  leave(): void;
}

export interface LiveLists {
  join(name: string): Membership;
  /** Has the list look again; nothing where nobody follows it. */
  look(name: string): void;
  /** The rows of a list that is open. */
  rowsOf(name: string): LiveRows | null;
  close(): void;
}

interface Held {
  readonly rows: LiveRows;
  readonly waiting: Set<() => void>;
  list: OpenList | null;
  followers: number;
  leaving: AbortController | null;
  failure: { readonly thrown: unknown } | null;
}

const usualGraceMs = 10_000;

/** Lists that are opened by their first follower and closed a while after their last one has gone. */
export function createLiveLists({ open, clock, graceMs = usualGraceMs }: LiveListParts): LiveLists {
  const lists = new Map<string, Held>();
  let sequence = 0;

  function close(name: string, held: Held): void {
    held.leaving?.abort();
    if (lists.get(name) === held) {
      lists.delete(name);
      held.list?.close();
    }
  }

  function fail(name: string, held: Held, thrown: unknown): void {
    held.failure ??= { thrown };
    close(name, held);
    for (const listener of held.waiting) {
      listener();
    }
  }

  function opened(name: string): Held {
    const rows = createLiveRows(() => (sequence += 1));
    const held: Held = { rows, waiting: new Set(), list: null, followers: 0, leaving: null, failure: null };
    const list = open(name, { rows, fail: (thrown) => fail(name, held, thrown) });
    held.list = list;
    list.ready.catch((thrown: unknown) => fail(name, held, thrown));
    if (held.failure === null) {
      lists.set(name, held);
    } else {
      list.close();
    }
    return held;
  }

  async function closeLater(name: string, held: Held): Promise<void> {
    const leaving = new AbortController();
    held.leaving = leaving;
    try {
      await clock.pause(graceMs, leaving.signal);
    } catch {
      // Somebody came back, or everything is closed.
      return;
    }
    if (!leaving.signal.aborted) {
      close(name, held);
    }
  }

  return {
    join(name) {
      const held = lists.get(name) ?? opened(name);
      held.leaving?.abort();
      held.followers += 1;
      return {
        rows: held.rows,
        ready: held.list?.ready ?? Promise.resolve(),
        onChange(listener) {
          const stop = held.rows.onChange(listener);
          held.waiting.add(listener);
          return () => {
            held.waiting.delete(listener);
            stop();
          };
        },
        check() {
          if (held.failure !== null) {
            throw held.failure.thrown;
          }
        },
        leave() {
          held.followers -= 1;
          if (held.followers === 0 && lists.get(name) === held) {
            void closeLater(name, held);
          }
        },
      };
    },
    look: (name) => lists.get(name)?.list?.look?.(),
    rowsOf: (name) => lists.get(name)?.rows ?? null,
    close() {
      for (const [name, held] of lists) {
        close(name, held);
      }
    },
  };
}
