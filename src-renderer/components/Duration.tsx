import type { ReactElement } from 'react';
import { longDuration, noticed } from '../words/times.ts';
import { useNow } from '../hooks/use-now.ts';

interface DurationProps {
  /** Milliseconds since the epoch; null for what has not begun. */
  readonly from: number | null;
  /** Null for what goes on: it is counted every second. */
  readonly to: number | null;
  /** `long` is `00:06:12`, for whole runs; `short` is `2.1 s` or `1:41`, for steps. */
  readonly form?: 'long' | 'short';
}

function Counted({
  from,
  say,
}: {
  readonly from: number;
  readonly say: (ms: number) => string;
}): ReactElement {
  const now = useNow();
  return <>{say(Math.max(0, now - from))}</>;
}

/** How long something took, or has taken so far. */
export function Duration({ from, to, form = 'short' }: DurationProps): ReactElement {
  const say = form === 'long' ? longDuration : noticed;
  if (from === null) {
    return <span className="faint">—</span>;
  }
  return to === null ? <Counted from={from} say={say} /> : <>{say(Math.max(0, to - from))}</>;
}
