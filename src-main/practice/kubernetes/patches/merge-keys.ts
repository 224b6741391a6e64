/** Lists that are merged by an item's key, as the API's own types declare it; every other list is replaced as a whole. */
const keysOfField: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  addresses: ['type'],
  taints: ['key'],
};

/** The key of a list's items, null where the list is replaced. Ports are known by their number. */
export function mergeKeyOf(field: string, items: readonly unknown[]): string | null {
  if (field === 'ports') {
    return items.some((item) => typeof item === 'object' && item !== null && 'containerPort' in item)
      ? 'containerPort'
      : 'port';
  }
  return keysOfField[field]?.[0] ?? null;
}

/** Lists of plain values that are joined instead of replaced. */
export const isSetField = (field: string): boolean => field === 'finalizers';
