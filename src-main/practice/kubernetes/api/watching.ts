/** Watches: what is there now where that was asked for, then what happens, with bookmarks. */
import type { ServerResponse } from 'node:http';
import { inOrder, type Change } from '../object-store.ts';
import type { KubernetesObject } from '../object.ts';
import { invalid, tooOld } from '../refusals.ts';
import { apiVersionOf } from '../resources.ts';
import type { Matches } from '../selectors.ts';
import type { ApiCall } from './call.ts';
import { askedVersion, selectionOf } from './reading.ts';
import { tableOf, wantsTable } from './tables.ts';

const bookmarkEveryMs = 40_000;
const usualSeconds = 1_800;

type EventType = Change['type'] | 'BOOKMARK' | 'ERROR';

/** What a change is to somebody who sees only what matches. */
function seenAs(change: Change, matches: Matches): Change['type'] | null {
  const was = change.before !== null && matches(change.before);
  const is = change.type !== 'DELETED' && matches(change.object);
  if (is) {
    return was ? 'MODIFIED' : 'ADDED';
  }
  return was ? 'DELETED' : null;
}

const startsWithAll = (query: URLSearchParams): boolean => query.get('sendInitialEvents') === 'true';

/** Throws what keeps a watch from beginning. */
function requireWatchable({ query, target, world }: ApiCall): number {
  if (startsWithAll(query) && query.get('resourceVersionMatch') !== 'NotOlderThan') {
    throw invalid(target.resource, '', [
      {
        reason: 'FieldValueForbidden',
        field: 'resourceVersionMatch',
        message: 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      },
    ]);
  }
  return askedVersion(query, world.store.version);
}

/** One watch that is being answered. */
class Watch {
  readonly #call: ApiCall;
  readonly #response: ServerResponse;
  readonly #matches: Matches;
  readonly #isStalled: boolean;
  readonly #dropAfter: number;
  #sent = 0;

  constructor(call: ApiCall, response: ServerResponse) {
    const { faults } = call.world;
    this.#call = call;
    this.#response = response;
    this.#matches = selectionOf(call.target, call.query);
    this.#isStalled = faults.has('watchStall');
    this.#dropAfter = Number(faults.find('watchDropAfter')?.values['drop-after'] ?? Infinity);
  }

  /** @param from the version after which it begins, 0: with what is there */
  start(from: number): void {
    const { world, query } = this.#call;
    const isWhole = startsWithAll(query);
    const oldest = world.store.forgottenUntil;
    const isOrdered = query.has('resourceVersion') && !isWhole && world.faults.has('watchExpired');
    if (isOrdered || (from !== 0 && from < oldest)) {
      this.#send('ERROR', tooOld(from, Math.max(oldest, from + 1)).status);
      this.#response.end();
      return;
    }
    if (isWhole || from === 0) {
      this.#sendAll(isWhole);
    } else {
      for (const change of world.store.changesAfter(from)) {
        this.#follow(change);
      }
    }
    this.#keepOpen();
  }

  #keepOpen(): void {
    const { world, query } = this.#call;
    const unsubscribe = world.store.subscribe((change) => this.#follow(change));
    const wantsBookmarks = query.get('allowWatchBookmarks') === 'true';
    const bookmarks = wantsBookmarks ? setInterval(() => this.#bookmark({}), bookmarkEveryMs) : undefined;
    const seconds = Number(query.get('timeoutSeconds')) || usualSeconds;
    const ending = setTimeout(() => {
      if (!this.#isStalled) {
        this.#response.end();
      }
    }, seconds * 1000);
    this.#response.on('close', () => {
      unsubscribe();
      clearInterval(bookmarks);
      clearTimeout(ending);
    });
  }

  #sendAll(isWhole: boolean): void {
    const { world, target } = this.#call;
    for (const object of inOrder([...world.store.all(target.resource)].filter(this.#matches))) {
      this.#send('ADDED', this.#shown(object));
    }
    if (isWhole) {
      this.#bookmark({ annotations: { 'k8s.io/initial-events-end': 'true' } });
    }
  }

  #follow(change: Change): void {
    const type = change.resource === this.#call.target.resource ? seenAs(change, this.#matches) : null;
    if (type !== null) {
      this.#send(type, this.#shown(change.object));
    }
  }

  #table(objects: readonly KubernetesObject[], metadata: object): object {
    const { target, world } = this.#call;
    return tableOf(objects, { resource: target.resource, metadata, nowMs: world.clock.now() });
  }

  #isTable(): boolean {
    return wantsTable(this.#call.headers.accept ?? '');
  }

  #shown(object: KubernetesObject): object {
    const { resourceVersion } = object.metadata;
    return this.#isTable() ? this.#table([object], { resourceVersion }) : object;
  }

  #bookmark(more: { readonly annotations?: Readonly<Record<string, string>> }): void {
    const { world, target } = this.#call;
    const metadata = { resourceVersion: String(world.store.version), creationTimestamp: null, ...more };
    const plain = { kind: target.resource.kind, apiVersion: apiVersionOf(target.resource), metadata };
    this.#send('BOOKMARK', this.#isTable() ? this.#table([], metadata) : plain);
  }

  #send(type: EventType, object: object): void {
    const response = this.#response;
    if (this.#isStalled || response.destroyed || response.writableEnded) {
      return;
    }
    response.write(`${JSON.stringify({ type, object })}\n`);
    this.#sent += type === 'BOOKMARK' ? 0 : 1;
    if (this.#sent === this.#dropAfter) {
      // What was written is on its way before the line is torn.
      setImmediate(() => response.socket?.destroySoon());
    }
  }
}

/** Answers as a stream until the client leaves, its time is over, or a fault ends it. */
export function watchObjects(call: ApiCall, response: ServerResponse): void {
  const from = requireWatchable(call);
  const watch = new Watch(call, response);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  watch.start(from);
}
