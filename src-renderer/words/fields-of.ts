import type { Json } from '../../src-main/contract/json.ts';
import { visible } from '../../src-main/contract/visible.ts';

export interface Field {
  /** From the whole to the part: `hosts 1 nics`. */
  readonly path: readonly string[];
  readonly value: string;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The values of a nested object, each with where it stands; lists of plain values are one value. */
export function fieldsOf(value: Json, path: readonly string[] = []): readonly Field[] {
  if (value === null) {
    return [{ path, value: '—' }];
  }
  if (isList(value)) {
    const isPlain = value.every((one) => typeof one !== 'object' || one === null);
    if (isPlain) {
      return [{ path, value: value.length === 0 ? '—' : visible(value.map(String).join(', ')) }];
    }
    return value.flatMap((one, index) => fieldsOf(one, [...path, String(index + 1)]));
  }
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner ?? null, [...path, name]));
  }
  return [{ path, value: visible(String(value)) }];
}
