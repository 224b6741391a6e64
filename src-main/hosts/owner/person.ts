import { userInfo } from 'node:os';

/** The person as recorded with what they decide. */
export function personName(): string {
  try {
    return userInfo().username;
  } catch {
    // Some bastions run without an entry for the user; that is no reason to refuse the work.
    return 'engineer';
  }
}
