import { useNow } from '../../hooks/use-now.ts';
import { useConnection } from '../../sync/connection.ts';

/** The time for what is shown of a run: while nothing is heard of it, it stands where it was heard of last. */
export function useHeardNow(ticking: boolean): number {
  const { link, liveUntil } = useConnection();
  const now = useNow(ticking && link === 'live');
  return link === 'live' ? now : (liveUntil ?? now);
}
