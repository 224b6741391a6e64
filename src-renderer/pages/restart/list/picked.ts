import { useCallback } from 'react';
import { create } from 'zustand';

const none: readonly string[] = [];

/** By connection: who goes to a preview and comes back finds the same ones picked. */
const usePicks = create<{ readonly picks: ReadonlyMap<string, readonly string[]> }>(() => ({
  picks: new Map(),
}));

export function pickOf(connection: string, picked: readonly string[]): void {
  usePicks.setState(({ picks }) => ({ picks: new Map(picks).set(connection, picked) }));
}

export interface Picked {
  /** `NAMESPACE/KIND/NAME` of each. */
  readonly picked: readonly string[];
  readonly pick: (picked: readonly string[]) => void;
}

/** The workloads of a cluster that are picked in this window. */
export function usePicked(connection: string): Picked {
  const picked = usePicks(({ picks }) => picks.get(connection) ?? none);
  const pick = useCallback((keys: readonly string[]) => pickOf(connection, keys), [connection]);
  return { picked, pick };
}
