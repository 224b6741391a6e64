/** What a request is about, by its path. */
import { resourceOf, type Resource } from '../resources.ts';

export interface Target {
  readonly resource: Resource;
  /** Null: of all namespaces, or a kind that has none. */
  readonly namespace: string | null;
  /** Null: all of them. */
  readonly name: string | null;
  readonly subresource: string | null;
}

/** `namespaces/NAME` is that object, `namespaces/NAME/KIND` a collection in it. */
function placeOf(
  group: string,
  parts: readonly string[],
): { readonly namespace: string | null; readonly rest: readonly string[] } {
  const [first, namespace, plural] = parts;
  const isWithin =
    first === 'namespaces' &&
    namespace !== undefined &&
    plural !== undefined &&
    resourceOf(group, plural) !== undefined;
  return isWithin ? { namespace, rest: parts.slice(2) } : { namespace: null, rest: parts };
}

/** The kind of a group in this version, and where it is asked for. */
function targetIn(group: string, [version, ...parts]: readonly string[]): Target | null {
  const { namespace, rest } = placeOf(group, parts);
  const [plural = '', name = null, subresource = null, ...more] = rest;
  const resource = resourceOf(group, plural);
  if (resource?.version !== version || resource === undefined || more.length > 0) {
    return null;
  }
  // All of a kind in all namespaces may be listed; one object has its namespace.
  const isWrongPlace = resource.isNamespaced ? namespace === null && name !== null : namespace !== null;
  return isWrongPlace ? null : { resource, namespace, name, subresource };
}

function decodedParts(path: string): string[] {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** Null where nothing is served at this path. */
export function targetOf(path: string): Target | null {
  const [, root, ...parts] = decodedParts(path);
  if (root === 'api') {
    return targetIn('', parts);
  }
  const [group, ...rest] = parts;
  return root === 'apis' && group !== undefined ? targetIn(group, rest) : null;
}

export const keyOfTarget = ({ namespace, name }: Target): string => `${namespace ?? ''}/${name ?? ''}`;
