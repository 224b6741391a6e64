import { create } from 'zustand';
import { readBaseUrl } from '../../../../src-main/contract/base-url.ts';
import type { ConfigureRequest, Site } from '../../../../src-main/contract/configure.ts';
import type { PickedFile } from '../../../ask/host.ts';
import type { Language } from '../../../../src-main/contract/text.ts';

/**
 * What a person has chosen for a job that has not been started. The site and the scope outlive a reload of the window: a
 * real site must not turn into practice unseen. Secrets and files are in memory only.
 */
export interface Order {
  /** Null until a person has chosen one: nothing is looked at before. */
  readonly site: Site | null;
  readonly iso: PickedFile | null;
  /** Keys of steps that are left out. */
  readonly skip: readonly string[];
  readonly acceptFingerprints: readonly string[];
  readonly overwriteSerial: boolean;
  readonly secrets: readonly { readonly key: string; readonly value: string }[];
  /** Raised by every change after which the site has to be looked at again; leaving steps out is none. */
  readonly revision: number;
}

export const firstOrder: Order = {
  site: null,
  iso: null,
  skip: [],
  acceptFingerprints: [],
  overwriteSerial: false,
  secrets: [],
  revision: 0,
};

const storageKey = 'sitewright.orders';

/** What is kept of an order while the window lives. */
function keptOf({ site, skip, overwriteSerial }: Order): Partial<Order> {
  // What is no address may hold a password; the window asks for it again.
  const isKept = site?.kind !== 'real' || readBaseUrl(site.baseUrl) !== null;
  return { site: isKept ? site : null, skip, overwriteSerial };
}

function keep(orders: ReadonlyMap<number, Order>): void {
  try {
    const kept = [...orders].map(([id, order]) => [id, keptOf(order)] as const);
    sessionStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // A window that keeps nothing asks for the site again.
  }
}

function kept(): ReadonlyMap<number, Order> {
  try {
    const stored = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as [number, Partial<Order>][];
    return new Map(stored.map(([id, order]) => [id, { ...firstOrder, ...order }]));
  } catch {
    return new Map();
  }
}

/** By the import that the order is for. */
const useOrders = create<{ readonly orders: ReadonlyMap<number, Order> }>(() => ({ orders: kept() }));

useOrders.subscribe(({ orders }) => keep(orders));

export const useOrder = (importId: number): Order =>
  useOrders(({ orders }) => orders.get(importId) ?? firstOrder);

export function changeOrder(importId: number, changes: Partial<Order>): void {
  useOrders.setState(({ orders }) => {
    const before = orders.get(importId) ?? firstOrder;
    // No change named at all: the site itself was changed.
    const keys = Object.keys(changes);
    const isScopeOnly = keys.length > 0 && keys.every((key) => key === 'skip');
    const revision = before.revision + (isScopeOnly ? 0 : 1);
    return { orders: new Map(orders).set(importId, { ...before, ...changes, revision }) };
  });
}

/** Goes on at a site that another window chose for the same import; what was seen of it holds here too. */
export function takeSite(importId: number, site: Site): void {
  useOrders.setState(({ orders }) => ({
    orders: new Map(orders).set(importId, { ...(orders.get(importId) ?? firstOrder), site }),
  }));
}

/** Why nothing can be looked at there: no site was chosen, its address is none, or plain HTTP was not agreed to. */
export function siteProblem(site: Site | null): 'choose' | 'address' | 'http' | null {
  if (site === null) {
    return 'choose';
  }
  if (site.kind === 'practice') {
    return null;
  }
  const url = readBaseUrl(site.baseUrl);
  if (url === null) {
    return 'address';
  }
  return url.protocol === 'https:' || site.allowHttp ? null : 'http';
}

/** The order as the owner is asked for it. Secrets are among it: for this call only. An order without a site is none. */
export function requestOf(
  { site, iso, skip, acceptFingerprints, overwriteSerial, secrets }: Order,
  file: string,
  language: Language,
): ConfigureRequest {
  if (site === null) {
    throw new Error('a site was to be looked at before one was chosen');
  }
  return {
    file,
    iso: iso?.grant ?? null,
    site,
    language,
    only: [],
    skip: [...skip],
    acceptFingerprints: [...acceptFingerprints],
    overwriteSerial,
    secrets: secrets.map((secret) => ({ ...secret, environment: null })),
  };
}
