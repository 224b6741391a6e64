/** Looks at a site that last: a page that is shown again does not look again, because every look is a login somewhere. */
import { useCallback, useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { AppClient } from '../../src-main/api/client.ts';
import { toCallError } from '../sync/client.ts';
import type { CallError } from '../sync/client.ts';
import { call, useConnection } from '../sync/connection.ts';

interface Kept {
  readonly value: unknown;
  /** When it was read, milliseconds since the epoch. */
  readonly at: number | null;
  readonly error: CallError | null;
  readonly isUnderWay: boolean;
}

export interface Reading<T> {
  readonly value: T | null;
  readonly at: number | null;
  readonly error: CallError | null;
  readonly isUnderWay: boolean;
  readonly again: () => void;
}

const nothingYet: Kept = { value: null, at: null, error: null, isUnderWay: false };

const useKept = create<{ readonly kept: ReadonlyMap<string, Kept> }>(() => ({ kept: new Map() }));

function change(key: string, changes: Partial<Kept>): void {
  useKept.setState(({ kept }) => ({
    kept: new Map(kept).set(key, { ...(kept.get(key) ?? nothingYet), ...changes }),
  }));
}

async function read<T>(key: string, ask: (client: AppClient) => Promise<T>): Promise<void> {
  if (useKept.getState().kept.get(key)?.isUnderWay === true) return;
  change(key, { isUnderWay: true, error: null });
  try {
    const value = await call(ask);
    change(key, { value, at: Date.now(), isUnderWay: false });
  } catch (thrown) {
    change(key, { error: toCallError(thrown), isUnderWay: false });
  }
}

/** What stands after something was changed on the site is not known any more. */
export function forgetReadings(prefix: string): void {
  useKept.setState(({ kept }) => ({
    kept: new Map([...kept].filter(([key]) => !key.startsWith(prefix))),
  }));
}

interface ReadingOptions {
  /** Looks as soon as it is shown and nothing was read; otherwise only on demand. */
  readonly isEager: boolean;
}

/** What was read under the key, in this window; null reads nothing. */
export function useReading<T>(
  key: string | null,
  ask: (client: AppClient) => Promise<T>,
  { isEager }: ReadingOptions,
): Reading<T> {
  const isLive = useConnection(({ link }) => link === 'live');
  const kept = useKept((state) => (key === null ? nothingYet : (state.kept.get(key) ?? nothingYet)));
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  const again = useCallback(() => {
    if (key !== null) void read(key, (client) => latest.current(client));
  }, [key]);
  const isUntouched = kept === nothingYet;
  useEffect(() => {
    if (isEager && isLive && isUntouched) again();
  }, [isEager, isLive, isUntouched, again]);
  return { ...kept, value: kept.value as T | null, again };
}
