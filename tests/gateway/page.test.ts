import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { openDatabase } from '../../src-main/adapters/sqlite/open-database.ts';
import { SqliteRunStore } from '../../src-main/adapters/sqlite/run-store.ts';
import { createChangeFeed } from '../../src-main/api/changes.ts';
import { router } from '../../src-main/api/router.ts';
import type { Text } from '../../src-main/contract/text.ts';
import { createGateway } from '../../src-main/hosts/gateway/gateway.ts';
import type { Gateway } from '../../src-main/hosts/gateway/gateway.ts';
import { createContexts } from '../support/call-context.ts';
import { createFakeApplication } from '../support/fake-application.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const page = resolve(import.meta.dirname, '../../src-main/hosts/gateway/page');

interface Rows {
  of(collection: string): ReadonlyMap<string, unknown>;
}

interface Sync {
  connect(): void;
  follow(topic: string, onRows: (rows: Rows) => void): () => void;
}

interface SyncParts {
  readonly open: () => WebSocket;
  readonly onLink: (link: string) => void;
  readonly onRefused: (topic: string, error: { readonly code: string }) => void;
  readonly later: (callback: () => void) => void;
}

/** The page's own module: plain JavaScript that the browser gets as it is. */
async function loadSync(): Promise<(parts: SyncParts) => Sync> {
  const loaded: unknown = await import(pathToFileURL(join(page, 'sync.js')).href);
  return (loaded as { createSync: (parts: SyncParts) => Sync }).createSync;
}

async function openGateway(): Promise<{
  readonly gateway: Gateway;
  readonly store: SqliteRunStore;
  followed: string[];
}> {
  const store = new SqliteRunStore(openDatabase(join(temporaryDirectory(), 'sitewright.db')), (text) => text);
  let now = 0;
  const clock = { now: () => (now += 1_000), pause: async () => undefined };
  const feed = createChangeFeed({
    reader: store,
    onCommit: (listener) => store.onCommit(listener),
    instanceId: 'one',
    clock,
  });
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

const createRun = (store: SqliteRunStore, target: string): Promise<string> =>
  store.write((transaction) =>
    transaction.createRun({
      ...{ kind: 'configure', version: 1, title: target, input: {}, practice: false, targets: [target] },
      ...{ revertsRunId: null, createdAt: 1 },
    }),
  );

it('the page keeps its rows over a broken connection and goes on from its cursor', async () => {
  const { gateway, store, followed } = await openGateway();
  await createRun(store, 'a');
  const sockets: WebSocket[] = [];
  const links: string[] = [];
  let again = (): void => undefined;
  const broken = Promise.withResolvers<undefined>();
  const createSync = await loadSync();
  const sync = createSync({
    open() {
      const headers = { authorization: `Bearer ${gateway.token}` };
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/api/ws`, { headers });
      sockets.push(socket);
      onTestFinished(() => socket.terminate());
      return socket;
    },
    onLink: (link) => links.push(link),
    onRefused: () => undefined,
    later(callback) {
      again = callback;
      broken.resolve(undefined);
    },
  });
  const seen: string[][] = [];
  let shown = Promise.withResolvers<undefined>();
  sync.follow('index', (rows) => {
    seen.push([...rows.of('run').keys()]);
    shown.resolve(undefined);
  });
  sync.connect();
  await shown.promise;
  sockets[0]!.terminate();
  await broken.promise;
  await createRun(store, 'b');
  shown = Promise.withResolvers<undefined>();
  again();
  await shown.promise;
  expect(seen).toEqual([['0001'], ['0001', '0002']]);
  expect(followed).toEqual(['index from the start', 'index from a cursor']);
  expect(links).toEqual(['connecting', 'live', 'broken', 'connecting', 'live']);
});

it('the page is told what cannot be followed', async () => {
  const { gateway } = await openGateway();
  const refused = Promise.withResolvers<readonly [string, string]>();
  const createSync = await loadSync();
  const sync = createSync({
    open() {
      const headers = { authorization: `Bearer ${gateway.token}` };
      const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/api/ws`, { headers });
      onTestFinished(() => socket.terminate());
      return socket;
    },
    onLink: () => undefined,
    onRefused: (topic, { code }) => refused.resolve([topic, code]),
    later: () => undefined,
  });
  sync.follow('run:0042', () => undefined);
  sync.connect();
  expect(await refused.promise).toEqual(['run:0042', 'RUN_NOT_FOUND']);
});

it('the page shows what the owner says in its own language', async () => {
  const loaded: unknown = await import(pathToFileURL(join(page, 'texts.js')).href);
  const { textIn, languages } = loaded as {
    textIn: (text: Text, language: string) => string;
    languages: Readonly<Record<string, unknown>>;
  };
  const text = { zh: '设置 DNS', en: 'Set DNS' };
  expect(Object.keys(languages).map((language) => textIn(text, language))).toEqual(['设置 DNS', 'Set DNS']);
});

it('every file that the page names is served, and nothing is named that is not ours', async () => {
  const { gateway } = await openGateway();
  const load = async (path: string): Promise<string> => {
    const answer = await fetch(new URL(path, gateway.url));
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.text();
  };
  const html = await load('/');
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
  const scripts = await Promise.all(named.filter((path) => path.endsWith('.js')).map(load));
  const imported = scripts.flatMap((script) =>
    [...script.matchAll(/from '\.(\/[^']+)'/g)].map(([, path]) => path!),
  );
  for (const path of [...named, ...imported]) await load(path);
  expect(html).not.toMatch(/<script>|style=|onclick=|https?:/);
});
