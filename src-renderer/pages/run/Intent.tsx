import type { ReactElement } from 'react';
import type { Json } from '../../../src-main/contract/json.ts';
import { useFactName } from '../../words/fact-name.ts';
import { visible } from '../../../src-main/contract/visible.ts';

interface Field {
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

/** What an attempt meant to do, field by field. */
export function Intent({ kind, intent }: { readonly kind: string; readonly intent: Json }): ReactElement {
  const nameOf = useFactName(kind);
  return (
    <dl className="intent">
      {fieldsOf(intent).map(({ path, value }) => (
        <div key={path.join('.')} style={{ display: 'contents' }}>
          <dt>{path.map((name) => nameOf('intent', name)).join(' ')}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
