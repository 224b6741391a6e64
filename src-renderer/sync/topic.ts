import { useEffect } from 'react';
import type { Topic } from '../../src-main/contract/feed.ts';
import type { Follower } from './follow.ts';

let follower: Follower | null = null;

/** Handed over once, before the first page is drawn. */
export function provideFollower(made: Follower): void {
  follower = made;
}

/** Follows a topic while the page that shows it is there. */
export function useTopic(topic: Topic): void {
  useEffect(() => follower?.follow(topic), [topic]);
}
