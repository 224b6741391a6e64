/** What stands in a path where its pattern has `:name`, decoded; under `*` the rest as it was sent. */
export type PathParams = Readonly<Record<string, string>>;

/**
 * The parameters of a path that fits a pattern, or null; both are given as their segments. `:name` is one segment, a `*`
 * at the end is everything that follows. Nothing is normalised (dots, doubled slashes, letters): a path that could be
 * read in two ways is then another path here, and has no row.
 */
export function matchPath(pattern: readonly string[], path: readonly string[]): PathParams | null {
  const fixed = pattern.at(-1) === '*' ? pattern.slice(0, -1) : pattern;
  const isLongEnough = fixed === pattern ? path.length === pattern.length : path.length >= pattern.length;
  if (!isLongEnough) {
    return null;
  }
  const params: Record<string, string> = {};
  for (const [index, wanted] of fixed.entries()) {
    const given = path[index] ?? '';
    if (wanted.startsWith(':')) {
      const value = decoded(given);
      if (value === null) {
        return null;
      }
      params[wanted.slice(1)] = value;
    } else if (wanted !== given) {
      return null;
    }
  }
  if (fixed !== pattern) {
    params['*'] = path.slice(fixed.length).join('/');
  }
  return params;
}

/** Names that would be another path once they are put into one (`..`, `a%2fb`) are names of nothing. */
function decoded(segment: string): string | null {
  try {
    const value = decodeURIComponent(segment);
    return value === '' || /^\.{1,2}$|[/\\\p{Cc}]/u.test(value) ? null : value;
  } catch {
    return null;
  }
}
