import { useEffect } from 'react';
import type { Follower } from './follow.ts';

let follower: Follower | null = null;

/** Handed over once, before the first page is drawn. */
export function provideFollower(made: Follower): void {
  follower = made;
}

/** Follows one run while the page that shows it is there. */
export function useFollowedRun(runId: string): void {
  useEffect(() => follower?.follow(`run:${runId}`), [runId]);
}
