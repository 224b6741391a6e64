/** Getting one object, listing many. */
import { keyOf, namesOf, without, type KubernetesObject } from '../object.ts';
import { inOrder } from '../object-store.ts';
import { ApiRefusal, badRequest, notFound, tooLarge } from '../refusals.ts';
import { apiVersionOf } from '../resources.ts';
import { fieldMatches, labelMatches, type Matches } from '../selectors.ts';
import type { ApiAnswer, ApiCall } from './call.ts';
import { keyOfTarget, type Target } from './target.ts';
import { tableOf, wantsTable } from './tables.ts';

/** Throws NotFound. */
export function requireObject({ world, target }: Pick<ApiCall, 'world' | 'target'>): KubernetesObject {
  const found = world.store.get(target.resource, keyOfTarget(target));
  if (found === undefined) {
    throw notFound(target.resource, target.name ?? '');
  }
  return found;
}

export function getObject(call: ApiCall): ApiAnswer {
  const object = requireObject(call);
  if (!wantsTable(call.headers.accept ?? '')) {
    return { code: 200, body: object };
  }
  const { resourceVersion } = object.metadata;
  const nowMs = call.world.clock.now();
  const { resource } = call.target;
  return { code: 200, body: tableOf([object], { resource, metadata: { resourceVersion }, nowMs }) };
}

/** What a query, a namespace and a name select. */
export function selectionOf({ namespace, resource, name }: Target, query: URLSearchParams): Matches {
  const hasLabels = labelMatches(query.get('labelSelector') ?? '');
  const hasFields = fieldMatches(resource, query.get('fieldSelector') ?? '');
  return (object) =>
    (namespace === null || object.metadata.namespace === namespace) &&
    (name === null || object.metadata.name === name) &&
    hasLabels(object) &&
    hasFields(object);
}

/** A version that was asked for, 0 where any will do; throws what a real API throws of one that has not come yet. */
export function askedVersion(query: URLSearchParams, current: number): number {
  const text = query.get('resourceVersion') ?? '';
  if (text === '') {
    return 0;
  }
  if (!/^\d+$/.test(text)) {
    throw badRequest(`invalid resource version: strconv.ParseUint: parsing "${text}": invalid syntax`);
  }
  if (Number(text) > current) {
    throw tooLarge(Number(text), current);
  }
  return Number(text);
}

interface Continuing {
  readonly version: number;
  readonly after: string;
}

const writeContinue = (continuing: Continuing): string =>
  Buffer.from(JSON.stringify(continuing)).toString('base64url');

function readContinue(text: string, forgottenUntil: number): Continuing {
  let read: Continuing;
  try {
    read = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Continuing;
  } catch {
    throw badRequest('continue key is not valid: invalid character');
  }
  if (read.version < forgottenUntil) {
    throw new ApiRefusal(410, 'Expired', {
      message:
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    });
  }
  return read;
}

const orderOf = (object: KubernetesObject): string => {
  const { namespace, name } = namesOf(keyOf(object));
  return `${namespace ?? ''}\u0000${name}`;
};

interface Page {
  readonly items: readonly KubernetesObject[];
  readonly metadata: object;
}

/** What is asked for of everything that matches, in order. */
function pageOf({ world: { store }, query }: ApiCall, all: readonly KubernetesObject[]): Page {
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue') ?? '';
  const from = token === '' ? null : readContinue(token, store.forgottenUntil);
  const left = from === null ? all : all.filter((object) => orderOf(object) > from.after);
  const items = limit > 0 ? left.slice(0, limit) : left;
  const version = from?.version ?? store.version;
  const resourceVersion = String(version);
  const last = items.at(-1);
  if (last === undefined || items.length === left.length) {
    return { items, metadata: { resourceVersion } };
  }
  const next = writeContinue({ version, after: orderOf(last) });
  return {
    items,
    metadata: { resourceVersion, continue: next, remainingItemCount: left.length - items.length },
  };
}

export function listObjects(call: ApiCall): ApiAnswer {
  const { world, target, query, headers } = call;
  const { resource } = target;
  askedVersion(query, world.store.version);
  const matches = selectionOf(target, query);
  const { items, metadata } = pageOf(call, inOrder([...world.store.all(resource)].filter(matches)));
  if (wantsTable(headers.accept ?? '')) {
    return { code: 200, body: tableOf(items, { resource, metadata, nowMs: world.clock.now() }) };
  }
  // As in a real list: what an item is, the list says.
  const listed = resource.isCustom ? items : items.map((item) => without(item, 'apiVersion', 'kind'));
  return {
    code: 200,
    body: { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items: listed },
  };
}
