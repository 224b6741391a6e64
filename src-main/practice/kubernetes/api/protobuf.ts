/** As much of the protobuf encoding as access reviews are asked in: kubectl sends nothing else that way. */
import { badRequest } from '../refusals.ts';

const magic = Buffer.from('k8s\0', 'latin1');

export const isProtobuf = (body: Buffer): boolean => body.subarray(0, 4).equals(magic);

type Fields = ReadonlyMap<number, Buffer>;

function varint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let shift = 1;
  for (let next = at; next < bytes.length; next += 1) {
    const byte = bytes[next] ?? 0;
    value += (byte & 0x7f) * shift;
    if (byte < 0x80) {
      return { value, next: next + 1 };
    }
    shift *= 128;
  }
  throw badRequest('unexpected EOF');
}

/** The fields of a message that carry bytes; the last one of each number. */
function fieldsOf(bytes: Buffer): Fields {
  const found = new Map<number, Buffer>();
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    const value = varint(bytes, tag.next);
    const wire = tag.value & 7;
    if (wire === 2) {
      found.set(tag.value >> 3, bytes.subarray(value.next, value.next + value.value));
      at = value.next + value.value;
    } else if (wire === 0) {
      at = value.next;
    } else {
      throw badRequest(`proto: illegal wireType ${wire}`);
    }
  }
  return found;
}

const textOf = (fields: Fields, number: number): string => fields.get(number)?.toString('utf8') ?? '';
const within = (fields: Fields, number: number): Fields => fieldsOf(fields.get(number) ?? Buffer.alloc(0));

/** A review as its JSON would be. */
export function reviewFromProtobuf(body: Buffer): object {
  const unknown = fieldsOf(body.subarray(magic.length));
  const type = within(unknown, 1);
  const spec = within(within(unknown, 2), 2);
  const kind = textOf(type, 2);
  const head = { apiVersion: textOf(type, 1), kind };
  if (kind === 'SelfSubjectRulesReview') {
    return { ...head, spec: { namespace: textOf(spec, 1) } };
  }
  if (spec.has(2)) {
    const asked = within(spec, 2);
    return { ...head, spec: { nonResourceAttributes: { path: textOf(asked, 1), verb: textOf(asked, 2) } } };
  }
  const asked = within(spec, 1);
  const names = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'];
  const resourceAttributes = Object.fromEntries(names.map((name, index) => [name, textOf(asked, index + 1)]));
  return { ...head, spec: { resourceAttributes } };
}
