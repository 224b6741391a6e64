/** Amounts as Kubernetes writes them. */

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** `500m` is 0.5, `1Gi` is 1073741824; null for what is no quantity. */
export function quantity(text: string | number): number | null {
  const found = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([A-Za-z]*)$/.exec(String(text).trim());
  const [, digits = '', suffix = ''] = found ?? [];
  const factor = suffix === '' ? 1 : factors[suffix];
  const value = Number(digits);
  return found === null || factor === undefined || Number.isNaN(value) ? null : value * factor;
}

/** How many pods `25%` or `1` is of so many; rounded as the controllers do. */
export function podsOf(
  given: string | number | null | undefined,
  {
    of,
    round,
    otherwise,
  }: { readonly of: number; readonly round: 'up' | 'down'; readonly otherwise: string },
): number {
  const text = String(given ?? otherwise);
  if (!text.endsWith('%')) {
    return Number(text);
  }
  const exact = (of * Number(text.slice(0, -1))) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
