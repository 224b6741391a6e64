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

/** The rows of a cluster's list that are picked in this window. */
export function usePicked(room: ClusterRoom, connection: string): Picked {
  const picked = usePicks(({ picks }) => picks.get(addressIn(room, connection)) ?? none);
  return { picked, pick: (keys) => pickIn(room, connection, keys) };
}
