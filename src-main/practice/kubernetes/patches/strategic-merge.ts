import { isTree, without, type Tree } from '../object.ts';
import { isSetField, mergeKeyOf } from './merge-keys.ts';

const removal = '$deleteFromPrimitiveList/';

/** Kubernetes' own merge: lists of objects by their key, with `$patch`, `$retainKeys` and `$deleteFromPrimitiveList`. */
export function strategicMergePatch(target: unknown, patch: unknown): unknown {
  return isTree(patch) ? mergeTrees(isTree(target) ? target : {}, patch) : patch;
}

function mergeTrees(target: Tree, patch: Tree): Tree {
  const { $patch: how, $retainKeys: retained, ...changes } = patch;
  if (how === 'replace') {
    return withoutNulls(changes);
  }
  if (how === 'delete') {
    return {};
  }
  const merged: Tree = {};
  for (const [key, value] of Object.entries(target)) {
    if (!Array.isArray(retained) || retained.includes(key)) {
      merged[key] = value;
    }
  }
  for (const [key, value] of Object.entries(changes)) {
    mergeField(merged, key, value);
  }
  return merged;
}

function mergeField(merged: Tree, key: string, value: unknown): void {
  if (key.startsWith('$setElementOrder/')) {
    return;
  }
  if (key.startsWith(removal)) {
    const field = key.slice(removal.length);
    const gone: readonly unknown[] = Array.isArray(value) ? value : [];
    const before: readonly unknown[] = Array.isArray(merged[field]) ? merged[field] : [];
    merged[field] = before.filter((item) => !gone.includes(item));
  } else if (value === null) {
    Reflect.deleteProperty(merged, key);
  } else if (Array.isArray(value)) {
    merged[key] = mergeLists(key, merged[key], value);
  } else {
    merged[key] = isTree(value) ? mergeTrees(treeOr(merged[key]), value) : value;
  }
}

const treeOr = (value: unknown): Tree => (isTree(value) ? value : {});

function mergeLists(field: string, target: unknown, patch: readonly unknown[]): unknown[] {
  const before: readonly unknown[] = Array.isArray(target) ? target : [];
  if (isSetField(field)) {
    return [...new Set([...before, ...patch])];
  }
  const items = patch.filter(isTree);
  const key = mergeKeyOf(field, [...before, ...patch]);
  if (key === null || items.length !== patch.length) {
    return patch.map((item) => (isTree(item) ? withoutNulls(item) : item));
  }
  if (items.some((item) => item['$patch'] === 'replace' && Object.keys(item).length === 1)) {
    return items.filter((item) => item['$patch'] !== 'replace');
  }
  const merged: unknown[] = [...before];
  for (const item of items) {
    const at = merged.findIndex((known) => isTree(known) && known[key] === item[key]);
    const known = merged[at];
    if (item['$patch'] === 'delete') {
      merged.splice(at, at === -1 ? 0 : 1);
    } else if (isTree(known)) {
      merged[at] = mergeTrees(known, item);
    } else {
      merged.push(mergeTrees({}, item));
    }
  }
  return merged;
}

function withoutNulls(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(without(tree, '$patch'))
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isTree(value) ? withoutNulls(value) : value]),
  );
}
