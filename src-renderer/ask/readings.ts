/** Looks at a site that last: a page that is shown again does not look again, because every look is a login somewhere. */
import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { useLatest } from '../hooks/use-latest.ts';
import { readingStopped, toCallError, type CallError } from '../sync/client.ts';
import { call, useConnection } from '../sync/connection.ts';

interface Kept {
  readonly value: unknown;
  /** When it was read, milliseconds since the epoch. */
  readonly at: number | null;
  readonly error: CallError | null;
  readonly isUnderWay: boolean;
  /** Since when it is under way, milliseconds since the epoch. */
  readonly since: number | null;
}

export interface Reading<T> {
  readonly value: T | null;
  readonly at: number | null;
  readonly error: CallError | null;
  readonly isUnderWay: boolean;
  readonly since: number | null;
  readonly again: () => void;
  /** Gives up the look that is under way; what was read before stays. */
  readonly stop: () => void;
}

const nothingYet: Kept = { value: null, at: null, error: null, isUnderWay: false, since: null };
const stops = new Map<string, AbortController>();

const useKept = create<{ readonly kept: ReadonlyMap<string, Kept> }>(() => ({ kept: new Map() }));

function change(key: string, changes: Partial<Kept>): void {
  useKept.setState(({ kept }) => ({
    kept: new Map(kept).set(key, { ...(kept.get(key) ?? nothingYet), ...changes }),
  }));
}

type Ask<T> = (client: AppClient, signal: AbortSignal) => Promise<T>;

async function read<T>(key: string, ask: Ask<T>): Promise<void> {
  if (useKept.getState().kept.get(key)?.isUnderWay === true) {
    return;
  }
  const stop = new AbortController();
  stops.set(key, stop);
  change(key, { isUnderWay: true, since: performance.now(), error: null });
  const settle = (changes: Partial<Kept>): void => {
    if (stops.get(key) !== stop) {
      return;
    }
    stops.delete(key);
    change(key, { ...changes, isUnderWay: false, since: null });
  };
  stop.signal.addEventListener('abort', () => settle({ error: readingStopped }));
  try {
    const value = await call((client) => ask(client, stop.signal));
    settle({ value, at: Date.now() });
  } catch (thrown) {
    settle({ error: toCallError(thrown) });
  }
}

/** What stands after something was changed on the site is not known any more. */
export function forgetReadings(prefix: string): void {
  for (const key of [...stops.keys()].filter((one) => one.startsWith(prefix))) {
    stops.get(key)?.abort();
  }
  useKept.setState(({ kept }) => ({
    kept: new Map([...kept].filter(([key]) => !key.startsWith(prefix))),
  }));
}

interface ReadingOptions {
  /** Looks as soon as it is shown and nothing was read; otherwise only on demand. */
  readonly isEager: boolean;
  /** What another window read of the same, and when in milliseconds since the epoch: taken instead of a look of one's own. */
  readonly before?: { readonly value: unknown; readonly at: number } | null;
}

/** What was read under the key, in this window or before; null reads nothing. */
export function useReading<T>(
  key: string | null,
  ask: Ask<T>,
  { isEager, before = null }: ReadingOptions,
): Reading<T> {
  const isLive = useConnection(({ link }) => link === 'live');
  const kept = useKept((state) => (key === null ? nothingYet : (state.kept.get(key) ?? nothingYet)));
  const latest = useLatest(ask);
  const again = useCallback(() => {
    if (key !== null) {
      void read(key, latest);
    }
  }, [key, latest]);
  const stop = useCallback(() => {
    if (key !== null) {
      stops.get(key)?.abort();
    }
  }, [key]);
  const isUntouched = kept === nothingYet;
  useEffect(() => {
    if (key === null || !isUntouched) {
      return;
    }
    if (before !== null) {
      change(key, before);
    } else if (isEager && isLive) {
      again();
    }
  }, [key, before, isEager, isLive, isUntouched, again]);
  return { ...kept, value: kept.value as T | null, again, stop };
}
