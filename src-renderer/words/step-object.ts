import type { StepRow } from '../../src-main/contract/run.ts';
import { visible } from '../../src-main/contract/visible.ts';

/**
 * The object a step is about, as its key names it: `VLAN-2101` of `vlan:vDS-Business/VLAN-2101`, and `办公/访客` whole of
 * `vlan:vDS-Business/办公/访客`. Null for a step that is in its group for another reason, such as one that counts what the
 * others made.
 */
export function objectOf({ key, group }: Pick<StepRow, 'key' | 'group'>): string | null {
  if (!key.startsWith(`${group}:`)) {
    return null;
  }
  const [first = '', ...rest] = key.slice(group.length + 1).split('/');
  // An account is told by its host as well.
  return visible(rest.length > 0 ? rest.join('/') : first.split(':').join(' '));
}
