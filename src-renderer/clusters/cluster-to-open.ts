import type { Connection } from '../../src-main/contract/connections.ts';

/** The default one; without, the only one. Null where a person has to choose. */
export function clusterToOpen(clusters: readonly Connection[]): Connection | null {
  const [first, ...others] = clusters;
  return clusters.find(({ isDefault }) => isDefault) ?? (others.length === 0 ? (first ?? null) : null);
}
