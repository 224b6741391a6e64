import { createCaller } from './rpc.js';

const firstWaitMs = 500;
const longestWaitMs = 8_000;

/** The rows of one topic as the owner last told them, by collection and id. */
function createRows() {
  const collections = new Map();
  return {
    of: (collection) => collections.get(collection) ?? new Map(),
    clear: () => collections.clear(),
    apply({ collection, id, row }) {
      const rows = collections.get(collection) ?? new Map();
      collections.set(collection, rows);
      if (row === null) rows.delete(id);
      else rows.set(id, row);
    },
  };
}

/**
 * Follows topics over one connection that is made again whenever it breaks; each topic goes on from its cursor.
 * `open` makes a connection. `onLink` is told `connecting`, `live` or `broken`; `onRefused` that a topic cannot be followed.
 */
export function createSync({ open, onLink, onRefused, later = setTimeout }) {
  const topics = new Map();
  let caller = null;
  let waitMs = firstWaitMs;

  const followTopic = (topic, followed) => {
    followed.stop = caller.follow(
      'feed/changes',
      { topic, cursor: followed.cursor },
      {
        onItem(batch) {
          followed.cursor = batch.cursor;
          if (batch.reset) followed.rows.clear();
          for (const change of batch.rows) followed.rows.apply(change);
          if (batch.complete) followed.onRows(followed.rows);
        },
        onEnd(error) {
          followed.stop = null;
          if (error?.code !== undefined) onRefused(topic, error);
        },
      },
    );
  };

  const connect = () => {
    onLink('connecting');
    const socket = open();
    socket.addEventListener('open', () => {
      waitMs = firstWaitMs;
      caller = createCaller(socket);
      for (const [topic, followed] of topics) followTopic(topic, followed);
      onLink('live');
    });
    socket.addEventListener('close', () => {
      caller = null;
      onLink('broken');
      later(connect, waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    });
  };

  return {
    connect,
    /** Calls `onRows` with the topic's rows after each change, until the function it answers is called. */
    follow(topic, onRows) {
      const followed = { rows: createRows(), cursor: null, onRows, stop: null };
      topics.set(topic, followed);
      if (caller !== null) followTopic(topic, followed);
      return () => {
        topics.delete(topic);
        followed.stop?.();
      };
    },
  };
}
