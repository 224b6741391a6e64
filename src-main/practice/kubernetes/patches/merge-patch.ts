import { isTree } from '../object.ts';

/** RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isTree(patch)) {
    return patch;
  }
  const merged: Record<string, unknown> = isTree(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      Reflect.deleteProperty(merged, key);
    } else {
      merged[key] = mergePatch(merged[key], value);
    }
  }
  return merged;
}
