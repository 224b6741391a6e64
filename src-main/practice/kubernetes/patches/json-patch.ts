import { isDeepStrictEqual } from 'node:util';
import { isTree, textAt } from '../object.ts';
import { ApiRefusal, badRequest } from '../refusals.ts';

/** RFC 6902. A patch that cannot be applied is refused as the API server does. */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) {
    throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  let result: unknown = structuredClone(target);
  for (const operation of operations as readonly unknown[]) {
    result = applyOne(result, operation);
  }
  return result;
}

const keysOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The API does not say why. */
const unable = (): ApiRefusal =>
  new ApiRefusal(422, 'Invalid', {
    message: 'the server rejected our request due to an error in our request',
  });

function applyOne(document: unknown, operation: unknown): unknown {
  const what = textAt(operation, 'op');
  const path = textAt(operation, 'path');
  const value = isTree(operation) ? operation['value'] : undefined;
  switch (what) {
    case 'test':
      if (!isDeepStrictEqual(read(document, path), value)) {
        throw unable();
      }
      return document;
    case 'remove':
      read(document, path);
      return write(document, path, { kind: 'remove' });
    case 'replace':
      read(document, path);
      return write(document, path, { kind: 'replace', value });
    case 'add':
      return write(document, path, { kind: 'add', value });
    case 'copy':
    case 'move': {
      const from = textAt(operation, 'from');
      const moved = structuredClone(read(document, from));
      const rest = what === 'move' ? write(document, from, { kind: 'remove' }) : document;
      return write(rest, path, { kind: 'add', value: moved });
    }
    default:
      throw badRequest(`Unexpected kind: ${what}`);
  }
}

function step(holder: unknown, key: string): unknown {
  if (Array.isArray(holder)) {
    return holder[Number(key)];
  }
  return isTree(holder) ? holder[key] : undefined;
}

function read(document: unknown, pointer: string): unknown {
  const found = keysOf(pointer).reduce(step, document);
  if (found === undefined) {
    throw unable();
  }
  return found;
}

type Writing = { readonly kind: 'remove' } | { readonly kind: 'add' | 'replace'; readonly value: unknown };

function write(document: unknown, pointer: string, writing: Writing): unknown {
  const keys = keysOf(pointer);
  const last = keys.pop();
  if (last === undefined) {
    return writing.kind === 'remove' ? null : writing.value;
  }
  const holder = keys.reduce(step, document);
  if (Array.isArray(holder)) {
    writeItem(holder, last, writing);
  } else if (isTree(holder)) {
    writeField(holder, last, writing);
  } else {
    throw unable();
  }
  return document;
}

function writeItem(list: unknown[], key: string, writing: Writing): void {
  const at = key === '-' ? list.length : Number(key);
  if (!Number.isInteger(at) || at < 0 || at > list.length) {
    throw unable();
  }
  if (writing.kind === 'remove') {
    list.splice(at, 1);
  } else {
    list.splice(at, writing.kind === 'replace' ? 1 : 0, writing.value);
  }
}

function writeField(tree: Record<string, unknown>, key: string, writing: Writing): void {
  if (writing.kind === 'remove') {
    Reflect.deleteProperty(tree, key);
  } else {
    tree[key] = writing.value;
  }
}
