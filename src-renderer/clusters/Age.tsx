import type { ReactElement } from 'react';
import { useNow } from '../hooks/use-now.ts';
import { dayTime } from '../words/times.ts';
import { ageOf } from './age.ts';

/** How long ago that was, counted on; when it was is read on hover. `at`: milliseconds since the epoch. */
export function Age({ at }: { readonly at: number }): ReactElement {
  const now = useNow();
  return <span title={dayTime(at)}>{ageOf(now - at)}</span>;
}
