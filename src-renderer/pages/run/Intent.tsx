import type { ReactElement } from 'react';
import type { Json } from '../../../src-main/contract/json.ts';
import { useFactName } from '../../words/fact-name.ts';
import { fieldsOf } from '../../words/fields-of.ts';

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
