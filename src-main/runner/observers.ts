/** What watches the world without a run: never journaled, written only when its state changes. */
import type { Json } from '../contract/json.ts';
import { toErrorRecord, type ErrorRecord } from '../contract/errors.ts';
import type { Clock, RunStore, RunTransaction } from './ports.ts';

/** What one look has found: the state that is worth a durable row, and what is written with it. */
export interface Seen {
  readonly state: string;
  readonly value: Json;
}

/** One thing watched, such as the health of one cluster. Changes nothing in the world; what it shows live is its own. */
export interface Observer {
  /** Unique among all observers of the home (`health:cluster-a`). */
  readonly key: string;
  /** From the end of a look to the next one while looks succeed. */
  readonly intervalMs: number;
  /** The longest pause after looks that failed; it doubles from `intervalMs`. */
  readonly maximumIntervalMs: number;
  /**
   * The state last written, null before the first one; read again at each look, because a run may have written it meanwhile.
   * A restart repeats nothing.
   */
  readonly lastState: () => string | null;
  look(signal: AbortSignal): Promise<Seen>;
  /** What a look that threw says about what is watched. */
  failed(error: ErrorRecord): Seen;
  /** Writes the new state; in one transaction with nothing else. Not called while the state stays the same. */
  record(transaction: RunTransaction, change: ObservedChange): void;
}

export interface ObservedChange {
  readonly before: string | null;
  readonly seen: Seen;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface WatchPorts {
  readonly store: Pick<RunStore, 'write'>;
  readonly clock: Clock;
  /** Takes a failure to write, after which this observer stops: what it sees could not be kept. */
  readonly onFailure: (key: string, thrown: unknown) => void;
  /** From 0 to 1; spreads looks that would fall together. */
  readonly random: () => number;
}

export interface Watch {
  /** Starts observers that are new, stops those that are gone, and has the others look as they are given now. */
  follow(observers: readonly Observer[]): void;
  /** Has them look without waiting for their time, such as after a change of what they watch; once more, where a look is under way. */
  lookNow(keys: readonly string[]): void;
  /** Resolves when every look has stopped. */
  close(): Promise<void>;
}

interface Watching {
  /** As it was last given. */
  observer: Observer;
  /** Aborted to end the pause; a new one for each look. */
  now: AbortController;
  readonly stop: AbortController;
  ended: Promise<void>;
}

/** A quarter of the pause, up or down. */
const jitter = 0.25;

export function createWatch(ports: WatchPorts): Watch {
  let isClosed = false;
  /** Stopped looks that have not ended yet; the same thing is not watched twice. */
  const ending = new Map<string, Promise<void>>();
  const watching = new Map<string, Watching>();
  const start = (observer: Observer): void => {
    const stop = new AbortController();
    const before = ending.get(observer.key) ?? Promise.resolve();
    const watched: Watching = { observer, now: new AbortController(), stop, ended: before };
    watched.ended = before
      .then(() => observe(watched, ports))
      .catch((thrown: unknown) => {
        if (!stop.signal.aborted) {
          ports.onFailure(observer.key, thrown);
        }
      });
    watching.set(observer.key, watched);
  };
  return {
    follow(observers) {
      if (isClosed) {
        return;
      }
      const wanted = new Set(observers.map(({ key }) => key));
      for (const [key, { stop, ended }] of watching) {
        if (wanted.has(key)) {
          continue;
        }
        stop.abort();
        watching.delete(key);
        ending.set(key, ended);
        void ended.then(() => ending.get(key) === ended && ending.delete(key));
      }
      for (const observer of observers) {
        const watched = watching.get(observer.key);
        if (watched === undefined) {
          start(observer);
        } else {
          watched.observer = observer;
        }
      }
    },
    lookNow(keys) {
      keys.forEach((key) => watching.get(key)?.now.abort());
    },
    async close() {
      isClosed = true;
      for (const { stop } of watching.values()) {
        stop.abort();
      }
      await Promise.all([...ending.values(), ...[...watching.values()].map(({ ended }) => ended)]);
      watching.clear();
    },
  };
}

async function observe(watched: Watching, ports: WatchPorts): Promise<void> {
  const { signal } = watched.stop;
  let pauseMs = watched.observer.intervalMs;
  while (!signal.aborted) {
    watched.now = new AbortController();
    const { observer } = watched;
    const { seen, isFailure } = await lookOnce(observer, signal);
    signal.throwIfAborted();
    await recordChange(observer, seen, ports);
    const { intervalMs, maximumIntervalMs } = observer;
    pauseMs = isFailure ? Math.min(pauseMs * 2, maximumIntervalMs) : intervalMs;
    await pauseBetween(watched, pauseMs * (1 - jitter + 2 * jitter * ports.random()), ports.clock);
  }
}

async function recordChange(observer: Observer, seen: Seen, { store, clock }: WatchPorts): Promise<void> {
  const before = observer.lastState();
  if (seen.state === before) {
    return;
  }
  const change = { before, seen, at: clock.now() };
  await store.write((transaction) => observer.record(transaction, change));
}

/** Until the time is over or somebody wants a look now; throws when the observer is stopped. */
async function pauseBetween({ stop, now }: Watching, durationMs: number, clock: Clock): Promise<void> {
  try {
    await clock.pause(durationMs, AbortSignal.any([stop.signal, now.signal]));
  } catch (thrown) {
    if (stop.signal.aborted || !now.signal.aborted) {
      throw thrown;
    }
  }
}

async function lookOnce(
  observer: Observer,
  signal: AbortSignal,
): Promise<{ readonly seen: Seen; readonly isFailure: boolean }> {
  try {
    return { seen: await observer.look(signal), isFailure: false };
  } catch (thrown) {
    return { seen: observer.failed(toErrorRecord(thrown)), isFailure: true };
  }
}
