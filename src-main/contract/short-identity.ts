/** The uid of a cluster's `kube-system`, or what takes its place: the first characters of each part tell two clusters apart. */
export const shortClusterIdentity = (value: string): string =>
  value
    .split(':')
    .map((part) => part.slice(0, 8))
    .join(':');

/** A site's hosts, by their UUIDs, short enough for people to tell two sites apart at a glance; whatever their order; what several targets share is told once. */
export const shortIdentity = (identity: readonly string[]): string =>
  [...new Set(identity)]
    .sort()
    .slice(0, 3)
    .map((uuid) => uuid.slice(0, 4).toUpperCase())
    .join('·');
