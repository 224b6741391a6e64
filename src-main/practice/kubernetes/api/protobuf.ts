/** The protobuf encoding of Kubernetes, as far as kubectl sends it: access reviews, and what its commands create. */
import type { Tree } from '../object.ts';
import { badRequest, unsupportedMedia } from '../refusals.ts';
import { messageOf, type MessageField } from './messages.ts';

const magic = Buffer.from('k8s\0', 'latin1');

export const isProtobuf = (body: Buffer): boolean => body.subarray(0, 4).equals(magic);

interface Part {
  readonly number: number;
  /** Of a number that stands by itself. */
  readonly whole: number;
  readonly bytes: Buffer | null;
}

function varint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let value = 0n;
  let shift = 0n;
  for (let next = at; next < bytes.length; next += 1) {
    const byte = bytes[next] ?? 0;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) {
      return { value: Number(BigInt.asIntN(64, value)), next: next + 1 };
    }
    shift += 7n;
  }
  throw badRequest('unexpected EOF');
}

function partsOf(bytes: Buffer): Part[] {
  const found: Part[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    const value = varint(bytes, tag.next);
    const number = tag.value >> 3;
    if ((tag.value & 7) === 2) {
      at = value.next + value.value;
      found.push({ number, whole: 0, bytes: bytes.subarray(value.next, at) });
    } else if ((tag.value & 7) === 0) {
      at = value.next;
      found.push({ number, whole: value.value, bytes: null });
    } else {
      throw badRequest(`proto: illegal wireType ${tag.value & 7}`);
    }
  }
  return found;
}

const textIn = (parts: readonly Part[], number: number): string =>
  parts.find((part) => part.number === number)?.bytes?.toString('utf8') ?? '';

const bytesIn = (parts: readonly Part[], number: number): Buffer =>
  parts.find((part) => part.number === number)?.bytes ?? Buffer.alloc(0);

/** An entry of a map, its value as it was written. */
function entryOf(kind: string, bytes: Buffer): readonly [string, unknown] {
  const parts = partsOf(bytes);
  switch (kind) {
    case 'bytesMap':
      return [textIn(parts, 1), bytesIn(parts, 2).toString('base64')];
    case 'QuantityMap':
      return [textIn(parts, 1), textIn(partsOf(bytesIn(parts, 2)), 1)];
    default:
      return [textIn(parts, 1), textIn(parts, 2)];
  }
}

const isMap = (kind: string): boolean => ['map', 'bytesMap', 'QuantityMap'].includes(kind);

function intOrString(bytes: Buffer): number | string {
  const parts = partsOf(bytes);
  const isText = parts.some(({ number, whole }) => number === 1 && whole === 1);
  return isText ? textIn(parts, 3) : (parts.find(({ number }) => number === 2)?.whole ?? 0);
}

function valueOf(kind: string, { whole, bytes }: Part): unknown {
  const content = bytes ?? Buffer.alloc(0);
  switch (kind) {
    case 'text':
      return content.toString('utf8');
    case 'count':
      return whole;
    case 'whole':
      return whole === 0 ? undefined : whole;
    case 'yes':
      return whole === 1 ? true : undefined;
    case 'IntOrString':
      return intOrString(content);
    case 'Time':
    case 'Empty':
      return undefined;
    default:
      return decoded(kind, content);
  }
}

/** What Go types embed stands in JSON among the fields of the one around it. */
const embedded = ['volumeSource', 'localObjectReference', 'handler'];

function add(tree: Tree, { name, kind, isList }: MessageField, part: Part): void {
  if (isMap(kind)) {
    const [key, value] = entryOf(kind, part.bytes ?? Buffer.alloc(0));
    tree[name] = { ...(tree[name] as Tree | undefined), [key]: value };
    return;
  }
  const value = valueOf(kind, part);
  if (embedded.includes(name)) {
    Object.assign(tree, value);
  } else if (isList) {
    tree[name] = [...((tree[name] as unknown[] | undefined) ?? []), value];
  } else if (value !== undefined && value !== '') {
    tree[name] = value;
  }
}

function decoded(name: string, bytes: Buffer): Tree {
  const message = messageOf(name);
  if (message === null) {
    throw unsupportedMedia(['application/json', 'application/yaml']);
  }
  const tree: Tree = {};
  for (const part of partsOf(bytes)) {
    const field = message.get(part.number);
    // Go writes what is empty too.
    if (field === undefined && (part.whole !== 0 || (part.bytes ?? '').length > 0)) {
      throw badRequest(
        `the practice site does not read field ${part.number} of ${name} from protobuf; send it as JSON`,
      );
    }
    if (field !== undefined) {
      add(tree, field, part);
    }
  }
  return tree;
}

/** A body as its JSON would be. */
export function fromProtobuf(body: Buffer): object {
  const unknown = partsOf(body.subarray(magic.length));
  const type = partsOf(bytesIn(unknown, 1));
  const kind = textIn(type, 2);
  return { apiVersion: textIn(type, 1), kind, ...decoded(kind, bytesIn(unknown, 2)) };
}
