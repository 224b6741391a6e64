import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { openDatabase } from '../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../src-main/adapters/sqlite/run-store.ts';
import { router } from '../../src-main/api/router.ts';
import { createGateway, type Gateway } from '../../src-main/hosts/gateway/gateway.ts';
import { createClient } from '../../src-renderer/sync/client.ts';
import { useConnection } from '../../src-renderer/sync/connection.ts';
import { createFollower, type FollowerParts, type OpenLink } from '../../src-renderer/sync/follow.ts';
import { forgetAllRows, rowsNow, takeBatch, topicStateNow } from '../../src-renderer/sync/rows.ts';
import { createContexts } from '../support/call-context.ts';
import { createFakeApplication } from '../support/fake-application.ts';
import { createRunFeed } from '../support/run-feed.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { createStoredRun } from '../support/stored-run.ts';

interface Owner {
  readonly gateway: Gateway;
  readonly store: SqliteRunStore;
  readonly followed: string[];
}

async function openGateway(): Promise<Owner> {
  const store = new SqliteRunStore(openDatabase(join(temporaryDirectory(), 'sitewright.db')), (text) => text);
  let now = 0;
  const clock = { elapsed: () => (now += 1_000), pause: async () => undefined };
  const feed = createRunFeed(store, { clock });
  const followed: string[] = [];
  const application = createFakeApplication({
    changes(topic, cursor, signal) {
      followed.push(`${topic} ${cursor === null ? 'from the start' : 'from a cursor'}`);
      return feed.changes(topic, cursor, signal);
    },
  });
  const { contextFor } = createContexts(application);
  const gateway = await createGateway({
    router,
    contextFor: () => contextFor({ kind: 'gateway', by: 'li' }),
  });
  onTestFinished(() => gateway.close());
  return { gateway, store, followed };
}

/** Connections as the page makes them, but with the token of a script. */
function linksTo(gateway: Gateway): { open: FollowerParts['open']; readonly sockets: WebSocket[] } {
  const sockets: WebSocket[] = [];
  const open = (): Promise<OpenLink> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${gateway.token}` };
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/api/ws`, { headers });
      sockets.push(socket);
      onTestFinished(() => socket.terminate());
      const closed = new Promise<void>((settle) => socket.once('close', () => settle()));
      const client = createClient(socket as unknown as globalThis.WebSocket);
      socket.once('open', () => resolve({ client, closed, close: () => socket.close() }));
      socket.once('error', reject);
    });
  return { open, sockets };
}

beforeEach(() => {
  forgetAllRows();
  useConnection.setState({ link: 'connecting', client: null, liveUntil: null });
});

it('rows stay while the link is broken, and each topic goes on from its cursor', async () => {
  const { gateway, store, followed } = await openGateway();
  await createStoredRun(store, 'a');
  const { open, sockets } = linksTo(gateway);
  const seen: string[] = [];
  useConnection.subscribe(({ link }, before) => {
    if (link !== before.link) {
      seen.push(link);
    }
  });
  let again = (): void => undefined;
  const follower = createFollower({ open, later: (callback) => void (again = callback) });
  follower.follow('index');
  follower.start();
  const runs = (): string[] => [...rowsNow('index', 'run').keys()];
  await expect.poll(runs).toEqual(['0001']);
  sockets[0]!.terminate();
  await expect.poll(() => useConnection.getState().link).toBe('broken');
  expect([runs(), useConnection.getState().liveUntil]).toEqual([['0001'], expect.any(Number)]);
  await createStoredRun(store, 'b');
  again();
  await expect.poll(runs).toEqual(['0001', '0002']);
  expect(followed).toEqual(['index from the start', 'index from a cursor']);
  expect(seen).toEqual(['live', 'broken', 'connecting', 'live']);
});

it('nobody was ever there: that is said at once and stays said, and the window connects when somebody comes', async () => {
  const { gateway, store } = await openGateway();
  await createStoredRun(store, 'a');
  const { open, sockets } = linksTo(gateway);
  let isThere = false;
  let again = (): void => undefined;
  const follower = createFollower({
    open: () => (isThere ? open() : Promise.reject(new Error('not reachable'))),
    later: (callback) => void (again = callback),
  });
  follower.follow('index');
  follower.start();
  const link = (): string => useConnection.getState().link;
  await expect.poll(link).toBe('absent');
  again();
  expect(link()).toBe('absent');
  isThere = true;
  again();
  await expect.poll(link).toBe('live');
  await expect.poll(() => rowsNow('index', 'run').size).toBe(1);
  // From then on there was a connection, which can be lost.
  isThere = false;
  sockets[0]!.terminate();
  await expect.poll(link).toBe('broken');
  again();
  await expect.poll(link).toBe('broken');
});

it('what cannot be followed is told, and the rest goes on', async () => {
  const { gateway, store } = await openGateway();
  await createStoredRun(store, 'a');
  const { open } = linksTo(gateway);
  const follower = createFollower({ open, later: () => undefined });
  follower.follow('run:0042');
  follower.follow('index');
  follower.start();
  await expect.poll(() => topicStateNow('run:0042').refused?.code).toBe('RUN_NOT_FOUND');
  await expect.poll(() => rowsNow('index', 'run').size).toBe(1);
});

it('a topic that nobody shows any more is let go, once for all that showed it', async () => {
  const { gateway, store, followed } = await openGateway();
  await createStoredRun(store, 'a');
  const { open } = linksTo(gateway);
  const follower = createFollower({ open, later: () => undefined });
  const [first, second] = [follower.follow('run:0001'), follower.follow('run:0001')];
  follower.start();
  await expect.poll(() => topicStateNow('run:0001').heardAt !== null).toBe(true);
  expect(followed).toEqual(['run:0001 from the start']);
  first();
  second();
  follower.follow('run:0001');
  await expect.poll(() => followed).toHaveLength(2);
});

it('each topic has rows of its own: a reset forgets those of its topic, and the last eight that were left are kept', async () => {
  const { gateway, store } = await openGateway();
  const ids: string[] = [];
  for (const target of Array.from({ length: 10 }, (_, index) => `site-${index}`)) {
    ids.push(await createStoredRun(store, target));
  }
  const { open } = linksTo(gateway);
  const follower = createFollower({ open, later: () => undefined });
  follower.follow('index');
  follower.start();
  const runs = (topic: string): number => rowsNow(topic, 'run').size;
  for (const id of ids) {
    const stop = follower.follow(`run:${id}`);
    await expect.poll(() => runs(`run:${id}`)).toBe(1);
    stop();
  }
  expect(ids.map((id) => runs(`run:${id}`))).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
  takeBatch('run:0010', { cursor: '', reset: true, complete: false, rows: [] }, 0);
  expect([runs('run:0010'), runs('run:0009'), runs('index')]).toEqual([0, 1, 10]);
});

it('the page is served with a nonce of its own for every answer, and names nothing that is not ours', async () => {
  const { gateway } = await openGateway();
  const load = async (path: string): Promise<{ text: string; policy: string }> => {
    const answer = await fetch(new URL(path, gateway.url));
    expect([path, answer.status]).toEqual([path, 200]);
    return { text: await answer.text(), policy: answer.headers.get('content-security-policy') ?? '' };
  };
  const [first, second] = [await load('/'), await load('/')];
  const nonceOf = ({ policy }: { policy: string }): string | undefined => /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(nonceOf(first)).toMatch(/^[\w+/]{22}==$/);
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  expect(first.text).toContain(`nonce="${nonceOf(first)}"`);
  expect(first.policy).not.toContain('unsafe');
  const named = [...first.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(2);
  for (const path of named) {
    await load(path);
  }
  expect(first.text).not.toMatch(/<script>|style=|onclick=|https?:|__NONCE__/);
});

it('an owner that is connected and does not answer is told, and heard again when it does', async () => {
  let answer = (): void => undefined;
  const facts = (): Promise<unknown> => new Promise<void>((resolve) => (answer = resolve));
  const client = { system: { facts }, feed: { changes: () => new Promise(() => undefined) } };
  const { promise: closed } = Promise.withResolvers<void>();
  const link = { client: client as unknown as OpenLink['client'], closed, close: () => undefined };
  const pulse = { everyMs: 1, silentAfterMs: 5 };
  createFollower({ open: async () => link, later: () => undefined, pulse }).start();
  await expect.poll(() => useConnection.getState()).toMatchObject({ link: 'silent' });
  expect(useConnection.getState().liveUntil).toEqual(expect.any(Number));
  answer();
  await expect.poll(() => useConnection.getState()).toMatchObject({ link: 'live', liveUntil: null });
});
