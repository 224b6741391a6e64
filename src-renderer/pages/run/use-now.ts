import { useEffect, useState } from 'react';
import { useConnection } from '../../sync/connection.ts';

/** The time, each second while `ticking`; it stands still otherwise. */
function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}

/** The time for what is shown of a run: while nothing is heard of it, it stands where it was heard of last. */
export function useHeardNow(ticking: boolean): number {
  const { link, liveUntil } = useConnection();
  const now = useNow(ticking && link === 'live');
  return link === 'live' ? now : (liveUntil ?? now);
}
