import { becomeOwnerWith, type OwnerOptions, type Ownership } from '../owner/become-owner.ts';
import { tryLock } from '../owner/lock.ts';

/** Runs the engines of the home in this process; null when another process was faster. The page attaches to either. */
export async function ownHome(home: string, options: OwnerOptions): Promise<Ownership | null> {
  const lock = tryLock(home);
  return lock === null ? null : becomeOwnerWith(home, lock, options);
}
