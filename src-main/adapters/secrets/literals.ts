/** Many literal texts looked for at once: by their first characters, so that their number costs nothing where none begins. */

/** Where something begins and ends in a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const usualPrefix = 4;

/** Finds every place where one begins, also inside another; of those that begin at one place the longest. */
export function literalFinder(literals: Iterable<string>): (text: string) => readonly Span[] {
  const wanted = [...new Set(literals)].filter((literal) => literal !== '');
  const prefixLength = Math.min(usualPrefix, ...wanted.map(({ length }) => length));
  const byPrefix = new Map<string, string[]>();
  for (const literal of wanted) {
    const prefix = literal.slice(0, prefixLength);
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), literal]);
  }
  for (const alike of byPrefix.values()) {
    alike.sort((a, b) => b.length - a.length);
  }
  return (text) => {
    const spans: Span[] = [];
    for (let from = 0; from + prefixLength <= text.length; from += 1) {
      const found = byPrefix
        .get(text.slice(from, from + prefixLength))
        ?.find((literal) => text.startsWith(literal, from));
      if (found !== undefined) {
        spans.push({ from, to: from + found.length });
      }
    }
    return spans;
  };
}
