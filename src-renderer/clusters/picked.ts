import { useCallback, useMemo } from 'react';
import { create } from 'zustand';
import { addressIn, type ClusterRoom } from './room.ts';

const none: readonly string[] = [];

/** By the address of the list: who goes to a preview and comes back finds the same rows picked. */
const usePicks = create<{ readonly picks: ReadonlyMap<string, readonly string[]> }>(() => ({
  picks: new Map(),
}));

export function pickIn(room: ClusterRoom, connection: string, picked: readonly string[]): void {
  usePicks.setState(({ picks }) => ({ picks: new Map(picks).set(addressIn(room, connection), picked) }));
}

export interface Picked {
  /** The keys of the rows. */
  readonly picked: readonly string[];
  readonly pick: (picked: readonly string[]) => void;
}

/**
 * The rows of a cluster's list that are picked in this window; one that is gone meanwhile is not. The same list while none
 * is gone: with another one every row is drawn again.
 */
export function usePicked(room: ClusterRoom, connection: string, there: readonly string[]): Picked {
  const kept = usePicks(({ picks }) => picks.get(addressIn(room, connection)) ?? none);
  const picked = useMemo(() => {
    if (kept.length === 0) {
      return kept;
    }
    const known = new Set(there);
    return kept.every((key) => known.has(key)) ? kept : kept.filter((key) => known.has(key));
  }, [kept, there]);
  const pick = useCallback((keys: readonly string[]) => pickIn(room, connection, keys), [room, connection]);
  return { picked, pick };
}
