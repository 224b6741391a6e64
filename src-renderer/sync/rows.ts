/** The rows as the owner last told them: one store for each collection of each topic. Written by `follow.ts` alone. */
import { useRef } from 'react';
import { createStore, useStore, type StoreApi } from 'zustand';
import type { ChangeBatch, Collection, CollectionRows, Topic } from '../../src-main/contract/feed.ts';
import type { CallError } from './client.ts';

/** What is known of a topic besides its rows. */
export interface TopicState {
  /** When it last heard something since it has caught up, in milliseconds since the epoch. */
  readonly heardAt: number | null;
  /** Why it cannot be followed, such as a run that is not there. */
  readonly refused: CallError | null;
}

/**
 * Rows are written where they are: copying thousands of them ten times a second was most of the page's garbage. So a
 * selector reads out of the map, and never hands it on; the object around it is another one after each batch.
 */
interface Rows {
  readonly byId: Map<string, unknown>;
}

interface TopicStores {
  readonly state: StoreApi<TopicState>;
  readonly collections: Map<string, StoreApi<Rows>>;
}

const topics = new Map<Topic, TopicStores>();

/** Topics that nobody shows any more, the latest last. */
const left: Topic[] = [];
/** The rows of so many of them are kept: who goes back to a page sees it as it was until it is told anew. */
const mostLeft = 8;

function storesOf(topic: Topic): TopicStores {
  const known = topics.get(topic);
  if (known !== undefined) {
    return known;
  }
  const state = createStore<TopicState>(() => ({ heardAt: null, refused: null }));
  const made = { state, collections: new Map<string, StoreApi<Rows>>() };
  topics.set(topic, made);
  return made;
}

function storeOf(topic: Topic, collection: string): StoreApi<Rows> {
  const { collections } = storesOf(topic);
  const store = collections.get(collection) ?? createStore<Rows>(() => ({ byId: new Map() }));
  collections.set(collection, store);
  return store;
}

/** Puts a batch in place. A reset forgets every row that the topic has told. */
export function takeBatch(topic: Topic, batch: ChangeBatch, now: number): void {
  const touched = new Set<StoreApi<Rows>>();
  if (batch.reset) {
    for (const store of storesOf(topic).collections.values()) {
      store.getState().byId.clear();
      touched.add(store);
    }
  }
  for (const { collection, id, row } of batch.rows) {
    const store = storeOf(topic, collection);
    const { byId } = store.getState();
    if (row === null) {
      byId.delete(id);
    } else {
      byId.set(id, row);
    }
    touched.add(store);
  }
  for (const store of touched) {
    store.setState(({ byId }) => ({ byId }), true);
  }
  if (batch.complete) {
    storesOf(topic).state.setState({ heardAt: now, refused: null });
  }
}

export function takeRefusal(topic: Topic, refused: CallError): void {
  storesOf(topic).state.setState({ refused });
}

/** Somebody shows the topic again. */
export function takeUp(topic: Topic): void {
  const at = left.indexOf(topic);
  if (at !== -1) {
    left.splice(at, 1);
  }
}

/** Nobody shows the topic any more. */
export function leave(topic: Topic): void {
  left.push(topic);
  for (const oldest of left.splice(0, Math.max(0, left.length - mostLeft))) {
    forget(oldest);
  }
}

function forget(topic: Topic): void {
  const { state, collections } = storesOf(topic);
  topics.delete(topic);
  // Whoever still looks at it sees that it is gone.
  state.setState({ heardAt: null, refused: null });
  for (const store of collections.values()) {
    store.setState({ byId: new Map() });
  }
}

/** Forgets everything: a test begins as a window does. */
export function forgetAllRows(): void {
  [...topics.keys()].forEach(forget);
  left.length = 0;
}

export function useTopicState<Selected>(topic: Topic, select: (state: TopicState) => Selected): Selected {
  return useStore(storesOf(topic).state, select);
}

/** What the selector takes out of the rows of a topic, by id. It must not hand on the map itself. */
export function useCollection<Name extends Collection, Selected>(
  topic: Topic,
  collection: Name,
  select: (rows: ReadonlyMap<string, CollectionRows[Name]>) => Selected,
): Selected {
  return useStore(storeOf(topic, collection), ({ byId }) =>
    select(byId as ReadonlyMap<string, CollectionRows[Name]>),
  );
}

/**
 * All rows of a collection, in the order in which they were told first; the same list while they are the same rows. As
 * zustand's `useShallow`; that one makes a map of each list it compares, which for thousands of rows ten times a second is
 * most of a page's garbage.
 */
export function useRows<Name extends Collection>(
  topic: Topic,
  collection: Name,
): readonly CollectionRows[Name][] {
  const before = useRef<readonly CollectionRows[Name][]>([]);
  return useCollection(topic, collection, (rows) => {
    const items = [...rows.values()];
    const isSame =
      items.length === before.current.length && items.every((item, at) => item === before.current[at]);
    if (!isSame) {
      before.current = items;
    }
    return before.current;
  });
}

/** The rows as they are at this moment, for who needs no news of them. */
export function rowsNow<Name extends Collection>(
  topic: Topic,
  collection: Name,
): ReadonlyMap<string, CollectionRows[Name]> {
  return storeOf(topic, collection).getState().byId as ReadonlyMap<string, CollectionRows[Name]>;
}

export const topicStateNow = (topic: Topic): TopicState => storesOf(topic).state.getState();
