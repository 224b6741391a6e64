import { useHashLocation } from 'wouter/use-hash-location';

interface Going {
  readonly replace?: boolean;
  readonly state?: unknown;
}

/** Everything stands behind the `#`, a question mark too, so that a copied link leads to the same place. */
function go(to: string, { replace = false, state = null }: Going = {}): void {
  const oldURL = window.location.href;
  window.history[replace ? 'replaceState' : 'pushState'](state, '', `#${to}`);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: window.location.href }));
}

/** The page's path, without what is asked of it. */
export function useAddress(): [string, typeof go] {
  const [whole] = useHashLocation();
  return [whole.split('?')[0] ?? '/', go];
}

/** What is asked of the page, behind the question mark. */
export function useAsked(): string {
  const [whole] = useHashLocation();
  return whole.split('?')[1] ?? '';
}

export const hrefOf = (to: string): string => `#${to}`;
