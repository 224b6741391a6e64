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
  /** The state last written, null before the first look: a restart repeats nothing. */
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
  /** Starts observers that are new and stops those that are gone. */
  follow(observers: readonly Observer[]): void;
  /** Resolves when every look has stopped. */
  close(): Promise<void>;
}

interface Watching {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
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
    const ended = before
      .then(() => observe(observer, ports, stop.signal))
      .catch((thrown: unknown) => {
        if (!stop.signal.aborted) {
          ports.onFailure(observer.key, thrown);
        }
      });
    watching.set(observer.key, { stop, ended });
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
        if (!watching.has(observer.key)) {
          start(observer);
        }
      }
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

async function observe(observer: Observer, ports: WatchPorts, signal: AbortSignal): Promise<void> {
  let last = observer.lastState();
  let pauseMs = observer.intervalMs;
  while (!signal.aborted) {
    const { seen, isFailure } = await lookOnce(observer, signal);
    signal.throwIfAborted();
    if (seen.state !== last) {
      const change = { before: last, seen, at: ports.clock.now() };
      await ports.store.write((transaction) => observer.record(transaction, change));
      last = seen.state;
    }
    pauseMs = isFailure ? Math.min(pauseMs * 2, observer.maximumIntervalMs) : observer.intervalMs;
    await ports.clock.pause(pauseMs * (1 - jitter + 2 * jitter * ports.random()), signal);
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
