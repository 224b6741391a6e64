/** A site's hosts, by their UUIDs, short enough for people to tell two sites apart at a glance; whatever their order; what several targets share is told once. */
export const shortIdentity = (identity: readonly string[]): string =>
  [...new Set(identity)]
    .sort()
    .slice(0, 3)
    .map((uuid) => uuid.slice(0, 4).toUpperCase())
    .join('·');
