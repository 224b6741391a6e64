/** Keeps the rows true: one connection, made again whenever it breaks, and each topic going on from its cursor. */
import type { Topic } from '../../src-main/contract/feed.ts';
import type { AppClient } from '../../src-main/api/wire/client.ts';
import { toCallError } from './client.ts';
import { useConnection } from './connection.ts';
import { leave, takeBatch, takeRefusal, takeUp } from './rows.ts';

/** One way to the owner: it lives until `closed` resolves. */
export interface OpenLink {
  readonly client: AppClient;
  readonly closed: Promise<void>;
  close(): void;
}

export interface FollowerParts {
  /** Rejects when the owner cannot be reached now; throws `closed: true` in its error when it never can again. */
  readonly open: () => Promise<OpenLink>;
  readonly later?: (callback: () => void, afterMs: number) => void;
  readonly now?: () => number;
  /** How often the owner is asked whether it answers, and when it counts as silent. */
  readonly pulse?: { readonly everyMs: number; readonly silentAfterMs: number };
}

interface Followed {
  cursor: string | null;
  users: number;
  stop: AbortController | null;
}

const firstWaitMs = 250;
const longestWaitMs = 5_000;

export interface Follower {
  /** Follows the topic until the answered function is called; several may follow the same one. */
  follow(topic: Topic): () => void;
  start(): void;
}

export function createFollower({
  open,
  later = (callback, afterMs) => void setTimeout(callback, afterMs),
  now = () => Date.now(),
  pulse = { everyMs: 10_000, silentAfterMs: 5_000 },
}: FollowerParts): Follower {
  const topics = new Map<Topic, Followed>();
  let waitMs = firstWaitMs;
  let wasLive = false;

  async function read(topic: Topic, followed: Followed, client: AppClient): Promise<void> {
    const stop = new AbortController();
    followed.stop = stop;
    try {
      const batches = await client.feed.changes({ topic, cursor: followed.cursor }, { signal: stop.signal });
      for await (const batch of batches) {
        if (stop.signal.aborted) {
          return;
        }
        followed.cursor = batch.cursor;
        takeBatch(topic, batch, now());
      }
    } catch (thrown) {
      // A broken link is taken up again by the next connection; a refused topic (a run that is not there) is not.
      const error = toCallError(thrown);
      if (stop.signal.aborted || error.code === 'OWNER_UNREACHABLE') {
        return;
      }
      topics.delete(topic);
      takeRefusal(topic, error);
    } finally {
      if (followed.stop === stop) {
        followed.stop = null;
      }
    }
  }

  async function connect(): Promise<void> {
    // Where nobody is, that stays to be read while the next attempt is made.
    if (useConnection.getState().link !== 'absent') {
      useConnection.setState({ link: 'connecting' });
    }
    let link: OpenLink;
    try {
      link = await open();
    } catch (thrown) {
      const failed = wasLive ? 'broken' : 'absent';
      useConnection.setState({ link: isRefusal(thrown) ? 'closed' : failed, client: null });
      if (!isRefusal(thrown)) {
        again();
      }
      return;
    }
    waitMs = firstWaitMs;
    wasLive = true;
    useConnection.setState({ link: 'live', client: link.client, liveUntil: null });
    for (const [topic, followed] of topics) {
      void read(topic, followed, link.client);
    }
    const stopPulse = feelPulse(link.client);
    await link.closed;
    stopPulse();
    // Streams end with their link; telling them to stop would be sent over a link that is not there any more.
    for (const followed of topics.values()) {
      followed.stop = null;
    }
    useConnection.setState({ link: 'broken', client: null, liveUntil: now() });
    again();
  }

  /** A process that hangs, or is stopped, keeps its sockets open: only asking tells. */
  function feelPulse(client: AppClient): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const askedAt = now();
      timer = setTimeout(
        () => useConnection.setState({ link: 'silent', liveUntil: askedAt }),
        pulse.silentAfterMs,
      );
      // A refusal is an answer too; a link that broke ends this as well.
      await client.system.facts({}).catch(() => undefined);
      clearTimeout(timer);
      if (isOver) {
        return;
      }
      if (useConnection.getState().link === 'silent') {
        useConnection.setState({ link: 'live', liveUntil: null });
      }
      timer = setTimeout(() => void ask(), pulse.everyMs);
    };
    timer = setTimeout(() => void ask(), pulse.everyMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }

  function again(): void {
    later(() => void connect(), waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }

  return {
    start: () => void connect(),
    follow(topic) {
      const followed = topics.get(topic) ?? { cursor: null, users: 0, stop: null };
      followed.users += 1;
      const { client } = useConnection.getState();
      if (!topics.has(topic)) {
        topics.set(topic, followed);
        takeUp(topic);
        if (client !== null) {
          void read(topic, followed, client);
        }
      }
      return () => {
        followed.users -= 1;
        if (followed.users > 0) {
          return;
        }
        topics.delete(topic);
        followed.stop?.abort();
        leave(topic);
      };
    },
  };
}

const isRefusal = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'RefusedError';
